"""An answer to a shared question, and under it what single regulators ask beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from placet.domain.acts import AnswerStatus
from placet.ui.pages.evidence_box import EvidenceBox
from placet.ui.presenters.answer_forms import (
    AnswerForm,
    AnswerInput,
    EvidenceLine,
    disclosure_words,
    status_words,
    with_evidence,
    without_evidence,
)
from placet.ui.presenters.interview import ControlForm
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.date_field import DateField
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import body_label, card, muted_label

_COLUMNS = 3
_NEEDS_BASIS = (AnswerStatus.DISAPPLIED, AnswerStatus.WAIVED)


class AnswerEditor(QWidget):
    """One answer: how far it is met, the statement, the evidence, and who may see it."""

    edited = Signal(str)
    """The question's id."""
    files_wanted = Signal(str)
    files_dropped = Signal(str, list)

    def __init__(
        self,
        form: AnswerForm,
        exhibits: Sequence[EvidenceLine],
        people: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form, self._exhibits = form, tuple(exhibits)
        self._evidence_ids = form.input.evidence_ids
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(NEAR)
        self._column.addLayout(self._status_row())
        self._column.addWidget(self._ground(people))
        self._column.addWidget(self._statement_field())
        self._evidence = EvidenceBox()
        self._evidence.files_wanted.connect(lambda: self.files_wanted.emit(form.question_id))
        self._evidence.files_dropped.connect(lambda paths: self.files_dropped.emit(form.question_id, paths))
        self._evidence.exhibit_taken.connect(self.take_exhibit)
        self._evidence.exhibit_left.connect(self._leave_exhibit)
        self._column.addWidget(self._evidence)
        self._column.addLayout(self._foot())
        self.note = muted_label(self._note_text())
        self.note.setObjectName("answerNoteLabel")
        self._column.addWidget(self.note)
        self._render_evidence()
        self._render_ground()
        self._connect()

    def _status_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GROUP)
        grid.setVerticalSpacing(TIGHT)
        self._status = QButtonGroup(self)
        for index, (key, word) in enumerate(status_words()):
            radio = QRadioButton(word)
            radio.setObjectName(f"{key}RadioButton")
            radio.setAccessibleName(word)
            radio.setProperty("key", str(key))
            radio.setChecked(key == self.form.input.status)
            self._status.addButton(radio)
            grid.addWidget(radio, index // _COLUMNS, index % _COLUMNS)
        grid.setColumnStretch(_COLUMNS, 1)
        return grid

    def _ground(self, people: Sequence[tuple[str, str]]) -> QWidget:
        """Make the fields that an answer needs which sets a rule aside."""
        self._grounds = QWidget()
        column = QVBoxLayout(self._grounds)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self._basis = QLineEdit(self.form.input.basis)
        column.addWidget(
            LabelledField(
                tr("&Basis"), self._basis, tr("Why it does not apply, or the waiver’s reference."), name="basisLineEdit"
            )
        )
        row = QHBoxLayout()
        self._second = QComboBox()
        self._second.addItem(tr("Choose…"), "")
        for key, name in people:
            self._second.addItem(name, key)
        self._second.setCurrentIndex(max(0, self._second.findData(self.form.input.second_person)))
        row.addWidget(LabelledField(tr("Second &person who agreed"), self._second, name="secondPersonComboBox"), 1)
        self._expires = DateField(self.form.input.expires)
        self._ends = LabelledField(tr("&Ends on"), self._expires, name="expiresDateField")
        row.addWidget(self._ends, 1)
        column.addLayout(row)
        return self._grounds

    def _statement_field(self) -> QWidget:
        self._statement = QPlainTextEdit(self.form.input.statement)
        self._statement.setTabChangesFocus(True)
        self._statement.setPlaceholderText(tr("What is done, by whom, how. A reader outside the firm must follow it."))
        lines = 3 if self.form.asked_by else 6
        self._statement.setFixedHeight(self._statement.fontMetrics().lineSpacing() * lines + 16)
        return LabelledField(tr("&Statement"), self._statement, name="statementPlainTextEdit")

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(muted_label(tr("Who may see it"), wraps=False))
        self._disclosure = QComboBox()
        self._disclosure.setObjectName("disclosureComboBox")
        self._disclosure.setAccessibleName(tr("Who may see it"))
        self._disclosure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._disclosure.setMinimumContentsLength(16)
        for key, words in disclosure_words():
            self._disclosure.addItem(words, str(key))
        self._disclosure.setCurrentIndex(max(0, self._disclosure.findData(str(self.form.input.disclosure))))
        row.addWidget(self._disclosure, 1)
        row.addStretch(1)
        return row

    def _note_text(self) -> str:
        if self.form.is_unsaved:
            return tr("Not recorded yet; kept as a draft")
        return self.form.given

    def _connect(self) -> None:
        self._status.buttonToggled.connect(lambda *_: self._on_edited())
        self._statement.textChanged.connect(self._on_edited)
        self._basis.textChanged.connect(self._on_edited)
        self._second.currentIndexChanged.connect(self._on_edited)
        self._expires.changed.connect(self._on_edited)
        self._disclosure.currentIndexChanged.connect(self._on_edited)

    def _on_edited(self) -> None:
        self._render_ground()
        is_same = self.input() == self.form.saved
        self.note.setText(self.form.given if is_same else tr("Not recorded yet; kept as a draft"))
        self.edited.emit(self.form.question_id)

    def _render_ground(self) -> None:
        status = self.input().status
        self._grounds.setVisible(status in _NEEDS_BASIS)
        self._ends.setVisible(status == AnswerStatus.WAIVED)

    def _render_evidence(self) -> None:
        lines = {line.id: line for line in self._exhibits}
        chosen = [lines[key] for key in self._evidence_ids if key in lines]
        self._evidence.render_lines(chosen, self._exhibits)

    def take_exhibit(self, key: str, exhibits: Sequence[EvidenceLine] | None = None) -> None:
        """Add an exhibit to the answer; ``exhibits`` is given when a new one has come into the register."""
        if exhibits is not None:
            self._exhibits = tuple(exhibits)
        self._evidence_ids = with_evidence(self.input(), key).evidence_ids
        self._render_evidence()
        self._on_edited()

    def _leave_exhibit(self, key: str) -> None:
        self._evidence_ids = without_evidence(self.input(), key).evidence_ids
        self._render_evidence()
        self._on_edited()

    def input(self) -> AnswerInput:
        """Return the answer as it stands in the form."""
        button = self._status.checkedButton()
        status = str(button.property("key")) if button else str(AnswerStatus.OPEN)
        given = AnswerInput(
            status=status,
            statement=self._statement.toPlainText().strip(),
            evidence_ids=self._evidence_ids,
            disclosure=self._disclosure.currentData(),
        )
        if status not in _NEEDS_BASIS:
            return given
        expires = self._expires.iso() if status == AnswerStatus.WAIVED else ""
        second = self._second.currentData() or ""
        return replace(given, basis=self._basis.text().strip(), second_person=second, expires=expires)

    def focus_statement(self) -> None:
        """Put the cursor where one writes."""
        self._statement.setFocus()


class AnswerPanel(QWidget):
    """The shared answer with the remainders under it."""

    edited = Signal(str)
    files_wanted = Signal(str)
    files_dropped = Signal(str, list)

    def __init__(
        self,
        form: ControlForm,
        exhibits: Sequence[EvidenceLine],
        people: Sequence[tuple[str, str]],
        *,
        is_editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP)
        self.editors: dict[str, AnswerEditor] = {}
        if form.main.changed_since:
            said = tr("Changed since this was answered: {facts}.", facts=", ".join(form.main.changed_since))
            changed = body_label(said)
            changed.setProperty("role", "warning")
            layout.addWidget(changed)
        layout.addWidget(self._editor(form.main, exhibits, people, is_editable))
        for below in form.remainders:
            layout.addWidget(self._remainder(below, exhibits, people, is_editable))
        layout.addStretch(1)

    def _editor(
        self,
        form: AnswerForm,
        exhibits: Sequence[EvidenceLine],
        people: Sequence[tuple[str, str]],
        is_editable: bool,
    ) -> AnswerEditor:
        editor = AnswerEditor(form, exhibits, people)
        editor.setEnabled(is_editable)
        editor.edited.connect(self.edited)
        editor.files_wanted.connect(self.files_wanted)
        editor.files_dropped.connect(self.files_dropped)
        self.editors[form.question_id] = editor
        return editor

    def _remainder(
        self,
        form: AnswerForm,
        exhibits: Sequence[EvidenceLine],
        people: Sequence[tuple[str, str]],
        is_editable: bool,
    ) -> QWidget:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(GROUP, GROUP - TIGHT, GROUP, GROUP - TIGHT)
        column.setSpacing(NEAR)
        column.addWidget(muted_label(tr("Asked beyond this by {instrument}", instrument=form.asked_by)))
        question = body_label(form.text)
        question.setProperty("role", "label")
        column.addWidget(question)
        column.addWidget(self._editor(form, exhibits, people, is_editable))
        return frame

    def inputs(self) -> dict[str, AnswerInput]:
        """Return every answer as it stands in the form."""
        return {key: editor.input() for key, editor in self.editors.items()}

    def add_exhibit(self, question_id: str, key: str, exhibits: Sequence[EvidenceLine]) -> None:
        """Add a new exhibit to one of the answers."""
        self.editors[question_id].take_exhibit(key, exhibits)
