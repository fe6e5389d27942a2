"""One use case in nine places under the real packs: compared, dated, reached from elsewhere, inherited."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from placet.domain.acts import Answer, Determination, SignOff
from placet.domain.assessment import Timing
from placet.domain.compare_cells import CellStatus
from placet.domain.deadlines import CalendarSource
from placet.domain.errors import UserFacingError
from placet.domain.group import Words
from placet.domain.parties import Entity, Person
from placet.domain.side_by_side import InPlace
from placet.operations import keep_parties
from placet.operations.adopt_answer import adopt_answer
from placet.operations.answer_question import answer
from placet.operations.compare_places import (
    compare_places,
    in_places,
    reaching,
    shared_columns,
    words_of,
    words_to_adopt,
)
from placet.operations.local_calendars import calendar_of
from placet.operations.workspace import Actor
from placet.register.journal import Change
from unit.operations.nine import PLACES, Nine, nine

DAYS = (dt.date(2026, 11, 22), dt.date(2027, 10, 8), dt.date(2027, 12, 3), dt.date(2028, 10, 8))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nine]:
    found = nine(tmp_path_factory.mktemp("nine"), (*PLACES, "JP"))
    with found.ws.register:
        yield found


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Nine]:
    found = nine(tmp_path, ("HK", "SG", "MY"))
    with found.ws.register:
        yield found


def test_nine_places_stand_beside_each_other_and_a_tenth_without_rules_is_not_assessed(made: Nine) -> None:
    found = compare_places(made.ws, made.use_case, made.version)
    assert [item.place for item in found.columns] == [*PLACES, "JP"]
    assert not any(item.reached for item in found.columns)
    for row in found.rows:
        assert len(row.cells) == len(found.columns)
        assert row.cells[-1].status is CellStatus.NOT_ASSESSED
        for cell in row.cells[:-1]:
            assert cell.phrase
            assert len(cell.phrase) < 120
            for detail in cell.details:
                assert detail.text


def test_every_limit_offered_is_in_force_binding_or_expected_and_the_strictest(made: Nine) -> None:
    found = compare_places(made.ws, made.use_case, made.version)
    assert found.standards
    for standard in found.standards:
        counted = [item.value for item in standard.limits if item.counts]
        if standard.offered is None:
            assert not counted or not standard.one_meets_all
            continue
        assert standard.offered.value == (max if standard.parameter.strictest == "max" else min)(counted)


def _timings(columns: tuple[InPlace, ...]) -> dict[tuple[str, str], tuple[Timing, dt.date | None]]:
    return {
        (column.place, state.requirement.id): (state.timing, state.from_date)
        for column in columns
        if column.assessment
        for state in column.assessment.applicability
    }


@pytest.mark.parametrize(("earlier", "later"), list(itertools.pairwise(DAYS)))
def test_two_days_differ_exactly_where_the_dates_of_the_rules_say(made: Nine, earlier: dt.date, later: dt.date) -> None:
    before, after = (in_places(made.ws, made.use_case, made.version, day) for day in (earlier, later))
    old, new = _timings(before), _timings(after)
    assert old.keys() == new.keys()
    changed = {key for key in old if old[key] != new[key]}
    due = {key for key, (_, date) in old.items() if date and earlier < date <= later}
    assert changed == due
    assert all(old[key][0] is Timing.UPCOMING and new[key][0] is Timing.IN_FORCE for key in changed)
    for one, other in zip(before, after, strict=True):
        if one.assessment and other.assessment:
            same = replace(one.assessment, as_of=later, applicability=other.assessment.applicability, coverage=())
            assert same == replace(other.assessment, coverage=())
    for one, other in zip(before, after, strict=True):
        if one.assessment and other.assessment:
            old_states = {item.applicability.requirement.id: item.status for item in one.assessment.coverage}
            new_states = {item.applicability.requirement.id: item.status for item in other.assessment.coverage}
            moved = {key for key in old_states if old_states[key] != new_states[key]}
            assert {(one.place, key) for key in moved} <= due


def test_the_dates_that_matter_bring_what_they_should(made: Nine) -> None:
    def in_force(day: dt.date, place: str, part: str) -> int:
        columns = in_places(made.ws, made.use_case, made.version, day)
        states = next(item.assessment for item in columns if item.place == place and item.assessment).applicability
        return sum(item.bites and part in item.requirement.instrument for item in states)

    guidelines = [in_force(day, "SG", "MAS-AIRG") for day in DAYS]
    assert guidelines[0] == 0
    assert guidelines[0] < guidelines[1] == guidelines[2] < guidelines[3]
    act = [in_force(day, "EU", "AIA") for day in DAYS]
    assert act[0] <= act[1] < act[2]


def test_an_entity_that_is_not_the_use_cases_is_refused(made: Nine) -> None:
    with pytest.raises(UserFacingError, match="not for that entity"):
        in_places(made.ws, made.use_case, made.version, entity_ids=["another"])
    chosen = made.entities["SG"]
    assert [item.place for item in in_places(made.ws, made.use_case, made.version, entity_ids=[chosen.id])] == ["SG"]


def test_european_law_reaches_entities_elsewhere_when_facts_say_so_and_shares_a_column(own: Nine) -> None:
    assert {item.pack.id for item in reaching(own.ws, own.version, own.entities["HK"])} == set()
    own.state("eu_nexus", "output_used", place="EU")
    columns = in_places(own.ws, own.use_case, own.version)
    reached = [item for item in columns if item.reached]
    assert [(item.place, item.entity_name) for item in reached] == [
        ("EU", "Bank HK"), ("EU", "Bank SG"), ("EU", "Bank MY"),
    ]  # fmt: skip
    assert all(item.assessment and item.assessment.pack_id == "EU" for item in reached)
    shared = shared_columns(columns)
    assert [(item.entity_name, item.also) for item in shared if item.reached] == [("Bank HK", ("Bank SG", "Bank MY"))]
    made = compare_places(own.ws, own.use_case, own.version)
    assert [item.place for item in made.columns] == ["HK", "SG", "MY", "EU"]
    assert made.row("classification").cells[3].phrase != "not assessed"


def test_columns_that_say_different_things_are_not_joined(own: Nine) -> None:
    own.state("eu_nexus", "output_used", place="EU")
    hk = own.entities["HK"]
    answer(own.ws, own.version, "not_met", "No.", control="processor-control", entity_ids=[hk.id])
    shared = shared_columns(in_places(own.ws, own.use_case, own.version))
    assert [(item.entity_name, item.also) for item in shared if item.reached] == [
        ("Bank HK", ()), ("Bank SG", ("Bank MY",)),
    ]  # fmt: skip


def test_an_undecided_reach_is_told_with_the_fact_that_would_settle_it(own: Nine) -> None:
    own.state("eu_nexus", None)
    own.state("eu_nexus", None, place="EU")
    (found,) = reaching(own.ws, own.version, own.entities["HK"])
    assert (found.pack.id, found.truth, found.deciding) == ("EU", None, {"eu_nexus"})
    assert not any(item.reached for item in in_places(own.ws, own.use_case, own.version))


def test_a_voluntary_overlay_stands_once(own: Nine) -> None:
    own.state("asean_guide_chosen", True)
    columns = in_places(own.ws, own.use_case, own.version)
    assert [item.place for item in columns] == ["HK", "SG", "MY", "ASEAN"]


def test_calendars_are_dated_or_say_that_they_are_not(made: Nine) -> None:
    day = dt.date(2026, 11, 22)
    kinds = {place: calendar_of(made.ws.packs[place], day).source for place in PLACES}
    assert kinds["EU"] is CalendarSource.WEEKENDS
    assert {kinds[place] for place in PLACES if place != "EU"} <= {CalendarSource.LIBRARY, CalendarSource.PACK}
    hong_kong = calendar_of(replace(made.ws.packs["HK"], holidays=()), day)
    assert dt.date(2026, 12, 25) in hong_kong.days_off
    assert hong_kong.until == dt.date(2029, 12, 31)
    dated = calendar_of(replace(made.ws.packs["HK"], holidays=(dt.date(2027, 3, 1),)), day)
    assert (dated.source, dated.until) == (CalendarSource.PACK, dt.date(2027, 3, 1))
    nowhere = calendar_of(replace(made.ws.packs["HK"], jurisdiction="Q0"), day)
    assert nowhere.source is CalendarSource.WEEKENDS


def test_the_groups_words_are_told_from_local_ones(own: Nine) -> None:
    ws = own.ws
    group = keep_parties.save(ws, Entity("", "Group", "Group plc", "UK", is_group=True))
    hk = replace(own.entities["HK"], parent_id=group)
    keep_parties.save(ws, hk)
    keep_parties.change_use_case(ws, replace(own.use_case, entity_ids=(*own.use_case.entity_ids, group)))
    answer(ws, own.version, "met", "Read by staff.", control="human-oversight", entity_ids=[group])
    inherited = words_of(ws, own.version, hk, control="human-oversight")
    assert (inherited.words, inherited.given_by, inherited.counts) == (Words.GROUP, group, True)
    assert [item.control_id for item in words_to_adopt(ws, own.version, hk)] == ["human-oversight"]
    answer(ws, own.version, "partly", "Not yet at night.", control="human-oversight", entity_ids=[hk.id])
    local = words_of(ws, own.version, hk, control="human-oversight")
    assert local.words is Words.LOCAL
    assert local.replaces is not None
    assert words_to_adopt(ws, own.version, hk) == ()
    assert len(ws.register.all(Answer)) == 2


def test_local_management_makes_the_groups_words_its_own(own: Nine) -> None:
    ws = own.ws
    group = keep_parties.save(ws, Entity("", "Group", "Group plc", "UK", is_group=True))
    hk = replace(own.entities["HK"], parent_id=group)
    keep_parties.save(ws, hk)
    keep_parties.change_use_case(ws, replace(own.use_case, entity_ids=(*own.use_case.entity_ids, group)))
    manager = keep_parties.save(ws, Person("", "Mei Example"))
    acting = ws.acting_as(Actor("desk", manager, "Mei Example"))
    with pytest.raises(UserFacingError, match="no answer of the group"):
        adopt_answer(acting, own.version, hk, control="human-oversight")
    answer(ws, own.version, "partly", "By day only.", control="human-oversight", entity_ids=[group])
    with pytest.raises(UserFacingError, match="nobody is named"):
        adopt_answer(ws, own.version, hk, control="human-oversight")
    adopt_answer(acting, own.version, hk, control="human-oversight")
    found = words_of(ws, own.version, hk, control="human-oversight")
    assert found.answer is not None
    assert (found.words, found.answer.status, found.answer.statement) == (Words.LOCAL, "partly", "By day only.")
    assert manager in found.answer.by


def test_stages_passed_and_tiers_determined_are_read_from_the_register(own: Nine) -> None:
    hk = own.entities["HK"].id
    at = "2026-11-22T02:00:00.000Z[Asia/Hong_Kong]"

    def act(key: str, stage: str, outcome: str, recorded: str) -> SignOff:
        return SignOff(key, own.version.id, stage, "attest", outcome, "Owner", (hk,), "", "", recorded, recorded)

    before = compare_places(own.ws, own.use_case, own.version)
    scale = before.columns[0].assessment.proposals[0].classification.id  # type: ignore[union-attr]
    made = Determination("d", own.version.id, hk, f"classification:{scale}", "", "Settled by a person", "Why.", "p", at)
    acts = (
        act("s1", "attest", "attested", at),
        act("s2", "validate", "passed", at),
        act("s3", "validate", "failed", "9"),
    )
    own.ws.commit("made", [Change.put(item) for item in (made, *acts)])
    found = compare_places(own.ws, own.use_case, own.version)
    assert found.row("classification").cells[0].phrase.startswith("Settled by a person")
    done = {stage.id for stage in found.launches[0].stages if stage.is_done}
    assert done == {"attest"}
    assert not any(stage.is_done for stage in found.launches[1].stages)


def test_two_packs_that_reach_do_not_share_a_column(own: Nine) -> None:
    own.state("eu_nexus", "output_used", place="EU")
    own.state("asean_guide_chosen", True)
    columns = compare_places(own.ws, own.use_case, own.version).columns
    assert sorted(item.place for item in columns if item.reached) == ["ASEAN", "EU"]
