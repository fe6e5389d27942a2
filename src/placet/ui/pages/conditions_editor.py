"""The conditions of one decision: what, limit, owner, until, watched by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from placet.operations.sign_off import ConditionTerms
from placet.ui.presenters.act_words import condition_words
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.date_field import DateField
from placet.ui.widgets.labels import card, muted_label


class ConditionCard(QWidget):
    """One condition."""

    edited = Signal()
    removal_wanted = Signal(object)

    def __init__(self, owners: Sequence[tuple[str, str]], number: int) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        outer.addWidget(frame)
        grid = QGridLayout(frame)
        grid.setContentsMargins(NEAR + TIGHT, NEAR, NEAR + TIGHT, NEAR + TIGHT)
        grid.setHorizontalSpacing(NEAR)
        grid.setVerticalSpacing(2)
        self._kind, self._owner = QComboBox(), QComboBox()
        for key, words in condition_words():
            self._kind.addItem(words, str(key))
        self._owner.addItem(tr("Choose…"), "")
        for key, name in owners:
            self._owner.addItem(name, key)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * 2 + 16)
        self._limit, self._due, self._watched = QLineEdit(), DateField(), QLineEdit()
        head = QHBoxLayout()
        head.addWidget(self._named(self._kind, tr("When it bites"), "conditionKindComboBox"), 1)
        remove = link_button(tr("Remove"), "removeConditionPushButton", lambda: self.removal_wanted.emit(self))
        remove.setAccessibleName(tr("Remove condition {number}", number=number))
        head.addWidget(remove)
        grid.addLayout(head, 0, 0, 1, 2)
        fields = (
            (tr("What"), self._named(self._text, tr("What"), "conditionTextPlainTextEdit"), 1, 0, 2),
            (tr("Limit"), self._named(self._limit, tr("Limit"), "conditionLimitLineEdit"), 3, 0, 1),
            (tr("Until"), self._named(self._due, tr("Until"), "conditionDueDateField"), 3, 1, 1),
            (tr("Owner"), self._named(self._owner, tr("Owner"), "conditionOwnerComboBox"), 5, 0, 1),
            (tr("Watched by"), self._named(self._watched, tr("Watched by"), "conditionWatchedLineEdit"), 5, 1, 1),
        )
        for label, widget, row, column, span in fields:
            above = muted_label(label, wraps=False)
            above.setBuddy(widget)
            grid.addWidget(above, row, column, 1, span)
            grid.addWidget(widget, row + 1, column, 1, span)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._connect()

    def _named(self, widget: QWidget, name: str, key: str) -> QWidget:
        widget.setObjectName(key)
        widget.setAccessibleName(name)
        if isinstance(widget, QComboBox):
            widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            widget.setMinimumContentsLength(6)
        return widget

    def _connect(self) -> None:
        self._text.textChanged.connect(self.edited)
        self._due.changed.connect(self.edited)
        for line in (self._limit, self._watched):
            line.textChanged.connect(lambda _text: self.edited.emit())
        for combo in (self._kind, self._owner):
            combo.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def terms(self) -> ConditionTerms:
        """Return the condition as it stands in the form."""
        return ConditionTerms(
            self._kind.currentData(), self._text.toPlainText().strip(), self._owner.currentData() or "",
            self._limit.text().strip(), self._due.iso(), self._watched.text().strip(),
        )  # fmt: skip

    def focus_text(self) -> None:
        """Put the cursor where one writes."""
        self._text.setFocus()


class ConditionsEditor(QWidget):
    """All conditions of one decision."""

    edited = Signal()

    def __init__(self, owners: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owners = tuple(owners)
        self._cards: list[ConditionCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(NEAR)
        self.add = link_button(tr("Add a &condition"), "addConditionPushButton", self.add_condition)
        self._column.addWidget(self.add)

    def add_condition(self) -> ConditionCard:
        """Add an empty condition and put the cursor there."""
        made = ConditionCard(self._owners, len(self._cards) + 1)
        made.edited.connect(self.edited)
        made.removal_wanted.connect(self._remove)
        self._column.insertWidget(len(self._cards), made)
        self._cards.append(made)
        made.focus_text()
        self.edited.emit()
        return made

    def _remove(self, gone: ConditionCard) -> None:
        self._cards.remove(gone)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self.edited.emit()

    def terms(self) -> tuple[ConditionTerms, ...]:
        """Return the conditions as they stand in the form."""
        return tuple(item.terms() for item in self._cards)
