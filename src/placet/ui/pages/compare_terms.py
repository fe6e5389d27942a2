"""The term concordance: a concept on the left, every regulator's own word for it on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placet.ui.presenters.compare_lines import TermLine, UsageLine
from placet.ui.presenters.rule_lines import place_name
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.labels import body_label, card, muted_label, section_label
from placet.ui.widgets.scrolled import show_content

LIST_WIDTH = 240


class TermsPanel(QWidget):
    """Lists the concepts and shows the words for the chosen one."""

    def __init__(self) -> None:
        super().__init__()
        self._terms: tuple[TermLine, ...] = ()
        self.search = QLineEdit()
        self.search.setObjectName("findTermLineEdit")
        self.search.setAccessibleName(tr("Find a concept or a word"))
        self.search.setPlaceholderText(tr("Find a concept or a word"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.concepts = QListWidget()
        self.concepts.setObjectName("conceptsListWidget")
        self.concepts.setAccessibleName(tr("Concepts"))
        self.concepts.setWordWrap(True)
        self.concepts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.concepts.currentItemChanged.connect(lambda now, _former: self._show(now))
        left = QVBoxLayout()
        left.setSpacing(NEAR)
        left.addWidget(self.search)
        left.addWidget(self.concepts, 1)
        holder = QWidget()
        holder.setFixedWidth(LIST_WIDTH)
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        self.words = QScrollArea()
        self.words.setObjectName("wordsScrollArea")
        self.words.setAccessibleName(tr("The words of the regulators"))
        self.words.setWidgetResizable(True)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GROUP, 0, 0)
        row.setSpacing(GROUP)
        row.addWidget(holder)
        row.addWidget(self.words, 1)

    def show_terms(self, terms: Sequence[TermLine]) -> None:
        """Show another concordance; the chosen concept stays chosen."""
        if tuple(terms) != self._terms:
            self._terms = tuple(terms)
            self._fill()

    def _fill(self) -> None:
        chosen, wanted = self.chosen, self.search.text().casefold()
        self.concepts.blockSignals(True)
        self.concepts.clear()
        for term in self._terms:
            if wanted in _searched(term):
                word = tr("{count} words", count=len(term.usages))
                warned = " · " + tr("take care") if term.warnings else ""
                item = QListWidgetItem(f"{term.title}\n{word}{warned}")
                item.setData(Qt.ItemDataRole.UserRole, term.id)
                self.concepts.addItem(item)
        self.concepts.blockSignals(False)
        rows = [self.concepts.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.concepts.count())]
        self.concepts.setCurrentRow(rows.index(chosen) if chosen in rows else 0)
        self._show(self.concepts.currentItem())

    @property
    def chosen(self) -> str:
        """Return the id of the chosen concept."""
        return str(self.concepts.currentItem().data(Qt.ItemDataRole.UserRole)) if self.concepts.count() else ""

    def _show(self, item: QListWidgetItem | None) -> None:
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        term = next((found for found in self._terms if found.id == key), None)
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, NEAR, GROUP)
        column.setSpacing(NEAR)
        if term is None:
            column.addWidget(muted_label(tr("No concept has this word.")))
        else:
            _add_term(column, term)
        column.addStretch(1)
        show_content(self.words, content)


def _searched(term: TermLine) -> str:
    words = (f"{usage.word} {usage.local} {usage.regulator}" for usage in term.usages)
    return f"{term.title} {' '.join(words)}".casefold()


def _add_term(column: QVBoxLayout, term: TermLine) -> None:
    column.addWidget(section_label(term.title))
    column.addWidget(muted_label(term.meaning))
    if term.warnings:
        column.addWidget(_warnings(term.warnings))
    place = ""
    for usage in term.usages:
        if usage.place != place:
            place = usage.place
            column.addSpacing(TIGHT)
        column.addWidget(_usage(usage))
    if term.silent:
        column.addSpacing(NEAR)
        column.addWidget(muted_label(tr("No word of its own found: {places}.", places=", ".join(term.silent))))


def _warnings(warnings: Sequence[str]) -> QWidget:
    frame = card()
    frame.setObjectName("noticeBar")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, NEAR, 12, NEAR)
    column.setSpacing(TIGHT)
    head = QLabel(tr("Take care: one answer may not mean the same everywhere"))
    head.setProperty("role", "label")
    column.addWidget(head)
    for warning in warnings:
        column.addWidget(body_label(f"•  {warning}"))
    return frame


def _usage(usage: UsageLine) -> QWidget:
    frame = card()
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 10, 12, 10)
    row.setSpacing(GROUP)
    row.addWidget(_aside(usage), alignment=Qt.AlignmentFlag.AlignTop)
    said = QVBoxLayout()
    said.setSpacing(TIGHT)
    word = body_label(f"{usage.word}   {usage.local}" if usage.local else usage.word)
    word.setProperty("role", "label")
    said.addWidget(word)
    said.addWidget(body_label(usage.meaning))
    if usage.leaves_out:
        said.addWidget(muted_label(tr("Leaves out: {what}", what=usage.leaves_out)))
    said.addWidget(muted_label(usage.cited))
    row.addLayout(said, 1)
    return frame


def _aside(usage: UsageLine) -> QWidget:
    box = QWidget()
    box.setFixedWidth(110)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    name = QLabel(place_name(usage.place).removeprefix("the "))
    name.setProperty("role", "label")
    name.setWordWrap(True)
    column.addWidget(name)
    column.addWidget(muted_label(usage.regulator))
    return box
