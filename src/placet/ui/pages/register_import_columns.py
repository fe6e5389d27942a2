"""Which column of the sheet feeds what, and what its words mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from placet.ui.presenters.import_inventory import ImportPresenter, ImportState
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.labels import error_label, muted_label, section_label

_ROW = 38


class ImportColumns(QWidget):
    """Left the columns, right the words of the chosen one."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP)
        left = QVBoxLayout()
        left.setSpacing(NEAR)
        self._intro = muted_label()
        left.addWidget(self._intro)
        self._problems = error_label()
        self._problems.setObjectName("mappingProblemsLabel")
        left.addWidget(self._problems)
        self.table = _table("importColumnsTable", [tr("Column"), tr("Examples"), tr("Feeds")], [150, 120, 230])
        self.table.currentCellChanged.connect(self._on_row_changed)
        left.addWidget(self.table, 1)
        left.addLayout(self._entity_row())
        row.addLayout(left, 2)
        row.addLayout(self._words_column(), 1)
        self._headings: tuple[str, ...] = ()
        self._words: tuple[str, ...] = ()
        self._is_filling = False

    def _entity_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._entity_label = QLabel(tr("No column names the &entity. Every row is for"))
        self.entity = QComboBox()
        self.entity.setObjectName("importEntityComboBox")
        self.entity.setAccessibleName(tr("Entity for every row"))
        self.entity.activated.connect(lambda _row: self.presenter.choose_entity(self.entity.currentData()))
        self._entity_label.setBuddy(self.entity)
        row.addWidget(self._entity_label)
        row.addWidget(self.entity, 1)
        return row

    def _words_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(NEAR)
        self._words_title = section_label()
        self._words_note = muted_label()
        column.addWidget(self._words_title)
        column.addWidget(self._words_note)
        self.words = _table("importWordsTable", [tr("Word"), tr("Means")], [100, 190])
        column.addWidget(self.words, 1)
        column.addStretch(0)
        return column

    def render_state(self, state: ImportState) -> None:
        """Show a state of the presenter."""
        if not state.columns:
            return
        self._is_filling = True
        known = tr("Mapped as last time ({name}).", name=state.mapping_name) if state.is_known_mapping else ""
        intro = tr("Look the proposal over. What nothing fits is kept as the firm’s own field, word for word.")
        self._intro.setText("\n".join([known or intro, *state.notes]))
        self._problems.setText("\n".join(f"{item.path}: {item.message}. {item.hint}" for item in state.findings))
        self._problems.setVisible(bool(state.findings))
        self._render_columns(state)
        self._render_words(state)
        self._render_entity(state)
        self._is_filling = False

    def _render_columns(self, state: ImportState) -> None:
        headings = tuple(line.heading for line in state.columns)
        if headings != self._headings:
            self._headings = headings
            self.table.setRowCount(len(headings))
            for number, line in enumerate(state.columns):
                self._add_column(number, line.heading, line.examples, state)
        for number, line in enumerate(state.columns):
            chooser = self.table.cellWidget(number, 2)
            if isinstance(chooser, QComboBox):
                chooser.setCurrentIndex(max(0, chooser.findData(line.target)))

    def _add_column(self, number: int, heading: str, examples: str, state: ImportState) -> None:
        for place, text in enumerate((heading, examples)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(number, place, item)
        chooser = QComboBox()
        chooser.setObjectName(f"feeds{number}ComboBox")
        chooser.setAccessibleName(tr("What the column {heading} feeds", heading=heading))
        for option in state.targets:
            chooser.addItem(tr(option.label), option.key)
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.view().setMinimumWidth(320)
        chooser.activated.connect(partial(self._on_feeds_chosen, heading, chooser))
        self.table.setCellWidget(number, 2, chooser)

    def _on_feeds_chosen(self, heading: str, chooser: QComboBox, _row: int) -> None:
        self.presenter.feed(heading, chooser.currentData())
        self.presenter.choose_column(heading)

    def _render_words(self, state: ImportState) -> None:
        has_words = bool(state.words)
        self._words_title.setText(tr("Words in “{heading}”", heading=state.chosen) if has_words else tr("Words"))
        self._words_note.setText(
            tr("Say what each word stands for; empty reads it as written.")
            if has_words
            else tr("Choose a column that feeds a fact, to say what its words stand for.")
        )
        self.words.setVisible(has_words)
        key = (state.chosen, *(line.text for line in state.words), *(option.key for option in state.meanings))
        if key != self._words:
            self._words = key
            self.words.setRowCount(len(state.words))
            for number, line in enumerate(state.words):
                self._add_word(number, f"{line.text}  ×{line.count}", line.text, state)
        for number, line in enumerate(state.words):
            chooser = self.words.cellWidget(number, 1)
            if isinstance(chooser, QComboBox):
                chooser.setCurrentIndex(max(0, chooser.findData(line.meaning)))

    def _add_word(self, number: int, shown: str, word: str, state: ImportState) -> None:
        self.words.setItem(number, 0, QTableWidgetItem(shown))
        chooser = QComboBox()
        chooser.setObjectName(f"means{number}ComboBox")
        chooser.setAccessibleName(tr("What {word} stands for", word=word))
        chooser.addItem(tr("as written"), "")
        for option in state.meanings:
            chooser.addItem(tr(option.label), option.key)
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.view().setMinimumWidth(320)
        chooser.activated.connect(lambda _row: self.presenter.mean(word, chooser.currentData()))
        self.words.setCellWidget(number, 1, chooser)

    def _render_entity(self, state: ImportState) -> None:
        for widget in (self._entity_label, self.entity):
            widget.setVisible(state.needs_entity)
        if [self.entity.itemData(row) for row in range(1, self.entity.count())] != list(state.entities):
            self.entity.clear()
            self.entity.addItem(tr("none named"), "")
            for name in state.entities:
                self.entity.addItem(name, name)
        self.entity.setCurrentIndex(max(0, self.entity.findData(state.entity)))

    def _on_row_changed(self, row: int, _column: int, former: int, _former_column: int) -> None:
        if not self._is_filling and row != former and 0 <= row < len(self._headings):
            self.presenter.choose_column(self._headings[row])


def _table(name: str, titles: list[str], widths: list[int]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setObjectName(name)
    table.setAccessibleName(titles[0])
    table.setHorizontalHeaderLabels(titles)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for number, width in enumerate(widths):
        header.resizeSection(number, width)
    header.setSectionResizeMode(len(titles) - 2, QHeaderView.ResizeMode.Stretch)
    return table
