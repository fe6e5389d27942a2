"""The rows of the comparison: how each question is answered from one place's assessment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from placet.domain.assessment import Timing
from placet.domain.compare_cells import Cell, Cellmaker, CellStatus, Detail, Known
from placet.domain.coverage import GAPS, Coverage, CoverageStatus
from placet.domain.deadlines import amount_text
from placet.domain.firm import ActKind, RouteStage
from placet.domain.interview import open_facts
from placet.domain.launch import NOT_ASSESSED, NOT_PUBLISHED
from placet.domain.limits import Limit
from placet.domain.moments import shown_day
from placet.domain.pack import Clock, DataOutcome, Form, Route
from placet.domain.predicates import Explanation, deciding_facts, evaluate
from placet.domain.side_by_side import Assessed, clause_of
from placet.domain.wording import fact_label, reason_text

OVERSIGHT_STEP = "oversight"
RETENTION = "retention"
"""Parameters whose id ends so say how long something is kept."""


def _asks(known: Known, column: Assessed, keys: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of the stated facts that could settle it; derived facts are followed down to them."""
    derived = {item.key: item for item in known.catalogue.derived}
    found = open_facts(keys, derived, column.assessment.context)
    return tuple(sorted("Data flows" if key == "flows" else fact_label(known.catalogue, key) for key in found))


def _reasons(known: Known, reasons: Iterable[Explanation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason_text(known.catalogue, item) for item in reasons))


def classification(known: Known, column: Assessed) -> Cell:
    """Say which tier each scale proposes or a person determined."""
    proposals = column.assessment.proposals
    if not proposals:
        return Cell("no scale that applies", CellStatus.NOTHING)
    details, phrases = [], []
    for item in proposals:
        scale = item.classification
        subject = f"classification:{scale.id}"
        settled = scale.label_of(known.determined.get((column.at.entity_id, subject), ""))
        label = item.label if item.truth else "cannot be told yet"
        shown = f"{settled} (determined; proposed: {label})" if settled else label
        clause = clause_of(column, scale.instrument, item.tier.clause if item.tier else "")
        details.append(Detail(f"{scale.title}: {shown}", clause, _reasons(known, item.reasons)))
        phrases.append(settled or label)
    asks = _asks(known, column, (key for item in proposals for key in item.deciding))
    is_open = any(item.truth is None for item in proposals)
    status = CellStatus.UNDECIDED if is_open else CellStatus.APPLIES
    return Cell(_joined(phrases), status, tuple(details), asks)


def _joined(phrases: Sequence[str], most: int = 2) -> str:
    """Return the first phrases and how many more there are."""
    unique = list(dict.fromkeys(phrases))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return "; ".join(unique[:most]) + more


def terms(known: Known, column: Assessed) -> Cell:
    """Say how many concepts have a word of their own here, and how many words may mislead."""
    place = column.pack.jurisdiction
    details, warned = [], 0
    for entry in known.terms:
        warnings = tuple(item.text for item in entry.warnings if place in item.places)
        warned += bool(warnings)
        for usage in entry.usages:
            if usage.place == place:
                local = f" ({usage.local_word})" if usage.local_word else ""
                text = f"{entry.concept.title}: {usage.regulator} says “{usage.word}”{local}. {usage.meaning}"
                details.append(Detail(text, reasons=warnings))
    if not details:
        return Cell("no terms of its own", CellStatus.NOTHING)
    count = f"{len(details)} words of its own"
    if not warned:
        return Cell(count, CellStatus.APPLIES, tuple(details))
    return Cell(f"{count}, {warned} that may mislead", CellStatus.CONDITIONAL, tuple(details))


DATA_ORDER = (
    DataOutcome.NO_RESTRICTION,
    DataOutcome.CONDITIONAL,
    DataOutcome.FILING,
    DataOutcome.PRIOR_APPROVAL,
    DataOutcome.PROHIBITED,
)
"""From free to barred; *not assessed* stands outside it."""


def data(known: Known, column: Assessed) -> Cell:
    """Say whether the data may go where the flows send it: the hardest rule that catches one."""
    found = column.assessment.data
    if not found:
        return Cell(
            "no data flow entered",
            CellStatus.NOTHING if column.assessment.context.flows_complete else CellStatus.UNDECIDED,
        )
    details, hit, later = [], [], False
    for item in found:
        if item.rule is None:
            text = f"Flow {item.flow_index + 1}: {_outcome_words(item.outcome, column)}"
            details.append(Detail(text))
            hit.append(item.outcome)
            continue
        rule = item.rule
        clause = clause_of(column, rule.instrument, rule.clause, rule.force, rule.confidence)
        words = _outcome_words(item.outcome, column)
        to_whom = f" to {rule.to_whom}" if rule.to_whom else ""
        text = f"Flow {item.flow_index + 1}: {rule.title}: {words}{to_whom}"
        details.append(Detail(text, clause, rule.safeguards))
        if clause.timing is Timing.IN_FORCE:
            hit.append(item.outcome)
        later = later or clause.timing is Timing.UPCOMING
    asks = _asks(known, column, (key for item in found for key in item.deciding))
    return _data_cell(column, hit, tuple(details), asks, later=later)


def _data_cell(
    column: Assessed, hit: Sequence[DataOutcome], details: tuple[Detail, ...], asks: tuple[str, ...], *, later: bool
) -> Cell:
    worst = max((item for item in hit if item in DATA_ORDER), key=DATA_ORDER.index, default=None)
    if worst is DataOutcome.PROHIBITED:
        return Cell("prohibited as the data goes now", CellStatus.BARRED, details, asks)
    if DataOutcome.NOT_ASSESSED in hit:
        is_open = bool(asks)
        phrase = "cannot be told yet" if is_open else NOT_ASSESSED
        return Cell(phrase, CellStatus.UNDECIDED if is_open else CellStatus.NOT_ASSESSED, details, asks)
    if worst is None or worst is DataOutcome.NO_RESTRICTION:
        status = CellStatus.UPCOMING if later else CellStatus.MET
        return Cell(_outcome_words(DataOutcome.NO_RESTRICTION, column), status, details)
    return Cell(_outcome_words(worst, column), CellStatus.CONDITIONAL, details)


def _outcome_words(outcome: DataOutcome, column: Assessed) -> str:
    return {
        DataOutcome.NO_RESTRICTION: f"no restriction found (as of {shown_day(column.pack.as_of)})",
        DataOutcome.CONDITIONAL: "allowed under safeguards",
        DataOutcome.FILING: "a filing is asked for",
        DataOutcome.PRIOR_APPROVAL: "approval first",
        DataOutcome.PROHIBITED: "prohibited",
        DataOutcome.NOT_ASSESSED: "cannot be told yet",
    }[outcome]


def oversight(known: Known, column: Assessed) -> Cell:
    """Say what is asked of people overseeing it, and how far that is answered."""
    ids = {item.id for item in known.common.controls if item.step == OVERSIGHT_STEP}
    mine = [
        item
        for item in column.assessment.coverage
        if any(relation.control in ids for relation in item.applicability.requirement.controls)
        and item.status is not CoverageStatus.NOT_TRIGGERED
    ]
    return _duties(known, column, mine, "nothing asked of its own")


def _duties(known: Known, column: Assessed, mine: Sequence[Coverage], nothing: str) -> Cell:
    """Count duties that apply, of them the gaps; those of later are told apart."""
    now = [item for item in mine if item.status is not CoverageStatus.NOT_YET_IN_FORCE]
    later = [item for item in mine if item.applicability.timing is Timing.UPCOMING]
    details = tuple(_duty_detail(known, column, item) for item in (*now, *later))
    if not now:
        if not later:
            return Cell(nothing, CellStatus.NOTHING)
        first = min(item.applicability.from_date for item in later if item.applicability.from_date)
        return Cell(f"{_count(len(later), 'duty')} from {shown_day(first)}", CellStatus.UPCOMING, details)
    gaps = sum(item.status in GAPS for item in now)
    words = _count(len(now), "duty")
    asks = _asks(
        known, column, (key for item in now if item.status is CoverageStatus.UNDECIDED for key in _deciding(item))
    )
    if gaps:
        return Cell(f"{words}, {gaps} not answered", CellStatus.GAP, details, asks)
    return Cell(f"{words}, all answered", CellStatus.MET, details)


def _deciding(item: Coverage) -> frozenset[str]:
    return item.applicability.deciding


def _duty_detail(known: Known, column: Assessed, item: Coverage) -> Detail:
    requirement, state = item.applicability.requirement, item.applicability
    cited = clause_of(column, requirement.instrument, requirement.clause, requirement.force, requirement.confidence)
    clause = replace(cited, timing=state.timing, from_date=state.from_date)
    status = item.status.replace("_", " ")
    return Detail(f"{requirement.title} [{status}]", clause, _reasons(known, state.reasons))


def _count(number: int, noun: str) -> str:
    plural = {"duty": "duties", "filing": "filings", "clock": "clocks"}[noun]
    return f"{number} {noun if number == 1 else plural}"


_HOURS_IN = {
    "minutes": 1 / 60,
    "hours": 1,
    "days": 24,
    "calendar_days": 24,
    "business_days": 24,
    "months": 30 * 24,
    "years": 365 * 24,
}
"""Only to find the shortest or longest to name first; no deadline is counted with it."""


def clocks(known: Known, column: Assessed) -> Cell:
    """Name the shortest limit after an event; every clock keeps its own start and is opened on its own."""
    found = [
        (item, clause_of(column, item.instrument, item.clause, item.force, item.confidence))
        for item in column.assessment.clocks
    ]
    asks = _asks(known, column, _undecided(column, column.pack.clocks))
    details = tuple(
        Detail(
            f"{item.title}: {_limit_text(item)}; to {item.to_whom}",
            clause,
            (item.note,) if item.note else (),
        )
        for item, clause in found
    )
    running = [item for item, clause in found if clause.timing is Timing.IN_FORCE and item.direction == "after"]
    if not found:
        phrase = "cannot be told yet" if asks else "no time limit published"
        return Cell(phrase, CellStatus.UNDECIDED if asks else CellStatus.NOTHING, details, asks)
    if not running:
        return Cell(_count(len(found), "clock"), CellStatus.UPCOMING, details, asks)
    first = min(running, key=lambda item: item.amount * _HOURS_IN[item.unit])
    phrase = f"{_count(len(found), 'clock')}, the shortest {amount_text(first.amount, first.unit)} ({first.to_whom})"
    return Cell(phrase, CellStatus.APPLIES, details, asks)


def _limit_text(clock: Clock) -> str:
    return f"{amount_text(clock.amount, clock.unit)} {clock.direction} {clock.start_event}"


def _undecided(column: Assessed, items: Iterable[Clock | Form | Route | RouteStage]) -> frozenset[str]:
    """Return the unknown facts on which clocks, forms or values of a pack still hang."""
    context = column.assessment.context
    return frozenset().union(*(deciding_facts(item.when, context) for item in items))


def retention(known: Known, column: Assessed) -> Cell:
    """Say how long records must be kept; the value that meets all places is marked."""
    mine = [
        (standard, item)
        for standard in known.standards
        if standard.parameter.id.endswith(RETENTION)
        for item in standard.limits
        if (item.entity_id, item.place) == (column.at.entity_id, column.at.place)
    ]
    if not mine:
        return Cell("no number published", CellStatus.NOTHING)
    details = tuple(
        Detail(f"{standard.parameter.title}: {_value(item, standard.parameter.unit)}", item.clause, _noted(item))
        for standard, item in mine
    )
    counted = [(standard, item) for standard, item in mine if item.counts]
    asks = _asks(known, column, (key for _, item in mine for key in item.asks))
    is_standard = any(standard.offered == item for standard, item in counted)
    if not counted:
        status = CellStatus.UNDECIDED if asks else CellStatus.UPCOMING
        return Cell("cannot be told yet" if asks else "not in force yet", status, details, asks)
    standard, longest = max(counted, key=lambda pair: pair[1].value * _HOURS_IN.get(pair[0].parameter.unit, 1))
    others = f" (the longest of {len(counted)})" if len(counted) > 1 else ""
    return Cell(f"{_value(longest, standard.parameter.unit)}{others}", CellStatus.APPLIES, details, asks, is_standard)


def _noted(item: Limit) -> tuple[str, ...]:
    return (item.note,) if item.note else ()


def _value(item: Limit, unit: str) -> str:
    return f"{item.bound.replace('_', ' ')} {amount_text(item.value, unit)}"


def approval(known: Known, column: Assessed) -> Cell:
    """Say who approves: the firm's own stages, then any regulator whose act is a consent."""
    context = column.assessment.context
    own = [stage for stage in known.firm.stages if stage.kind is ActKind.APPROVE and evaluate(stage.when, context)]
    maybe = [
        stage for stage in known.firm.stages if stage.kind is ActKind.APPROVE and evaluate(stage.when, context) is None
    ]
    consents = [(route, step) for route in column.assessment.routes for step in route.steps if step.is_consent]
    details = [Detail(f"{stage.title}: {stage.explanation}") for stage in (*own, *maybe)]
    details += [
        Detail(
            f"{step.title} ({step.with_whom}): {step.what}",
            clause_of(column, step.instrument, step.clause) if step.instrument else None,
            (route.title,),
        )
        for route, step in consents
    ]
    asks = _asks(known, column, (key for stage in maybe for key in deciding_facts(stage.when, context)))
    names = [*(_who(known, stage.body, stage.roles) for stage in own), *(step.with_whom for _, step in consents)]
    if maybe and not own:
        return Cell("cannot be told yet", CellStatus.UNDECIDED, tuple(details), asks)
    if not names:
        return Cell("no approval stage", CellStatus.NOT_SET, tuple(details), asks)
    status = CellStatus.CONDITIONAL if consents else CellStatus.APPLIES
    return Cell(" and ".join(dict.fromkeys(names)), status, tuple(details), asks)


def _who(known: Known, body: str, roles: Sequence[str]) -> str:
    if body:
        return known.bodies.get(body) or body.replace("-", " ").capitalize()
    titles = (known.firm.role(role) for role in roles)
    return " or ".join(role.title for role in titles if role is not None)


def filing(known: Known, column: Assessed) -> Cell:
    """Say what goes to a regulator: forms, mandatory steps, and duties tied to a document."""
    forms = [
        Detail(f"{form.title} ({form.regulator})", clause_of(column, form.instrument, form.clause))
        for form in column.assessment.forms
    ]
    steps = [
        Detail(
            f"{step.title} ({step.with_whom}): {step.lead_time or NOT_PUBLISHED}",
            clause_of(column, step.instrument, step.clause) if step.instrument else None,
            (route.title,),
        )
        for route in column.assessment.routes
        for step in route.steps
        if step.mandatory or step.is_consent
    ]
    papers = [
        item
        for item in column.assessment.coverage
        if item.applicability.requirement.document and item.applicability.bites
    ]
    details = (*forms, *steps, *(_duty_detail(known, column, item) for item in papers))
    asks = _asks(known, column, _undecided(column, (*column.pack.forms, *column.pack.routes)))
    if not details:
        phrase = "cannot be told yet" if asks else "nothing to file found"
        return Cell(phrase, CellStatus.UNDECIDED if asks else CellStatus.NOTHING, (), asks)
    is_open = any(item.status in GAPS for item in papers)
    return Cell(_count(len(details), "filing"), CellStatus.GAP if is_open else CellStatus.APPLIES, details, asks)


def launch(known: Known, column: Assessed) -> Cell:
    """Say the earliest day of launch, or why there is none to say."""
    found = known.launches.get(column.at.key)
    if found is None:
        return Cell("no calendar", CellStatus.NOT_SET)
    details = tuple(
        Detail(
            f"{stage.title}: {stage.lead_text}", stage.clause, ("on the critical path",) if stage.is_critical else ()
        )
        for stage in found.stages
    )
    maybe = tuple(Detail(f"{title}: whether it is on the way cannot be told yet") for title in found.undecided)
    open_routes = _undecided(column, (*column.pack.routes, *known.firm.stages))
    asks = _asks(known, column, open_routes)
    if found.earliest is not None and found.undecided:
        return Cell(f"not before {shown_day(found.earliest)}", CellStatus.UNDECIDED, (*details, *maybe), asks)
    if found.earliest is not None:
        return Cell(shown_day(found.earliest), CellStatus.APPLIES, details, asks)
    status = CellStatus.NOT_PUBLISHED if found.reading == NOT_PUBLISHED else CellStatus.NOT_SET
    return Cell(found.reading, status, (*details, *maybe), asks)


def standard_of(known: Known, row: str) -> str:
    """Return the one standard that would meet all places, for rows that are about values."""
    if row != RETENTION:
        return ""
    offered = [
        f"{item.parameter.title}: {_value(item.offered, item.parameter.unit)} ({item.offered.place})"
        for item in known.standards
        if item.parameter.id.endswith(RETENTION) and item.offered is not None
    ]
    return "; ".join(offered)


ROWS: tuple[tuple[str, str, Cellmaker], ...] = (
    ("classification", "How is it classified?", classification),
    ("terms", "Which words differ?", terms),
    ("data", "May the data go there?", data),
    ("oversight", "Which human oversight?", oversight),
    ("clocks", "Which notice clocks run?", clocks),
    (RETENTION, "How long are records kept?", retention),
    ("approval", "Who approves?", approval),
    ("filing", "What is to be filed?", filing),
    ("launch", "Earliest launch?", launch),
)
"""Row id, title and what makes its cells, in the order they are read."""
