"""People: the form of a person with the roles they hold and the certificates that stand for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.domain.parties import Person
from placet.operations.write_file import write_file
from placet.ui import dialogs
from placet.ui.pages.register_parties import PartyPanel
from placet.ui.presenters.form_fields import Values
from placet.ui.presenters.parties import PartyState
from placet.ui.presenters.party_kinds import PEOPLE
from placet.ui.presenters.person_details import PersonPresenter, PersonState
from placet.ui.session import Session
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button, primary_button
from placet.ui.widgets.labels import body_label, muted_label, rule, section_label
from placet.ui.widgets.record_form import RecordForm, bring_into_view

_KINDS = "PKCS#12 (*.p12 *.pfx)"
_TITLES = {"role": "A role held", "bind": "Bind a certificate", "make": "Make an evaluation identity"}


class HoldingsPanel(QWidget):
    """Roles and certificates of one person."""

    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.presenter = PersonPresenter(session)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(NEAR)
        self._column.addWidget(rule())
        self._roles = self._group(tr("Roles"), [(tr("Add a role"), "addRolePushButton", "role")])
        self._certificates = self._group(
            tr("Certificates"),
            [
                (tr("Bind a certificate…"), "bindCertificatePushButton", "bind"),
                (tr("Make an evaluation identity…"), "makeIdentityPushButton", "make"),
            ],
        )
        self._form_box = QFrame()
        self._form_column = QVBoxLayout(self._form_box)
        self._form_column.setContentsMargins(0, NEAR, 0, 0)
        self._column.addWidget(self._form_box)
        self._form: RecordForm | None = None
        self._form_kind = ""
        self.presenter.changed.append(self.render_state)

    def _group(self, title: str, actions: list[tuple[str, str, str]]) -> QVBoxLayout:
        self._column.addWidget(section_label(title))
        lines = QVBoxLayout()
        lines.setSpacing(TIGHT)
        self._column.addLayout(lines)
        row = QHBoxLayout()
        for text, name, form in actions:
            row.addWidget(link_button(text, name, partial(self.presenter.open_form, form)))
        row.addStretch(1)
        self._column.addLayout(row)
        return lines

    def render_state(self, state: PersonState) -> None:
        """Show a state of the presenter."""
        self.setVisible(bool(state.person_id))
        _empty(self._roles)
        for role in state.roles:
            note = " · ".join(part for part in (role.where, role.period) if part)
            end = None if role.is_over else partial(self._ask_end_role, role.id)
            self._roles.addWidget(_line(role.title, note, end))
        if not state.roles:
            self._roles.addWidget(muted_label(tr("Holds no role yet.")))
        _empty(self._certificates)
        for item in state.certificates:
            note = f"{item.kind} · {item.valid} · {item.basis}\nSHA-256 {item.fingerprint[:16]}…"
            end = None if item.is_over else partial(self._ask_end_certificate, item.id)
            self._certificates.addWidget(_line(item.subject, note, end))
        if not state.certificates:
            self._certificates.addWidget(muted_label(tr("No certificate stands for this person yet.")))
        self._render_form(state)

    def _render_form(self, state: PersonState) -> None:
        if state.form != self._form_kind:
            _empty(self._form_column)
            self._form, self._form_kind = None, state.form
            if state.form:
                self._open_form(state)
        self._form_box.setVisible(bool(state.form))
        if self._form is not None:
            if not state.problems:
                self._form.show_values(state.values)
            self._form.show_problems(state.problems)

    def _open_form(self, state: PersonState) -> None:
        self._form_column.addWidget(section_label(tr(_TITLES[state.form])))
        self._form = RecordForm(state.fields)
        self._form.submitted.connect(self._save)
        self._form_column.addWidget(self._form)
        row = QHBoxLayout()
        if state.form == "bind":
            row.addWidget(plain_button(tr("Choose the file…"), "chooseIdentityPushButton", self._pick))
        row.addStretch(1)
        row.addWidget(plain_button(tr("Cancel"), "cancelHoldingPushButton", self.presenter.close_form))
        row.addWidget(primary_button(tr("Add"), "saveHoldingPushButton", self._save))
        box = QWidget()
        box.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self._form_column.addWidget(box)
        self._form.control(state.fields[0].key).setFocus()
        bring_into_view(box)

    def _pick(self) -> None:
        dialogs.pick_file(self, tr("Choose an identity file"), _KINDS, self._take_path)

    def _take_path(self, path: object) -> None:
        if self._form is not None:
            self._form.show_values({**self._form.values(), "path": str(path)})

    def _save(self) -> None:
        if self._form is None:
            return
        values = self._form.values()
        acts: dict[str, Callable[[Values], object]] = {
            "role": self.presenter.add_role,
            "bind": self.presenter.bind,
            "make": self._make,
        }
        self._try(lambda: acts[self._form_kind](values))

    def _make(self, values: Values) -> None:
        name = self.presenter.state.name
        data = self.presenter.make(values)
        if data:
            dialogs.pick_save(
                self,
                tr("Keep the identity file"),
                f"{name} (evaluation).p12",
                _KINDS,
                lambda path: self._try(lambda: write_file(path, data, is_private=True)),
            )

    def _ask_end_role(self, role_id: str) -> None:
        dialogs.ask(
            self,
            tr("End this role today?"),
            tr("From tomorrow the person cannot act in it. What they did in it stays."),
            tr("End the role"),
            lambda: self._try(lambda: self.presenter.end_role(role_id)),
        )

    def _ask_end_certificate(self, binding_id: str) -> None:
        dialogs.ask(
            self,
            tr("End this certificate?"),
            tr("From now on it no longer stands for this person. What was signed with it stays."),
            tr("End the certificate"),
            lambda: self._try(lambda: self.presenter.end_certificate(binding_id)),
            is_destructive=True,
        )

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return
        self.problem_raised.emit(None)


class PeoplePanel(PartyPanel[Person]):
    """The people of the register."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, PEOPLE)
        self.holdings = HoldingsPanel(session)
        self.holdings.hide()
        self.content.addWidget(self.holdings)
        self.holdings.problem_raised.connect(self.problem_raised)

    def render_state(self, state: PartyState) -> None:
        """Show a state of the presenter, and what the person holds."""
        super().render_state(state)
        if state.chosen != self.holdings.presenter.state.person_id:
            self.holdings.presenter.show(state.chosen)


def _line(title: str, note: str, on_end: Callable[[], object] | None) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(body_label(title))
    column.addWidget(muted_label(note))
    row.addLayout(column, 1)
    if on_end is not None:
        row.addWidget(link_button(tr("End…"), "endHoldingPushButton", on_end))
    else:
        over = QLabel(tr("ended"))
        over.setProperty("role", "muted")
        row.addWidget(over)
    return box


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
