"""The Compare page: the table at nine places, the side panel, the band, the bars, the words, another day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from placet.domain.compare_cells import CellStatus
from placet.operations import keep_parties
from placet.ui.models.compare_cells import CELL_ROLE
from placet.ui.pages.compare import ComparePage
from placet.ui.presenters.compare_lines import GridCell, GridRow
from placet.ui.session import Session
from placet.ui.theme import apply_theme
from placet.ui.widgets.compare_drawing import cell_height
from placet.ui.widgets.compare_grid import CompareGrid
from placet.ui.widgets.launch_timeline import LaunchTimeline
from placet.ui.window import MainWindow
from unit.ui.bank import Bank
from unit.ui.nine_places import open_bank_in_nine_places, set_against_each_other, set_leads

pytestmark = pytest.mark.gui


def settle() -> None:
    for _ in range(3):
        QEventLoop().processEvents()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank_in_nine_places(tmp_path)
    set_leads(made)
    set_against_each_other(made)
    yield made
    made.workspace.register.close()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, bank: Bank) -> ComparePage:
    if not qapp.styleSheet():
        apply_theme(qapp)
    session = Session()
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    session.open(bank.workspace)
    session.choose_use_case(bank.use_case_id)
    window.show_page("compare")
    assert isinstance(window.page, ComparePage)
    settle()
    return window.page


def title_of(page: ComparePage) -> str:
    return page.opened.findChildren(QLabel, "openedTitleLabel")[-1].text()


def rows_of(grid: CompareGrid) -> list[GridRow]:
    return list(grid._cells.rows)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_ten_columns_fit_without_sideways_scrolling_and_nothing_is_cut(
    page: ComparePage, size: tuple[int, int]
) -> None:
    page.window().resize(*size)
    settle()
    for number in range(3):
        grid = (page.grid, page.flows, page.limits)[number]
        page.tabs.setCurrentIndex((0, 2, 3)[number])
        settle()
        assert len(grid._cells.heads) == 10
        assert grid.horizontalScrollBar().maximum() == 0
        for row, line in enumerate(rows_of(grid)):
            for column, cell in enumerate(line.cells):
                width = grid.columnWidth(column)
                needed = cell_height(cell, grid.font(), width, dense=bool(grid.property("dense")))
                assert needed <= grid.rowHeight(row), (line.title, cell.phrase)
            assert grid.questions.height_of(row) <= grid.rowHeight(row)


def test_a_click_opens_a_cell_and_escape_closes_it(page: ComparePage) -> None:
    index = page.grid.model().index(0, 1)
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.visualRect(index).center())
    settle()
    assert page.opened.isVisible()
    assert title_of(page) == "How is it classified?"
    QTest.keyClick(page.opened, Qt.Key.Key_Escape)
    assert not page.opened.isVisible()
    assert page.presenter.state.opened is None


def test_the_table_is_worked_by_the_keyboard_alone(page: ComparePage) -> None:
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.grid.model().index(0, 0))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(page.grid, key)
    settle()
    opened = page.presenter.state.opened
    assert opened is not None
    assert opened.question == "Which words differ?"
    assert opened.place.startswith("Singapore")
    assert page.grid.horizontalHeader().isVisible()
    assert page.grid.columnViewportPosition(1) >= 0


def test_the_band_tells_the_conflict_and_opens_both_clauses(page: ComparePage) -> None:
    assert page.band.isVisible()
    said = " ".join(label.text() for label in page.band.findChildren(QLabel))
    assert "HK wants the data stored in HK" in said
    assert "⇄" in said
    page.band.findChild(QPushButton, "showConflictsPushButton").click()
    settle()
    assert page.opened.isVisible()
    shown = " ".join(label.text() for label in page.opened.findChildren(QLabel))
    assert "Keep it in Hong Kong" in shown
    assert "Nothing kept in Hong Kong" in shown
    page.grid.open_at(0, 0)
    assert title_of(page) == "How is it classified?"


def test_the_bars_name_stages_and_open_the_place_under_the_pointer(page: ComparePage) -> None:
    timeline = page.grid.viewport().findChild(LaunchTimeline)
    assert timeline is not None
    assert "Singapore: launch not before 15 Jan 2027" in timeline.accessibleDescription()
    placed, _height = timeline._placed(timeline.width())
    assert len(placed) == 10
    piece = placed[1].pieces[0]
    assert piece.segment.title == "Owner's statement"
    assert timeline.words_at(piece.box.center()).startswith("Owner's statement: 3 business days")
    for bar in placed:
        boxes = [item.box for item in bar.pieces] + ([bar.tail] if bar.tail is not None else [])
        assert all(box.right() <= timeline.width() for box in boxes)
    at = QPoint(int(piece.box.center().x()), int(piece.box.center().y()))
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at)
    opened = page.presenter.state.opened
    assert opened is not None
    assert opened.question == "Earliest launch?"
    assert opened.place.startswith("Singapore")


def test_another_day_is_typed_and_today_brings_it_back(page: ComparePage) -> None:
    assert not page.today.isVisible()
    page.day.line.setText("8 Oct 2028")
    settle()
    assert "as of 8 Oct 2028" in page.state_line()
    assert page.today.isVisible()
    page.day.line.setText("8 Oct 20")
    assert "as of 8 Oct 2028" in page.state_line()
    page.today.click()
    assert "as of 22 Nov 2026" in page.state_line()
    assert page.day.line.text() == "22 Nov 2026"


def test_words_are_found_in_the_regulators_own_language(page: ComparePage) -> None:
    page.focus_find()
    settle()
    assert page.terms.isVisible()
    page.terms.search.setText("人工智慧")
    assert page.terms.concepts.count() >= 1
    shown = " ".join(label.text() for label in page.terms.words.widget().findChildren(QLabel))
    assert "人工智慧" in shown
    page.terms.search.setText("no such word anywhere")
    shown = " ".join(label.text() for label in page.terms.words.widget().findChildren(QLabel))
    assert shown == "No concept has this word."


def test_a_place_without_rules_reads_not_assessed(page: ComparePage) -> None:
    model = page.grid.model()
    cell = model.index(2, 8).data(CELL_ROLE)
    assert isinstance(cell, GridCell)
    assert (cell.phrase, cell.status) == ("not assessed", CellStatus.NOT_ASSESSED)
    assert model.index(2, 8).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Japan, May the data go there?")


def test_a_use_case_for_no_entity_says_so_and_leads_to_the_register(page: ComparePage, bank: Bank) -> None:
    keep_parties.change_use_case(bank.workspace, replace(bank.use_case, entity_ids=()))
    page.refresh()
    settle()
    button = page._empty.button
    assert button is not None
    assert button.isVisible()
    button.click()
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.page is not None
    assert window.page.page_id == "register"


def test_where_there_is_no_room_for_both_the_panel_takes_the_place_of_the_table(page: ComparePage) -> None:
    page.window().resize(960, 600)
    settle()
    page.grid.open_at(8, 1)
    settle()
    assert page.opened.isVisible()
    assert not page.grid.isVisible()
    assert page.opened.width() > page.width() - 100
    QTest.keyClick(page.opened, Qt.Key.Key_Escape)
    settle()
    assert page.grid.isVisible()


def test_the_bars_stay_in_view_when_the_places_are_scrolled(page: ComparePage) -> None:
    page.window().resize(1280, 800)
    page.grid.open_at(0, 0)
    settle()
    bar = page.grid.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    settle()
    timeline = page.grid.viewport().findChild(LaunchTimeline)
    assert timeline is not None
    left = timeline.mapTo(page.grid.viewport(), QPoint(0, 0)).x()
    assert 0 <= left < 10
    assert left + timeline.width() == page.grid.viewport().width() - left
    assert timeline.visibleRegion().boundingRect().width() in (0, timeline.width())
