"""The right column of Approvals: one decision, what forbids it, and the button that says what will be signed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from placet.domain.errors import Finding
from placet.domain.firm import ActKind
from placet.operations.sign_off import Decision
from placet.ui.pages.conditions_editor import ConditionsEditor
from placet.ui.pages.identity_box import IdentityBox
from placet.ui.presenters.act_words import kind_words, rule_words
from placet.ui.presenters.approvals import ApprovalsState, DecisionForm
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, primary_button
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.widgets.date_field import DateField
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import body_label, error_label, muted_label, section_label

_CHARACTERS = 34
"""Of one line on the sign button."""
_TAKES_CONDITIONS = (ActKind.APPROVE, ActKind.ADOPT)


class DecisionPanel(QWidget):
    """Takes one decision at one stage."""

    edited = Signal()
    sign_wanted = Signal(object)
    extract_wanted = Signal()

    def __init__(self, form: DecisionForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self._followed = form, form.person_id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(NEAR, 0, NEAR, NEAR)
        self._column.setSpacing(NEAR)
        title = section_label(form.stage.title)
        title.setWordWrap(True)
        self._column.addWidget(title)
        self._column.addWidget(muted_label(form.stage.explanation or kind_words()[form.stage.kind]))
        self._build_outcomes()
        if form.stage.body:
            self._build_body()
        else:
            self._build_person()
        self._decided = DateField(form.today)
        self._column.addWidget(LabelledField(tr("&Decided on"), self._decided, name="decidedOnDateField"))
        self._comment = QPlainTextEdit()
        self._comment.setTabChangesFocus(True)
        self._comment.setFixedHeight(self._comment.fontMetrics().lineSpacing() * 3 + 16)
        self._column.addWidget(LabelledField(tr("&Reasons or remarks"), self._comment, name="commentPlainTextEdit"))
        self._build_scope()
        by_minute = tr("None: shown by the extract of the minutes, not signed.")
        self.identity = IdentityBox(by_minute if form.stage.body else tr("None: the act is recorded, not signed."))
        self._column.addWidget(self.identity)
        self._refusals = QVBoxLayout()
        self._refusals.setSpacing(TIGHT)
        self._column.addLayout(self._refusals)
        self.sign = primary_button("", "signPushButton", lambda: self.sign_wanted.emit(self.decision()))
        self._column.addWidget(self.sign)
        self._column.addStretch(1)
        self._connect()

    def _build_outcomes(self) -> None:
        self._outcomes = QButtonGroup(self)
        for key, word in self.form.outcomes:
            radio = QRadioButton(word)
            radio.setObjectName(f"{key}RadioButton")
            radio.setAccessibleName(word)
            radio.setProperty("key", str(key))
            self._outcomes.addButton(radio)
            self._column.addWidget(radio)

    def _build_person(self) -> None:
        self._person = QComboBox()
        self._person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._person.setMinimumContentsLength(10)
        self._person.addItem(tr("Choose…"), "")
        for key, name in self.form.people:
            self._person.addItem(name, key)
        self._person.setCurrentIndex(max(0, self._person.findData(self.form.person_id)))
        self._column.addWidget(LabelledField(tr("&Who decides"), self._person, name="deciderComboBox"))
        self._capacity = muted_label("")
        self._capacity.setObjectName("capacityLabel")
        self._column.addWidget(self._capacity)

    def _build_body(self) -> None:
        name = self.form.bodies[0][1] if self.form.bodies else tr("This body is not in the register yet.")
        self._column.addWidget(body_label(tr("Decided by {body}, by minute", body=name)))
        self._minute = QLineEdit()
        self._minute.setPlaceholderText(tr("such as AIGC-2026-14, item 3"))
        self._column.addWidget(LabelledField(tr("&Minute reference"), self._minute, name="minuteLineEdit"))
        self._present, self._recused = CheckMenu(self.form.members), CheckMenu(self.form.members)
        quorum = tr("The quorum is {count}.", count=self.form.quorum)
        self._column.addWidget(LabelledField(tr("Members &present"), self._present, quorum, name="presentCheckMenu"))
        self._column.addWidget(LabelledField(tr("Recused"), self._recused, name="recusedCheckMenu"))
        self._dissent = QLineEdit()
        self._column.addWidget(LabelledField(tr("Dissent"), self._dissent, name="dissentLineEdit"))
        self._extract = QComboBox()
        self._extract.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._extract.setMinimumContentsLength(10)
        self.show_exhibits(self.form.exhibits)
        self._column.addWidget(LabelledField(tr("&Extract of the minutes"), self._extract, name="extractComboBox"))
        self._column.addWidget(link_button(tr("Add the extract…"), "addExtractPushButton", self.extract_wanted.emit))

    def _build_scope(self) -> None:
        takes = self.form.stage.kind in _TAKES_CONDITIONS
        self._population, self._until = QLineEdit(), DateField()
        scope = QWidget()
        row = QHBoxLayout(scope)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        row.addWidget(LabelledField(tr("Only for"), self._population, name="populationLineEdit"), 1)
        row.addWidget(LabelledField(tr("Only until"), self._until, name="untilDateField"), 1)
        scope.setVisible(takes)
        self._column.addWidget(scope)
        self.conditions = ConditionsEditor(self.form.owners)
        self.conditions.setVisible(takes)
        self._column.addWidget(self.conditions)

    def _connect(self) -> None:
        self._outcomes.buttonToggled.connect(lambda *_: self.edited.emit())
        self._comment.textChanged.connect(self.edited)
        self.conditions.edited.connect(self.edited)
        self._decided.changed.connect(self.edited)
        self._until.changed.connect(self.edited)
        self._population.textChanged.connect(lambda _text: self.edited.emit())
        if not self.form.stage.body:
            self._person.currentIndexChanged.connect(lambda _index: self.edited.emit())
            return
        for line in (self._minute, self._dissent):
            line.textChanged.connect(lambda _text: self.edited.emit())
        self._present.changed.connect(self.edited)
        self._recused.changed.connect(self.edited)
        self._extract.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def show_exhibits(self, exhibits: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Fill the chooser of the extract."""
        if not self.form.stage.body:
            return
        wanted = chosen or self._extract.currentData()
        self._extract.blockSignals(True)
        self._extract.clear()
        self._extract.addItem(tr("None yet"), "")
        for key, label in exhibits:
            self._extract.addItem(label, key)
        self._extract.setCurrentIndex(max(0, self._extract.findData(wanted)))
        self._extract.blockSignals(False)

    def decision(self) -> Decision:
        """Return the decision as it stands in the form."""
        button = self._outcomes.checkedButton()
        made = Decision(
            self.form.stage.id,
            str(button.property("key")) if button else "",
            self._decided.iso(),
            comment=self._comment.toPlainText().strip(),
            conditions=self.conditions.terms(),
            population=self._population.text().strip(),
            until=self._until.iso(),
        )
        if not self.form.stage.body:
            return replace(made, person_id=self._person.currentData() or "")
        return replace(
            made,
            body_id=self.form.bodies[0][0] if self.form.bodies else "",
            minute_reference=self._minute.text().strip(),
            present_ids=self._present.chosen(),
            recused_ids=self._recused.chosen(),
            dissent=self._dissent.text().strip(),
            extract_id=self._extract.currentData() or "",
        )

    def show_check(self, findings: Sequence[Finding], statement: str, capacity: str) -> None:
        """Show what forbids the decision, and what the button would sign."""
        while self._refusals.count():
            taken = self._refusals.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        names = rule_words()
        is_chosen = bool(self.decision().outcome)
        for finding in findings if is_chosen else ():
            line = error_label()
            line.setText(f"{names.get(finding.path, finding.path)}: {finding.message}")
            line.setObjectName(f"refusal-{finding.path}-Label")
            self._refusals.addWidget(line)
            line.show()
        if not self.form.stage.body:
            said = (
                tr("in the capacity of {role}", role=capacity) if capacity else tr("holds none of this stage’s roles")
            )
            self._capacity.setText(said)
        self.sign.setText("\n".join(textwrap.wrap(statement.replace("&", "&&"), _CHARACTERS)))
        self.sign.setAccessibleName(statement)
        self.sign.setEnabled(is_chosen and not findings and self._decided.is_valid() and bool(self._decided.iso()))

    def show_identity(self, state: ApprovalsState) -> None:
        """Show whose certificate will sign."""
        self.identity.show_identity(state.identity, is_evaluation=state.is_evaluation, is_bound=state.is_bound)

    def follow(self, person_id: str) -> None:
        """Name who has come to the keyboard as the one who decides; a choice made since stays."""
        if person_id != self._followed and not self.form.stage.body:
            self._followed = person_id
            self._person.setCurrentIndex(max(0, self._person.findData(person_id)))
