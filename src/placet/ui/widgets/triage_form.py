"""The ten triage questions with what they point to, and the act that settles them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from placet.domain.facts import FactDefinition, FactKind
from placet.domain.parties import TriageResult
from placet.ui.presenters.triage import TriageState
from placet.ui.presenters.use_cases import TRIAGE_WORDS
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button, primary_button
from placet.ui.widgets.fact_choice import Several, YesNo
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import muted_label, rule, section_label
from placet.ui.widgets.status_mark import Shape, StatusMark

_RESULTS = (TriageResult.NOT_AI, TriageResult.BASIC, TriageResult.FULL)


class TriageForm(QFrame):
    """Renders a TriageState; says what the person wants."""

    answered = Signal(str, object)
    record_wanted = Signal()
    settle_wanted = Signal(object, str)
    """A TriageResult and the reasons."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("triageForm")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        outer.setSpacing(NEAR)
        outer.addWidget(section_label(title or tr("Triage")))
        self._intro = muted_label(tr("Ten plain questions settle how much is asked. Not known is never “no”."))
        outer.addWidget(self._intro)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolledContent")
        scroll.viewport().setAutoFillBackground(False)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, NEAR, 0)
        self._column.setSpacing(GROUP - TIGHT)
        scroll.setWidget(content)
        outer.addWidget(scroll, 1)
        outer.addWidget(rule())
        outer.addWidget(self._outcome())
        self._controls: dict[str, YesNo | Several] = {}
        self._labels: dict[str, QLabel] = {}
        self._keys: tuple[str, ...] = ()
        self._chosen_by_hand = False

    def _outcome(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self._mark = StatusMark()
        self._mark.setObjectName("triageProposalMark")
        self._reasons = muted_label()
        self._settled = muted_label()
        self._why = QLineEdit()
        self._why_field = LabelledField(tr("Reasons"), self._why, name="triageReasonsLineEdit")
        for widget in (self._mark, self._reasons, self._settled, self._why_field):
            column.addWidget(widget)
        row = QHBoxLayout()
        self._record = plain_button(tr("Record a&nswers"), "recordTriagePushButton", self.record_wanted.emit)
        row.addWidget(self._record)
        row.addStretch(1)
        self._result = QComboBox()
        self._result.setObjectName("triageResultComboBox")
        self._result.setAccessibleName(tr("Result"))
        self._result.setPlaceholderText(tr("Result"))
        for result in _RESULTS:
            self._result.addItem(tr(TRIAGE_WORDS[result]), result)
        self._result.activated.connect(self._on_result_chosen)
        row.addWidget(self._result)
        self._settle = primary_button(tr("Sett&le"), "settleTriagePushButton", self._on_settle)
        row.addWidget(self._settle)
        column.addLayout(row)
        return box

    def render_state(self, state: TriageState) -> None:
        """Show a state of the presenter."""
        keys = tuple(question.key for question in state.questions)
        if keys != self._keys:
            self._build(state.questions)
            self._keys = keys
            self._chosen_by_hand = False
        for question in state.questions:
            self._controls[question.key].show_value(state.values.get(question.key))
            self._labels[question.key].setText(_heading(question, state))
        self._intro.setText(
            state.problem or tr("Ten plain questions settle how much is asked. Not known is never “no”.")
        )
        self._mark.show_status(Shape(state.mark), tr(_proposal(state)))
        because = tr("Because: {reasons}", reasons="; ".join(state.reasons)) if state.reasons else ""
        self._reasons.setText(" ".join(part for part in (tr(state.meaning) if state.meaning else "", because) if part))
        self._reasons.setVisible(bool(self._reasons.text()))
        self._settled.setText(tr("Settled so far: {what}", what=tr(state.settled)))
        self._settled.setVisible(bool(state.settled))
        self._record.setEnabled(state.is_changed)
        if not self._chosen_by_hand:
            self._result.setCurrentIndex(_RESULTS.index(state.result) if state.result in _RESULTS else -1)
        has_result = self._result.currentIndex() >= 0
        departs = has_result and state.result != self._result.currentData()
        self._why_field.setVisible(bool(state.questions) and (departs or bool(self._why.text())))
        self._why_field.label.setText(tr("Reasons for departing from the proposal") if departs else tr("Reasons"))
        can_settle = not state.problem and bool(state.questions)
        self._result.setEnabled(can_settle)
        self._settle.setEnabled(can_settle and has_result)
        self._state = state

    def _build(self, questions: tuple[FactDefinition, ...]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self._controls, self._labels = {}, {}
        for question in questions:
            self._column.addWidget(self._question(question))
        self._column.addStretch(1)

    def _question(self, question: FactDefinition) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        label = QLabel()
        label.setWordWrap(True)
        label.setProperty("role", "label")
        label.setToolTip(question.help)
        name = "".join(part.title() for part in question.key.split("_"))
        control: YesNo | Several
        if question.kind is FactKind.SET:
            choices = [(choice.key, choice.label) for choice in question.choices]
            control = Several(f"triage{name}", question.question, choices)
        else:
            control = YesNo(f"triage{name}", question.question)
        control.chosen.connect(lambda value, key=question.key: self.answered.emit(key, value))
        self._labels[question.key], self._controls[question.key] = label, control
        column.addWidget(label)
        column.addWidget(control)
        return box

    def _on_result_chosen(self, _row: int) -> None:
        self._chosen_by_hand = True
        self.render_state(self._state)

    def _on_settle(self) -> None:
        self.settle_wanted.emit(self._result.currentData(), self._why.text())

    def forget_choice(self) -> None:
        """Follow the proposal again, as for another tool."""
        self._chosen_by_hand = False
        self._why.clear()


def _heading(question: FactDefinition, state: TriageState) -> str:
    note = ""
    if question.key in state.differing:
        note = tr("  (the tools differ)")
    elif question.key in state.deciding:
        note = "  ?"
    return f"{question.triage}. {tr(question.question)}{note}"


def _proposal(state: TriageState) -> str:
    return state.words or "Nothing can be proposed yet."
