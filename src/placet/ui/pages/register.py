"""Register: use cases, and who and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from placet.operations.export_inventory import export_inventory
from placet.operations.write_file import write_file
from placet.ui import dialogs
from placet.ui.pages.page import Page
from placet.ui.pages.register_import import ImportWizard
from placet.ui.pages.register_list import UseCaseList
from placet.ui.pages.register_parties import PartyPanel
from placet.ui.pages.register_person import PeoplePanel
from placet.ui.pages.register_triage import TriageTogether
from placet.ui.pages.register_use_case import UseCaseView
from placet.ui.presenters.part_kinds import MODELS, SYSTEMS, VENDORS
from placet.ui.presenters.party_kinds import BODIES, ENTITIES
from placet.ui.session import Session
from placet.ui.tokens import MARGIN
from placet.ui.translate import tr

_EXPORT_KINDS = "Excel (*.xlsx);;CSV (*.csv);;JSON (*.json)"


class RegisterPage(Page):
    """The first page of an open register."""

    page_id = "register"
    title = "Register"
    help_text = (
        "The register lists every AI use case of the firm, and the entities, people, bodies, suppliers, models and "
        "systems they rest on. A new use case starts with triage: ten questions settle how much is asked. Small tools "
        "can be triaged together: choose several in the list, then “Triage together”."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._new = QAction(tr("&New use case"), self)
        self._new.triggered.connect(self.begin_use_case)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, MARGIN - 8)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack)
        self.list = UseCaseList(session)
        self.view = UseCaseView(session)
        self.together = TriageTogether(session)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("registerTabWidget")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.list, tr("Use cases"))
        self.people = PeoplePanel(session)
        self.panels: list[PartyPanel[Any]] = [PartyPanel(session, ENTITIES), self.people, PartyPanel(session, BODIES)]
        self.panels += [PartyPanel(session, kind) for kind in (SYSTEMS, MODELS, VENDORS)]
        for panel in self.panels:
            self.tabs.addTab(panel, tr(panel.kind.many))
            panel.problem_raised.connect(self.problem_raised)
        self.importing = ImportWizard(session)
        for widget in (self.tabs, self.view, self.together, self.importing):
            self._stack.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.list.use_case_opened.connect(self._open)
        self.list.new_wanted.connect(self.begin_use_case)
        self.list.entity_wanted.connect(lambda: self.show_part("entities", begins=True))
        self.list.triage_wanted.connect(self._triage)
        self.view.back_wanted.connect(self._back)
        self.view.saved.connect(self._on_saved)
        self.view.interview_wanted.connect(lambda: self.go_to_requested.emit("interview"))
        self.together.back_wanted.connect(self._back)
        self.view.problem_raised.connect(self.problem_raised)
        self.together.problem_raised.connect(self.problem_raised)
        self.importing.problem_raised.connect(self.problem_raised)
        self.importing.back_wanted.connect(self._back)
        self.list.import_wanted.connect(self._import)
        self.list.export_wanted.connect(self._export)
        self.tabs.currentChanged.connect(lambda _tab: self._show(self.tabs))

    def show_part(self, part: str, *, begins: bool = False, record_id: str = "") -> None:
        """Show one of the lists, and begin or choose a record in it."""
        for panel in self.panels:
            if panel.kind.key == part:
                self._stack.setCurrentWidget(self.tabs)
                self.tabs.setCurrentWidget(panel)
                if begins:
                    panel.begin()
                elif record_id and panel.may_leave():
                    panel.presenter.choose(record_id)

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self.refresh()
        self.problem_raised.emit(None)

    def refresh(self) -> None:
        """Read the register again for what is in view."""
        shown = self._stack.currentWidget()
        if shown is self.tabs:
            shown = self.tabs.currentWidget()
        refresh = getattr(shown, "refresh", None)
        if refresh is not None:
            refresh()
        self.state_changed.emit()

    def set_use_case(self, use_case_id: str) -> None:
        """Show the chosen use case; back on the list when none is."""
        if use_case_id and use_case_id != self.view.presenter.state.id:
            self.view.show_use_case(use_case_id)
            self._show(self.view)
        elif not use_case_id and self._stack.currentWidget() is self.view and self.view.presenter.state.id:
            self._show(self.tabs)

    def begin_use_case(self) -> None:
        """Show the form of a new use case."""
        self.view.show_use_case("")
        self._show(self.view)
        self.view.focus_first()

    def _open(self, use_case_id: str) -> None:
        self.session.choose_use_case(use_case_id)
        self.view.show_use_case(use_case_id)
        self._show(self.view)

    def _on_saved(self, use_case_id: str) -> None:
        self.session.choose_use_case(use_case_id)
        self.state_changed.emit()

    def _triage(self, use_case_ids: Sequence[str]) -> None:
        self.together.show_tools(use_case_ids)
        self._show(self.together)

    def _import(self) -> None:
        self.importing.begin()
        self._show(self.importing)

    def _export(self) -> None:
        name = f"{self.session.workspace.register.firm} AI inventory.xlsx"
        dialogs.pick_save(self, tr("Export the inventory"), name, _EXPORT_KINDS, self._write_export)

    def _write_export(self, path: Path) -> None:
        def act() -> bool:
            write_file(path, export_inventory(self.session.workspace, path.suffix))
            return True

        if self.attempt(act):
            self.session.said.emit(tr("Exported to {name}", name=path.name))

    def _back(self) -> None:
        if self.may_leave():
            self._show(self.tabs)

    def state_line(self) -> str:
        """Say how many use cases there are and how many are not triaged."""
        if self._stack.currentWidget() is self.view and self.view.presenter.state.id:
            return self.view.presenter.state.line
        state = self.list.presenter.state
        if not state.total:
            return tr("No use cases yet")
        open_ones = sum(row.triage == "open" and not row.is_retired for row in state.rows)
        parts = [tr("{count} use cases", count=f"{state.total:,}") if state.total != 1 else tr("1 use case")]
        if open_ones:
            parts.append(tr("{count} not triaged", count=f"{open_ones:,}"))
        return " · ".join(parts)

    def primary_action(self) -> QAction | None:
        """Offer a new use case while the list is in view."""
        is_list = self._stack.currentWidget() is self.tabs and self.tabs.currentWidget() is self.list
        return self._new if is_list and self.list.presenter.state.total else None

    def focus_find(self) -> None:
        """Put the cursor in the search line."""
        self._show(self.tabs)
        self.tabs.setCurrentWidget(self.list)
        self.list.search.setFocus()
        self.list.search.selectAll()

    def may_leave(self) -> bool:
        """Save what was typed."""
        if self._stack.currentWidget() is self.view:
            return self.view.may_leave()
        shown = self.tabs.currentWidget()
        return shown.may_leave() if isinstance(shown, PartyPanel) else True
