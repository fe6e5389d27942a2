"""One phrase a place for each question a launch committee asks."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.acts import Answer
from placet.domain.compare import Comparison, compare
from placet.domain.compare_cells import Cell, CellStatus
from placet.domain.deadlines import LocalCalendar
from placet.domain.firm import ActKind, FirmPack, RoleDefinition, RouteStage
from placet.domain.launch import PlaceLaunch, launch_plan
from placet.domain.pack import (
    Classification,
    Clock,
    Form,
    Parameter,
    ParameterValue,
    Route,
    RouteStep,
    Term,
    Tier,
)
from placet.domain.predicates import ALWAYS, NEVER, AnyFlow, Derived, Equals, Predicate
from placet.domain.rules import Concept, Effective, Force
from placet.domain.side_by_side import InPlace
from unit.domain.made import COMMON, TODAY, answer, relation, requirement
from unit.domain.made_places import WITH_PLACES, in_place, rule

CATALOGUE = replace(
    COMMON,
    parameters=(
        Parameter("log-retention", "Logs are kept", "years", "max"),
        Parameter("review", "Review", "months", "min"),
    ),
    concepts=(Concept("ai", "Artificial intelligence", "…"), Concept("bank", "Bank", "…")),
)
ADVICE = Equals("advice", True)
FIRM = FirmPack(
    "f",
    "1",
    "Firm",
    (RoleDefinition("mic", "Manager-in-Charge", "Answers for it."), RoleDefinition("cro", "Chief Risk Officer", "…")),
    (
        RouteStage("attest", "Statement", ActKind.ATTEST, ("owner",), lead=2, lead_unit="calendar_days"),
        RouteStage(
            "go", "Approval", ActKind.APPROVE, ("mic", "cro", "gone"), after=("attest",), lead=1, lead_unit="months"
        ),
    ),
)


def compared(
    *columns: InPlace, firm: FirmPack = FIRM, launches: tuple[PlaceLaunch, ...] | None = None, **more: Any
) -> Comparison:
    calendars = {item.place: LocalCalendar(item.place, "Asia/Hong_Kong") for item in columns}
    plan = launch_plan(firm, columns, calendars, TODAY) if launches is None else launches
    return compare(WITH_PLACES, CATALOGUE, firm, columns, plan, **more)


def cell(row: str, *requirements: Any, **changes: Any) -> Cell:
    return compared(in_place("AA", *requirements, **changes)).row(row).cells[0]


def test_a_place_without_a_pack_reads_not_assessed_in_every_row() -> None:
    made = compared(in_place("AA"), InPlace("E-X", "Bank X", "XX"))
    assert [row.id for row in made.rows] == [
        "classification", "terms", "data", "oversight", "clocks", "retention", "approval", "filing", "launch",
    ]  # fmt: skip
    assert {row.cells[1].phrase for row in made.rows} == {"not assessed"}
    assert {row.cells[1].status for row in made.rows} == {CellStatus.NOT_ASSESSED}
    assert all(row.cells[0].phrase != "not assessed" for row in made.rows)


# classification


def scale(when: Predicate = ADVICE, key: str = "risk", label: str = "High risk") -> Classification:
    return Classification(key, "Risk", "GL", ALWAYS, (Tier("high", label, when, "5"),), "Low risk")


@pytest.mark.parametrize(
    ("facts", "phrase", "status"),
    [
        ({"advice": True}, "High risk", "applies"),
        ({"advice": False}, "Low risk", "applies"),
        ({}, "cannot be told yet", "undecided"),
    ],
)
def test_classification(facts: dict[str, bool], phrase: str, status: str) -> None:
    found = cell("classification", facts=facts, classifications=(scale(),))
    assert (found.phrase, found.status) == (phrase, status)
    assert found.asks == (() if facts else ("Advice",))
    (detail,) = found.details
    assert detail.clause is not None
    assert detail.clause.clause == ("5" if phrase != "Low risk" else "")
    assert detail.reasons == (() if not facts else (f"Advice: {'yes' if facts['advice'] else 'no'}",))


def test_no_scale_many_scales_and_a_determination() -> None:
    assert cell("classification").status is CellStatus.NOTHING
    scales = tuple(scale(ALWAYS, f"s{n}", f"Tier {n}") for n in range(4))
    where = in_place("AA", classifications=scales)
    assert compared(where).row("classification").cells[0].phrase == "Tier 0; Tier 1 and 2 more"
    settled = compared(where, determined={("E-AA", "classification:s0"): "Lower"}).row("classification").cells[0]
    assert settled.phrase == "Lower; Tier 1 and 2 more"
    assert settled.details[0].text == "Risk: Lower (determined; proposed: Tier 0)"


def test_what_is_asked_comes_down_to_stated_facts() -> None:
    derived = (Derived("mine", "Mine", AnyFlow(ADVICE)),)
    found = cell("classification", classifications=(scale(Equals("mine", True)),), derived=derived, complete=False)
    assert found.asks == ("Advice", "Data flows")


# terms


def test_terms() -> None:
    plain = Term("ai", "ZRA", "AI system", "A.", "1", "GL", local_word="人工智慧")
    assert cell("terms").status is CellStatus.NOTHING
    found = cell("terms", terms=(plain,))
    assert (found.phrase, found.status) == ("1 words of its own", "applies")
    assert found.details[0].text == "Artificial intelligence: ZRA says “AI system” (人工智慧). A."
    hinted = cell("terms", terms=(replace(plain, confusable_with=("x",)),))
    assert (hinted.phrase, hinted.status) == ("1 words of its own, 1 that may mislead", "conditional")


# data

FLOW = {"stored_in": frozenset({"AA"})}


@pytest.mark.parametrize(
    ("outcome", "phrase", "status"),
    [
        ("conditional", "allowed under safeguards", "conditional"),
        ("filing", "a filing is asked for", "conditional"),
        ("prior_approval", "approval first", "conditional"),
        ("prohibited", "prohibited as the data goes now", "barred"),
        ("no_restriction_found", "no restriction found (as of 22 Nov 2026)", "met"),
    ],
)
def test_the_hardest_rule_speaks_for_the_data(outcome: str, phrase: str, status: str) -> None:
    rules = (rule("any", outcome="no_restriction_found"), replace(rule("this", outcome=outcome), to_whom="ZRA"))
    found = cell("data", flows=(FLOW,), data_rules=rules)
    assert (found.phrase, found.status) == (phrase, status)
    assert found.details[1].text.endswith(" to ZRA")


def test_data_that_no_rule_catches_that_hangs_on_a_fact_and_that_is_not_there() -> None:
    caught = rule("this", ADVICE)
    free = cell("data", flows=(FLOW,), data_rules=(rule("never", NEVER),))
    assert (free.phrase, free.status) == ("no restriction found (as of 22 Nov 2026)", "met")
    unknown = cell("data", flows=(FLOW,), data_rules=(caught,))
    assert (unknown.phrase, unknown.status, unknown.asks) == ("cannot be told yet", "undecided", ("Advice",))
    silent = cell("data", flows=(FLOW,))
    assert (silent.phrase, silent.status) == ("not assessed", "not_assessed")
    assert cell("data", complete=False).status is CellStatus.UNDECIDED
    assert cell("data").status is CellStatus.NOTHING


def test_a_data_rule_that_is_not_in_force_bars_nothing_yet() -> None:
    coming = cell("data", flows=(FLOW,), data_rules=(rule("this", instrument="LT"),))
    assert (coming.status, coming.phrase[:20]) == (CellStatus.UPCOMING, "no restriction found")
    drafted = cell("data", flows=(FLOW,), data_rules=(rule("this", instrument="DR"),))
    assert drafted.status is CellStatus.MET


# oversight


def duties(*statuses: str, **more: Any) -> Cell:
    made = [requirement(f"R-{n}", relation("oversight", "equal"), **more) for n in range(len(statuses))]
    given: tuple[Answer, ...] = tuple(answer(status, requirement_id=f"R-{n}") for n, status in enumerate(statuses))
    return cell("oversight", *made, requirement("OTHER", relation("testing", "equal")), answers=given)


def test_oversight_counts_duties_and_what_is_not_answered() -> None:
    assert duties().phrase == "nothing asked of its own"
    shared = in_place(
        "AA", requirement("R-1", relation("oversight", "equal")), answers=(answer("met", control_id="oversight"),)
    )
    met = compared(shared).row("oversight").cells[0]
    assert (met.phrase, met.status) == ("1 duty, all answered", "met")
    gap = duties("open", "not_met")
    assert (gap.phrase, gap.status) == ("2 duties, 2 not answered", "gap")
    assert gap.details[0].text == "Title of R-0 [open]"
    assert duties("open", applies_when=ADVICE).asks == ("Advice",)


def test_oversight_of_later_is_told_with_its_first_day_and_a_draft_is_not_counted() -> None:
    later = duties("open", effective=Effective(dt.date(2027, 10, 7)))
    assert (later.phrase, later.status) == ("1 duty from 7 Oct 2027", "upcoming")
    clause = later.details[0].clause
    assert clause is not None
    assert (clause.timing, clause.from_date) == ("upcoming", dt.date(2027, 10, 7))
    assert duties("open", effective=Effective(not_set=True)).status is CellStatus.NOTHING


# clocks


def clock(amount: int, unit: str, **more: Any) -> Clock:
    made = Clock(f"{amount}-{unit}", "Notice", "discovery", amount, unit, "ZRA", "GL", "7", Force.GUIDELINE, ALWAYS)
    return replace(made, **more)


def test_clocks_stand_beside_each_other() -> None:
    found = cell(
        "clocks", clocks=(clock(3, "calendar_days"), clock(24, "hours", note="Since 2026."), clock(1, "months"))
    )
    assert (found.phrase, found.status) == ("3 clocks, the shortest 24 hours (ZRA)", "applies")
    assert found.details[0].text == "Notice: 3 calendar days after discovery; to ZRA"
    assert found.details[1].reasons == ("Since 2026.",)
    assert cell("clocks").status is CellStatus.NOTHING
    assert cell("clocks", clocks=(clock(1, "hours", when=ADVICE),)).asks == ("Advice",)
    coming = cell("clocks", clocks=(clock(1, "hours", instrument="LT"), clock(3, "months", direction="before")))
    assert (coming.phrase, coming.status) == ("2 clocks", "upcoming")


# retention


def keep(value: int, **more: Any) -> ParameterValue:
    return replace(ParameterValue("log-retention", value, "GL", "3", Force.GUIDELINE), **more)


def test_the_strictest_retention_is_marked_as_one_standard_for_all() -> None:
    review = ParameterValue("review", 6, "GL", "3", Force.GUIDELINE)
    made = compared(
        in_place("AA", parameters=(keep(1), review)), in_place("BB", parameters=(keep(7, note="From the end."),))
    ).row("retention")
    assert [item.phrase for item in made.cells] == ["at least 1 year", "at least 7 years"]
    assert [item.is_standard for item in made.cells] == [False, True]
    assert made.standard == "Logs are kept: at least 7 years (BB)"
    assert made.cells[1].details[0].reasons == ("From the end.",)


def test_of_several_values_the_longest_is_named() -> None:
    months = Parameter("ai-log-retention", "AI logs", "months", "max")
    catalogue = replace(CATALOGUE, parameters=(*CATALOGUE.parameters, months))
    columns = (in_place("AA", parameters=(keep(1), replace(keep(18), parameter="ai-log-retention"))),)
    found = compare(WITH_PLACES, catalogue, FIRM, columns, ()).row("retention").cells[0]
    assert found.phrase == "at least 18 months (the longest of 2)"


def test_retention_that_is_not_there_not_sure_or_not_yet() -> None:
    assert cell("retention").phrase == "no number published"
    unsure = cell("retention", parameters=(keep(5, when=ADVICE),))
    assert (unsure.phrase, unsure.status, unsure.asks) == ("cannot be told yet", "undecided", ("Advice",))
    coming = cell("retention", parameters=(keep(5, instrument="LT", force=Force.LAW),))
    assert (coming.phrase, coming.status) == ("not in force yet", "upcoming")


# approval


def step(key: str, **more: Any) -> RouteStep:
    return replace(RouteStep(key, key.capitalize(), "ZRA", "Ask."), **more)


def route(*steps: RouteStep, when: Predicate = ALWAYS) -> Route:
    return Route("r", "Route", when, steps)


def test_who_approves() -> None:
    own = cell("approval")
    assert (own.phrase, own.status) == ("Manager-in-Charge or Chief Risk Officer", "applies")
    consent = step("consent", is_consent=True, instrument="GL", clause="2")
    both = cell("approval", routes=(route(consent, step("file")),))
    assert (both.phrase, both.status) == ("Manager-in-Charge or Chief Risk Officer and ZRA", "conditional")
    assert both.details[-1].reasons == ("Route",)
    committee = RouteStage("go", "Approval", ActKind.APPROVE, body="ai-committee")
    assert compared(in_place("AA"), firm=replace(FIRM, stages=(committee,))).row("approval").cells[0].phrase == (
        "Ai committee"
    )
    named = compared(in_place("AA"), firm=replace(FIRM, stages=(committee,)), bodies={"ai-committee": "AI Committee"})
    assert named.row("approval").cells[0].phrase == "AI Committee"


def test_an_approval_that_hangs_on_a_fact_and_a_firm_without_one() -> None:
    maybe = replace(FIRM, stages=(replace(FIRM.stages[1], when=ADVICE),))
    found = compared(in_place("AA"), firm=maybe).row("approval").cells[0]
    assert (found.status, found.asks) == (CellStatus.UNDECIDED, ("Advice",))
    none = compared(in_place("AA"), firm=replace(FIRM, stages=())).row("approval").cells[0]
    assert (none.phrase, none.status) == ("no approval stage", "not_set")


# filing


def test_what_is_filed() -> None:
    form = Form("f", "Notice form", "ZRA", "GL", "9", ALWAYS, ())
    paper = requirement("R-1", relation("notice", "equal"), document=True)
    found = cell(
        "filing",
        paper,
        forms=(form,),
        routes=(
            route(step("register", mandatory=True), step("consent", is_consent=True, instrument="GL"), step("talk")),
        ),
    )
    assert (found.phrase, found.status) == ("4 filings", "gap")
    assert [item.text for item in found.details] == [
        "Notice form (ZRA)",
        "Register (ZRA): not published",
        "Consent (ZRA): not published",
        "Title of R-1 [open]",
    ]
    handed_in = cell("filing", paper, answers=(answer("met", requirement_id="R-1"),))
    assert (handed_in.phrase, handed_in.status) == ("1 filing", "applies")
    assert cell("filing").phrase == "nothing to file found"
    open_route = cell("filing", routes=(route(step("x", mandatory=True), when=ADVICE),))
    assert (open_route.status, open_route.asks) == (CellStatus.UNDECIDED, ("Advice",))


# launch


def test_launch() -> None:
    known = cell("launch")
    assert (known.phrase, known.status) == ("24 Dec 2026", "applies")
    assert known.details[0].reasons == ("on the critical path",)
    waiting = cell("launch", routes=(route(step("consent", is_consent=True)), replace(route(when=ADVICE), id="q")))
    assert (waiting.phrase, waiting.status, waiting.asks) == ("not published", "not_published", ("Advice",))
    assert waiting.details[-1].text == "Route: whether it is on the way cannot be told yet"
    open_route = cell("launch", routes=(route(when=ADVICE),))
    assert (open_route.phrase, open_route.status, open_route.asks) == (
        "not before 24 Dec 2026", "undecided", ("Advice",),
    )  # fmt: skip
    unset = replace(FIRM, stages=(replace(FIRM.stages[0], lead=0),))
    assert compared(in_place("AA"), firm=unset).row("launch").cells[0].status is CellStatus.NOT_SET
    assert compared(in_place("AA"), launches=()).row("launch").cells[0].phrase == "no calendar"


def test_a_derived_fact_of_two_packs_is_named_once() -> None:
    derived = Derived("mine", "Mine", ADVICE)
    same = in_place("AA", derived=(derived, WITH_PLACES.derived[0]), classifications=(scale(Equals("mine", True)),))
    made = compared(same, replace(same, entity_id="E-2"), in_place("BB", derived=(derived,)))
    assert made.row("classification").cells[0].asks == ("Advice",)
    assert len(made.columns) == 3
