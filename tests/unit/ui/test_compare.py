"""The Compare page without widgets: nine places, what stands behind a phrase, another day, limits, flows, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from placet.domain.compare_cells import CellStatus
from placet.domain.deadlines import CalendarSource, LocalCalendar
from placet.operations import keep_parties
from placet.operations.compare_places import compare_places
from placet.ui.presenters.compare import LAUNCH, LIMIT, ComparePresenter
from placet.ui.presenters.compare_lines import GridRow, calendar_lines
from unit.ui.bank import Bank
from unit.ui.nine_places import PLACES, open_bank_in_nine_places, set_against_each_other, set_leads, unset_leads


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank_in_nine_places(tmp_path)
    yield made
    made.workspace.register.close()


@pytest.fixture
def presenter(bank: Bank) -> ComparePresenter:
    made = ComparePresenter(bank)
    made.refresh()
    return made


def row_of(presenter: ComparePresenter, row_id: str) -> GridRow:
    state = presenter.state
    return next(row for row in (*state.rows, *state.flows, *state.limits) if row.id == row_id)


def test_every_place_is_a_column_and_law_from_elsewhere_says_so(presenter: ComparePresenter) -> None:
    heads = presenter.state.places
    assert [head.place for head in heads[:9]] == ["HK", *PLACES]
    european = next(head for head in heads if head.place == "EU")
    assert european.name == "European Union"
    assert european.note.startswith("reaches Harbour Example Bank")
    assert all(len(row.cells) == len(heads) for row in (*presenter.state.rows, *presenter.state.limits))


def test_a_place_without_rules_is_not_assessed_in_every_row(presenter: ComparePresenter) -> None:
    column = [head.place for head in presenter.state.places].index("JP")
    state = presenter.state
    for row in (*state.rows, *state.flows, *state.limits):
        assert (row.cells[column].phrase, row.cells[column].status) == ("not assessed", CellStatus.NOT_ASSESSED), row.id
    assert "1 not assessed" in state.headline
    assert state.bars[column].open_end == "not assessed"


def test_an_open_cell_tells_clause_force_label_and_what_is_still_to_be_stated(presenter: ComparePresenter) -> None:
    column = [head.place for head in presenter.state.places].index("SG")
    presenter.open_cell("classification", column)
    opened = presenter.state.opened
    assert opened is not None
    assert opened.place == "Singapore · Harbour Example Bank SG"
    assert opened.status is CellStatus.UNDECIDED
    assert "Outsourcing" in opened.asks
    clauses = [detail.clause for detail in opened.details if detail.clause is not None]
    assert {(clause.force, clause.label) for clause in clauses} >= {("guideline", "MAS guideline")}
    guideline = next(clause for clause in clauses if clause.force == "guideline")
    assert (guideline.in_force, guideline.dated) == (False, "from 7 Oct 2027")
    presenter.close_cell()
    assert presenter.state.opened is None


def test_another_day_changes_what_is_in_force(presenter: ComparePresenter) -> None:
    column = [head.place for head in presenter.state.places].index("SG")
    before = row_of(presenter, "oversight").cells[column].phrase
    presenter.open_cell("classification", column)
    presenter.show_as_of("2028-10-08")
    assert presenter.state.as_of == "2028-10-08"
    assert not presenter.state.is_today
    assert "as of 8 Oct 2028" in presenter.state.headline
    assert row_of(presenter, "oversight").cells[column].phrase != before
    opened = presenter.state.opened
    assert opened is not None
    dated = [detail.clause.dated for detail in opened.details if detail.clause and detail.clause.force == "guideline"]
    assert dated
    assert not any(dated)
    presenter.show_as_of("")
    assert presenter.state.is_today
    assert row_of(presenter, "oversight").cells[column].phrase == before


def test_the_strictest_limit_is_marked_and_told_as_the_standard(presenter: ComparePresenter) -> None:
    marked = [
        (row, head.place)
        for row in presenter.state.limits
        for head, cell in zip(presenter.state.places, row.cells, strict=True)
        if cell.is_standard
    ]
    assert marked
    assert all(row.note.endswith(f"({place})") for row, place in marked)
    row, place = next(item for item in marked if item[0].id.endswith("retention"))
    column = [head.place for head in presenter.state.places].index(place)
    assert row.cells[column].status is CellStatus.APPLIES
    presenter.open_cell(row.id, column)
    opened = presenter.state.opened
    assert opened is not None
    assert opened.standard == row.note
    assert row.id.startswith(LIMIT)


def test_every_flow_stands_against_every_place(presenter: ComparePresenter) -> None:
    flows = presenter.state.flows
    assert [row.title for row in flows] == ["Prompts and replies", "Audit log", "Letters from Vietnam"]
    assert flows[0].note.endswith("HK → SG")
    assert {len(row.cells) for row in flows} == {len(presenter.state.places)}
    vietnam = [head.place for head in presenter.state.places].index("VN")
    assert flows[2].cells[vietnam].phrase != flows[1].cells[vietnam].phrase
    presenter.open_cell(flows[2].id, vietnam)
    opened = presenter.state.opened
    assert opened is not None
    assert opened.details
    assert not any(detail.text.startswith("Flow") for detail in opened.details)


def test_without_times_set_by_the_firm_there_is_no_date(bank: Bank) -> None:
    unset_leads(bank)
    presenter = ComparePresenter(bank)
    presenter.refresh()
    assessed = [bar for bar in presenter.state.bars if bar.place != "JP"]
    assert all(bar.earliest is None for bar in assessed)
    assert all("not set by the firm: Owner's statement" in bar.open_end for bar in assessed)


def test_with_times_set_by_the_firm_the_way_is_dated_and_shortened(bank: Bank) -> None:
    set_leads(bank)
    presenter = ComparePresenter(bank)
    presenter.refresh()
    bars = {bar.place: bar for bar in presenter.state.bars}
    assert bars["SG"].earliest is not None
    critical = [piece for piece in bars["SG"].segments if piece.is_critical]
    assert critical[0].starts == dt.date(2026, 11, 22)
    assert all(one.ends == other.starts for one, other in pairwise(critical))
    assert critical[-1].ends == bars["SG"].earliest
    assert bars["SG"].may_be_later, "a fact may still add the committee's note or an outsourcing notice"
    assert bars["ID"].earliest is None
    assert bars["ID"].open_end.startswith("not published: ")
    column = [head.place for head in presenter.state.places].index("SG")
    presenter.open_cell(LAUNCH, column)
    opened = presenter.state.opened
    assert opened is not None
    assert opened.shortenings[0].startswith("Without “")
    assert opened.notes == ("Counted on the local calendar; computed, to be confirmed by the firm.",)


def test_a_day_counted_beyond_the_known_holidays_says_so(bank: Bank) -> None:
    set_leads(bank)
    made = compare_places(bank.workspace, bank.use_case, bank.version)
    launch = next(item for item in made.launches if item.place == "SG")
    short = LocalCalendar("SG", "Asia/Singapore", source=CalendarSource.PACK, until=dt.date(2026, 12, 31))
    assert calendar_lines(replace(launch, calendar=short)) == (
        "Public holidays are known until 31 Dec 2026; later ones may move it.",
    )
    weekends = LocalCalendar("SG", "Asia/Singapore")
    assert "weekends alone" in calendar_lines(replace(launch, calendar=weekends))[0]
    assert calendar_lines(replace(launch, earliest=None)) == ()


def test_a_conflict_is_told_once_with_both_clauses_and_its_flows(bank: Bank) -> None:
    set_against_each_other(bank)
    presenter = ComparePresenter(bank)
    presenter.refresh()
    (conflict,) = presenter.state.conflicts
    assert conflict.flows == ("Prompts and replies", "Audit log", "Letters from Vietnam")
    sides = [side.clause.place for side in (conflict.one, conflict.other) if side.clause is not None]
    assert sorted(sides) == ["HK", "SG"]
    assert "Stored in" in conflict.facts
    assert "1 conflict" in presenter.state.headline


def test_a_concept_has_each_regulators_word_and_warnings(presenter: ComparePresenter) -> None:
    terms = {term.id: term for term in presenter.state.terms}
    assert len(terms) >= 25
    local = [usage for term in terms.values() for usage in term.usages if usage.local]
    assert {"TW", "VN", "TH"} <= {usage.place for usage in local}
    assert all(usage.meaning and usage.cited for term in terms.values() for usage in term.usages)
    assert any(term.warnings for term in terms.values())


def test_a_use_case_for_no_entity_has_no_columns(bank: Bank) -> None:
    keep_parties.change_use_case(bank.workspace, replace(bank.use_case, entity_ids=()))
    presenter = ComparePresenter(bank)
    presenter.refresh()
    assert presenter.state.is_chosen
    assert presenter.state.places == ()


def test_another_use_case_forgets_the_open_cell_and_the_day(presenter: ComparePresenter) -> None:
    presenter.show_as_of("2028-10-08")
    presenter.open_cell("classification", 0)
    presenter.choose_use_case()
    presenter.refresh()
    assert presenter.state.opened is None
    assert presenter.state.is_today
