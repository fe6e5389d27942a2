"""Tables: the item model keeps Qt's rules, rows sort by value, columns are remembered."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from placet.ui.models.rows import RowsModel, TableColumn
from placet.ui.widgets.rows_table import RowsTable

pytestmark = pytest.mark.gui


@dataclass(frozen=True)
class Fruit:
    name: str
    count: int


FRUIT = (Fruit("pear", 10), Fruit("Apple", 9), Fruit("fig", 100))
COLUMNS: list[TableColumn[Fruit]] = [
    TableColumn("name", "Name", lambda row: row.name),
    TableColumn("count", "Count", lambda row: f"{row.count:,}", lambda row: row.count, is_number=True),
]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model: RowsModel[Fruit] = RowsModel(COLUMNS)
    model.show_rows(FRUIT)
    qtmodeltester.check(model)


def test_numbers_sort_as_numbers_and_stand_right(qtbot: QtBot) -> None:
    table: RowsTable[Fruit] = RowsTable("fruitTable", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows(FRUIT)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    shown = [table.model().index(row, 1).data() for row in range(3)]
    assert shown == ["9", "10", "100"]
    alignment = table.model().index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_selected_rows_stay_selected_when_the_list_is_read_again(qtbot: QtBot) -> None:
    table: RowsTable[Fruit] = RowsTable("fruitTable", COLUMNS, many=True)
    qtbot.addWidget(table)
    table.show_rows(FRUIT)
    table.choose_row(lambda row: row.name == "fig")
    table.show_rows((*FRUIT, Fruit("plum", 1)), lambda row: row.name)
    assert [row.name for row in table.chosen_rows()] == ["fig"]


def test_column_widths_are_remembered(qtbot: QtBot) -> None:
    first: RowsTable[Fruit] = RowsTable("fruitTable", COLUMNS)
    qtbot.addWidget(first)
    first.horizontalHeader().resizeSection(0, 333)
    second: RowsTable[Fruit] = RowsTable("fruitTable", COLUMNS)
    qtbot.addWidget(second)
    assert second.columnWidth(0) == 333
