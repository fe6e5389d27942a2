"""Dossiers: what is sealed, preparing and sealing, signing, and verifying any file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from placet.operations.draft_dossier import draft_from
from placet.operations.seal_dossier import SealWork, render_seal
from placet.operations.sign_dossier import SigningWork, place_signature
from placet.ui import dialogs
from placet.ui.pages.doing import did
from placet.ui.pages.dossier_preparation import PreparationPanel
from placet.ui.pages.dossier_view import DossierView
from placet.ui.pages.file_bytes import write_bytes
from placet.ui.pages.identity_asking import ask_evaluation, ask_identity
from placet.ui.pages.mending import mend_exhibit
from placet.ui.pages.page import Page
from placet.ui.pages.progress_strip import ProgressStrip
from placet.ui.pages.verifying import Verifying
from placet.ui.presenters.dossier_words import Target
from placet.ui.presenters.dossiers import DossiersPresenter, DossiersState
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import muted_label

_PDF = "PDF (*.pdf)"
_KEEP_AFTER = 600
_PREPARE, _VIEW, _VERIFY, _EMPTY = range(4)


class DossiersPage(Page):
    """Prepares, seals, signs and verifies."""

    page_id = "dossiers"
    title = "Dossiers"
    help_text = (
        "A dossier is sealed once its route is complete: content, decisions and the journal’s checkpoint are fixed, "
        "and the same people then sign their fields. Before sealing, Placet lists what a reader outside the firm could "
        "not resolve: errors block, warnings need a reason that is printed. Any dossier file can be verified here."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._headline = ""
        self.presenter, self._strip = DossiersPresenter(session), ProgressStrip()
        self.preparation, self.view = PreparationPanel(), DossierView()
        self.verifying = Verifying(self, self._strip)
        self._empty = EmptyState("", tr("Go to the register"), lambda: self.go_to_requested.emit("register"))
        self._action = QAction(tr("&Prepare a dossier"), self)
        self._action.triggered.connect(lambda: self._show_part(_PREPARE))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._parts = QStackedWidget()
        for part in (self.preparation, self.view, self.verifying.panel, self._empty):
            self._parts.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(NEAR)
        right.addWidget(self._strip)
        right.addWidget(self._parts, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        row.addWidget(self._left())
        row.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 0, MARGIN, GROUP)
        outer.addWidget(whole)

    def _left(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(230)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self._entities = QComboBox()
        self._entities.setObjectName("entityComboBox")
        self._entities.setAccessibleName(tr("Entity"))
        self._entities.activated.connect(lambda row: self._on_entity(self._entities.itemData(row)))
        column.addWidget(self._entities)
        self._none = muted_label(tr("Nothing is sealed yet."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none, 1)
        self.list = QListWidget()
        self.list.setObjectName("dossiersListWidget")
        self.list.setAccessibleName(tr("Sealed dossiers"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemSelectionChanged.connect(self._on_chosen)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(plain_button(tr("Ver&ify a file…"), "openVerifyPushButton", lambda: self._show_part(_VERIFY)))
        return box

    def _connect(self) -> None:
        self.presenter.changed.append(self.render_state)
        self._timer.timeout.connect(self._keep_reasons)
        asked, view = self.preparation, self.view
        asked.check_wanted.connect(self._check)
        asked.draft_wanted.connect(self._draft)
        asked.seal_wanted.connect(self._seal)
        asked.reasons_edited.connect(lambda _reasons: self._timer.start())
        asked.mend_wanted.connect(self._mend)
        view.sign_wanted.connect(self._sign)
        view.copy_wanted.connect(self._save_copy)
        view.verify_wanted.connect(self._verify_this)
        view.identity.file_wanted.connect(self._choose_identity)
        view.identity.evaluation_wanted.connect(self._make_identity)
        view.identity.dropped.connect(lambda: self.presenter.use_identity(None))
        view.identity.binding_wanted.connect(self._bind)

    # what the frame asks

    def refresh(self) -> None:
        """Read the dossiers again."""
        self.attempt(self.presenter.refresh)
        self.state_changed.emit()

    def state_line(self) -> str:
        """Return “2 sealed · HK-2026-0001, edition 1 · 3 of 6 signatures placed”."""
        return self.presenter.state.headline

    def primary_action(self) -> QAction | None:
        """Return Prepare, unless it is in view already."""
        is_there = self._parts.currentIndex() == _PREPARE or bool(self.presenter.state.empty)
        return None if is_there else self._action

    def focus_find(self) -> None:
        """Go to the list."""
        self.list.setFocus()

    def may_leave(self) -> bool:
        """Keep half-typed reasons."""
        self._keep_reasons()
        return True

    # showing

    def render_state(self, state: DossiersState) -> None:
        """Show the state."""
        self._empty.say(state.empty)
        if state.empty:
            self._render_list(state)
            self._entities.hide()
        if state.empty and self._parts.currentIndex() != _VERIFY:
            self._show_part(_EMPTY)
        if state.empty:
            return
        if self._parts.currentIndex() == _EMPTY:
            self._parts.setCurrentIndex(_PREPARE)
        self._entities.clear()
        for key, name in state.entities:
            self._entities.addItem(name, key)
        self._entities.setCurrentIndex(max(0, self._entities.findData(state.entity_id)))
        self._entities.setVisible(len(state.entities) > 1)
        self._render_list(state)
        self.preparation.render_state(state)
        if state.chosen is not None:
            self.view.render_state(state)
            self.view.pages.show_pdf(self.presenter.pdf())
        elif self._parts.currentIndex() == _VIEW:
            self._parts.setCurrentIndex(_PREPARE)
        if state.headline != self._headline:
            self._headline = state.headline
            self.state_changed.emit()

    def _render_list(self, state: DossiersState) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for line in state.records:
            item = QListWidgetItem(line.text)
            item.setData(Qt.ItemDataRole.UserRole, line.id)
            self.list.addItem(item)
            item.setSelected(state.chosen is not None and line.id == state.chosen.id)
        self.list.blockSignals(False)
        self.list.setVisible(bool(state.records))
        self._none.setVisible(not state.records)

    def _show_part(self, part: int) -> None:
        self._parts.setCurrentIndex(part)
        self.state_changed.emit()

    def _on_entity(self, entity_id: str) -> None:
        self.attempt(lambda: self.presenter.choose_entity(entity_id))

    def _on_chosen(self) -> None:
        items = self.list.selectedItems()
        if items and did(self, lambda: self.presenter.choose(items[0].data(Qt.ItemDataRole.UserRole))):
            self._show_part(_VIEW)

    # preparing and sealing

    def _check(self, kind: str, addressee: str) -> None:
        did(self, lambda: self.presenter.prepare(kind, addressee))

    def _keep_reasons(self) -> None:
        self._timer.stop()
        if self.session.is_open and self.presenter.state.preparation is not None:
            self.presenter.keep_reasons(self.preparation.reasons())

    def _mend(self, target: Target) -> None:
        self._keep_reasons()
        if target.page:
            self.go_to_requested.emit(self.presenter.go_to(target))
        else:
            mend_exhibit(self, self.presenter, target.question, lambda: self.session.tell_change(tr("Exhibit changed")))

    def _seal(self, reasons: Mapping[str, str]) -> None:
        self._timer.stop()
        work = self.attempt(lambda: self.presenter.compose_seal(reasons))
        if work is not None:
            self.preparation.setEnabled(False)
            self._strip.run(
                tr("Sealing: pages, attachments, checks…"),
                lambda _progress: render_seal(work),
                lambda made: self._keep_seal(work, *made),
                self.problem_raised.emit,
            )
            self._strip.when_ended(lambda: self.preparation.setEnabled(True))

    def _keep_seal(self, work: SealWork, pdf: bytes, pages: int) -> None:
        if did(self, lambda: self.presenter.keep_seal(work, pdf, pages)):
            self._show_part(_VIEW)
            self.session.tell_change(tr("Dossier sealed and register backed up"))

    def _draft(self, kind: str, addressee: str, suffix: str) -> None:
        snapshot = self.attempt(lambda: self.presenter.draft_snapshot(kind, addressee))
        if snapshot is None:
            return
        now = self.session.workspace.clock()

        def chosen(path: Path) -> None:
            self._strip.run(
                tr("Writing the draft…"),
                lambda _progress: draft_from(snapshot, suffix, now),
                lambda data: self._write(path, data),
                self.problem_raised.emit,
            )

        dialogs.pick_save(self, tr("Keep the draft"), f"DRAFT{suffix}", f"*{suffix}", chosen)

    def _write(self, path: Path, data: bytes) -> None:
        if did(self, lambda: write_bytes(path, data)):
            self.session.said.emit(tr("{name} written", name=path.name))

    # the sealed file

    def _save_copy(self) -> None:
        line = self.presenter.state.chosen
        if line is not None:
            record = self.presenter.record()
            name = f"{record.number}-{record.dossier_version}.pdf"
            dialogs.pick_save(self, tr("Save a copy"), name, _PDF, lambda path: self._write(path, self.presenter.pdf()))

    def _choose_identity(self) -> None:
        ask_identity(self, self._strip, self.session.workspace.clock(), self.presenter.use_identity)

    def _make_identity(self) -> None:
        ask_evaluation(self, self.session.actor.name, self.presenter.make_evaluation)

    def _bind(self, basis: str) -> None:
        if did(self, lambda: self.presenter.bind_identity(basis)):
            self.session.tell_change(tr("Certificate bound"))

    def _sign(self, field: str) -> None:
        work = self.attempt(lambda: self.presenter.allow_signing(field))
        if work is not None:
            self._strip.run(
                tr("Signing…"),
                lambda _progress: place_signature(work),
                lambda signed: self._keep_signature(work, signed),
                self.problem_raised.emit,
            )

    def _keep_signature(self, work: SigningWork, signed: bytes) -> None:
        if did(self, lambda: self.presenter.keep_signature(work, signed)):
            self.session.tell_change(tr("Signed"))

    def _verify_this(self) -> None:
        line = self.presenter.state.chosen
        if line is not None and did(self, lambda: self.verifying.verify_bytes(line.number, self.presenter.pdf())):
            self._show_part(_VERIFY)
