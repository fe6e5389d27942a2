"""People, parts and use cases: names, references, drafts beside what is approved."""

from dataclasses import replace

import pytest

from placet.domain.acts import Answer, Condition, SignOff
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import (
    DataFlow,
    Deployment,
    Entity,
    Fact,
    Person,
    RoleHolding,
    UseCase,
    Vendor,
)
from placet.operations import keep_parties
from placet.operations.state_facts import state_fact
from placet.register.journal import Change
from unit.operations.bank import Bank


def test_a_party_is_added_once_and_then_changed(answered: Bank) -> None:
    ws = answered.ws
    before = ws.register.size
    key = keep_parties.save(ws, Vendor("", "Nova Example Two"))
    keep_parties.save(ws, Vendor(key, "Nova Example Three"))
    assert ws.register.one(Vendor, id=key).name == "Nova Example Three"
    assert [entry.operation for entry in ws.register.entries(before + 1)] == ["add_vendor", "change_vendor"]


@pytest.mark.parametrize("party", [Person("", " "), Vendor("", ""), Entity("", "", "Legal Limited", "ZZ")])
def test_a_party_needs_a_name(answered: Bank, party: Person | Vendor | Entity) -> None:
    before = answered.ws.register.size
    with pytest.raises(UserFacingError, match="has no name"):
        keep_parties.save(answered.ws, party)
    assert answered.ws.register.size == before


def test_references_are_given_or_counted_and_never_taken_twice(answered: Bank) -> None:
    ws = answered.ws
    keep_parties.add_use_case(ws, "Third", reference=" UC-003 ")
    keep_parties.add_use_case(ws, "Next")
    assert {item.reference for item in ws.register.all(UseCase)} == {"UC-001", "UC-003", "UC-004"}
    with pytest.raises(UserFacingError, match="UC-003 is already taken"):
        keep_parties.add_use_case(ws, "Again", reference="UC-003")
    with pytest.raises(UserFacingError, match="has no name"):
        keep_parties.add_use_case(ws, "  ")


def test_a_changed_use_case_keeps_its_reference_to_itself(answered: Bank) -> None:
    ws = answered.ws
    keep_parties.add_use_case(ws, "Other", reference="X-1")
    changed = replace(answered.use_case, name="Enquiry assistant")
    keep_parties.change_use_case(ws, changed)
    assert answered.use_case.name == "Enquiry assistant"
    with pytest.raises(UserFacingError, match="already taken"):
        keep_parties.change_use_case(ws, replace(changed, reference="X-1"))
    with pytest.raises(UserFacingError, match="no name"):
        keep_parties.change_use_case(ws, replace(changed, name=" "))


def test_a_use_case_is_found_by_id_reference_or_name(answered: Bank) -> None:
    ws, use_case = answered.ws, answered.use_case
    for key in (use_case.id, "UC-001", "Customer enquiry assistant"):
        assert keep_parties.find_use_case(ws, key) == use_case
    with pytest.raises(UserFacingError, match="no use case “UC-9”"):
        keep_parties.find_use_case(ws, "UC-9")


def test_a_retired_use_case_stays_on_record(answered: Bank) -> None:
    keep_parties.retire_use_case(answered.ws, answered.use_case.id, "2026-12-31")
    assert answered.use_case.retired_on == "2026-12-31"


def test_what_is_approved_is_not_changed_but_drafted_anew(decided: Bank) -> None:
    ws, approved = decided.ws, decided.version
    flow = ws.register.all(DataFlow, version_id=approved.id)[0]
    for attempt in (
        lambda: keep_parties.use_systems(ws, approved, ()),
        lambda: keep_parties.confirm_flows(ws, approved, complete=False),
        lambda: keep_parties.save_flow(ws, flow),
        lambda: keep_parties.remove_flow(ws, flow.id),
    ):
        with pytest.raises(UserFacingError) as caught:
            attempt()
        assert caught.value.rule == "approved-content-is-fixed"
    draft = keep_parties.editable_version(ws, decided.use_case.id)
    assert (draft.number, draft.state, draft.baseline_id) == (2, "draft", approved.id)
    assert keep_parties.editable_version(ws, decided.use_case.id) == draft
    for kind, column in ((DataFlow, "version_id"), (Answer, "version_id"), (Fact, "subject_id")):
        old, new = (ws.register.all(kind, **{column: key}) for key in (approved.id, draft.id))
        assert len(old) == len(new) > 0
        assert not {item.id for item in old} & {item.id for item in new}
    state_fact(decided.by("ann"), draft, "customers_reached", 900)
    assert [item.value for item in ws.register.all(Fact, key="customers_reached", subject_id=approved.id)] == [50]
    assert decided.version == draft


def test_flows_are_kept_changed_and_removed(answered: Bank) -> None:
    ws, version = answered.ws, answered.version
    key = keep_parties.save_flow(ws, DataFlow("", version.id, "Logs", ("logs",)))
    keep_parties.save_flow(ws, DataFlow(key, version.id, "Logs", ("logs",), stored_in=("ZZ",)))
    assert ws.register.one(DataFlow, id=key).stored_in == ("ZZ",)
    keep_parties.remove_flow(ws, key)
    assert ws.register.get(DataFlow, key) is None
    with pytest.raises(UserFacingError, match="no name"):
        keep_parties.save_flow(ws, DataFlow("", version.id, " "))
    with pytest.raises(UserFacingError, match="no data flow"):
        keep_parties.remove_flow(ws, key)


def test_a_version_that_is_only_superseded_is_none_to_work_on(answered: Bank) -> None:
    ws, version = answered.ws, answered.version
    ws.commit("test", [Change.put(replace(version, state="superseded"))])
    with pytest.raises(UserFacingError, match="no version"):
        keep_parties.working_version(ws, version.use_case_id)


def test_what_runs_is_approved_and_waits_for_nothing(reviewed: Bank, decided: Bank) -> None:
    def running(bank: Bank, **changes: str) -> Deployment:
        made = Deployment("", bank.version.id, bank.ids["entity"], "ZZ", "50 customers", "limited_live", "2026-12-01")
        return replace(made, **changes)

    def rules(bank: Bank, **changes: str) -> list[str]:
        before = bank.ws.register.size
        with pytest.raises(FindingsError) as caught:
            keep_parties.save(bank.ws, running(bank, **changes))
        assert bank.ws.register.size == before
        return [item.path for item in caught.value.findings]

    assert rules(reviewed) == ["approved-version", "entity"]
    assert rules(decided, entity_id="another") == ["entity"]
    assert rules(decided, environment="production") == ["environment"]
    assert rules(decided, from_date="") == ["from"]
    assert rules(decided, to_date="2026-11-01") == ["to"]
    key = keep_parties.save(decided.ws, running(decided))
    assert decided.ws.register.one(Deployment, id=key).environment == "limited_live"
    (condition,) = decided.ws.register.all(Condition)
    decided.ws.commit("test", [Change.put(replace(condition, kind="precedent"))])
    assert rules(decided) == ["precedent"]
    keep_parties.save(decided.ws, running(decided, id=key, to_date="2027-01-31"))  # ending it is always free
    decided.ws.commit("test", [Change.put(replace(condition, kind="precedent", discharged_at="2026-11-30"))])
    assert keep_parties.save(decided.ws, running(decided, environment="live"))


def test_an_approval_from_before_lets_nothing_run(decided: Bank) -> None:
    for act in decided.ws.register.all(SignOff, kind="approve"):
        decided.ws.commit("test", [Change.put(replace(act, imported=True))])
    running = Deployment("", decided.version.id, decided.ids["entity"], "ZZ", "", "live", "2026-12-01")
    with pytest.raises(FindingsError, match="not approved for this entity"):
        keep_parties.save(decided.ws, running)


def test_dates_are_dates(answered: Bank) -> None:
    before = answered.ws.register.size
    for attempt in (
        lambda: keep_parties.save(answered.ws, RoleHolding("", answered.ids["ann"], "owner", from_date="1.1.2026")),
        lambda: keep_parties.save(answered.ws, RoleHolding("", answered.ids["ann"], "owner", to_date="2026")),
        lambda: keep_parties.retire_use_case(answered.ws, answered.use_case.id, "soon"),
    ):
        with pytest.raises(UserFacingError, match="is not a date"):
            attempt()
    assert answered.ws.register.size == before


@pytest.mark.parametrize("changes", [{"data_classes": ("secrets",)}, {"stored_in": ("ZZ", "Mars")}])
def test_a_flow_of_which_no_rule_could_read_a_word_is_refused(answered: Bank, changes: dict[str, tuple[str]]) -> None:
    flow = replace(DataFlow("", answered.version.id, "Enquiries", ("personal",), stored_in=("ZZ",)), **changes)
    before = answered.ws.register.size
    with pytest.raises(UserFacingError, match=r"is no value of .* Use one of"):
        keep_parties.save_flow(answered.ws, flow)
    assert answered.ws.register.size == before
