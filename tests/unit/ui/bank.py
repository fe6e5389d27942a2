"""A made-up bank in a register with a quick key derivation: people with roles, a committee, one use case."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from placet.domain.parties import Body, Entity, Model, Person, RoleHolding, System, UseCase, UseCaseVersion
from placet.operations import keep_parties
from placet.operations.open_workspace import create_workspace
from placet.operations.workspace import Actor, Workspace

T = TypeVar("T")
PASSPHRASE = "correct horse battery"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
ROLES = {
    "Chan Mei Ling": "business-owner",
    "Ho Siu Ming": "independent-validator",
    "Lau Ka Yan": "information-security-officer",
    "Ng Wing Kei": "data-protection-officer",
    "Wong Tsz Ching": "compliance-officer",
    "Lee Pui Shan": "mic-information-technology",
}
"""Made-up people and the role each holds."""
DIRECTORS = ("Pang Siu Lam", "Tse Wai Man", "Yu Ka Ho")
"""Made-up members of the committee, who do none of the work it decides on."""


def quick_derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.sha256(passphrase.encode() + salt).digest()


class Ticking:
    """A clock that goes on by a second whenever it is read, so that records sort by time."""

    def __init__(self, at: dt.datetime = NOW) -> None:
        self._at = at

    def __call__(self) -> dt.datetime:
        self._at += dt.timedelta(seconds=1)
        return self._at


@dataclass
class Bank:
    """A register with the bank in it; ``workspace`` and ``use_case_id`` are what pages read."""

    workspace: Workspace
    entity: Entity
    people: dict[str, Person]
    use_case_id: str

    @property
    def use_case(self) -> UseCase:
        return keep_parties.find_use_case(self.workspace, self.use_case_id)

    @property
    def version(self) -> UseCaseVersion:
        return keep_parties.working_version(self.workspace, self.use_case_id)

    def sit(self, name: str) -> None:
        """Put a person at the keyboard."""
        person = self.people[name]
        self.workspace = self.workspace.acting_as(Actor("keyboard", person.id, person.name))


def open_bank(folder: Path) -> Bank:
    ws = create_workspace(folder / "bank.placet", PASSPHRASE, clock=Ticking(), derive=quick_derive)
    entity = Entity("", "Harbour Example Bank", "Harbour Example Bank Limited", "HK", ("bank",), registration="B000")
    entity_id = keep_parties.save(ws, entity)
    people = {}
    for name, role in ROLES.items():
        title = role.replace("-", " ").capitalize()
        person_id = keep_parties.save(ws, Person("", name, title))
        keep_parties.save(ws, RoleHolding("", person_id, role, entity_id, "2026-01-01"))
        people[name] = _kept(ws, Person, person_id)
    for name in DIRECTORS:
        people[name] = _kept(ws, Person, keep_parties.save(ws, Person("", name, "Director")))
    members = tuple(people[name].id for name in DIRECTORS)
    committee = Body("", "ai-governance-committee", "AI Governance Committee", entity_id, "Approves AI", 3, members)
    keep_parties.save(ws, committee)
    model_id = keep_parties.save(ws, Model("", "Harbour LM", "3", "vendor", description="Writes replies"))
    system_id = keep_parties.save(ws, System("", "Reply assistant", "1.2", (model_id,), description="Drafts replies"))
    version = keep_parties.add_use_case(
        ws, "Reply drafts for staff", reference="UC-001", description="Drafts replies that staff send.",
        purpose="Shorter waiting times", owner_id=people["Chan Mei Ling"].id, entity_ids=(entity_id,),
    )  # fmt: skip
    keep_parties.use_systems(ws, version, (system_id,))
    bank = Bank(ws, _kept(ws, Entity, entity_id), people, version.use_case_id)
    bank.sit("Chan Mei Ling")
    return bank


def _kept(ws: Workspace, cls: type[T], key: str) -> T:
    found = ws.register.get(cls, key)
    assert found is not None
    return found


FACTS = {
    "ai_technique": ["llm"],
    "customer_facing": False,
    "decision_affects_customer": False,
    "personal_data": True,
    "regulated_activity": False,
    "human_checks_output": True,
    "third_party_provider": True,
    "critical_operation": False,
    "significant_effect_on_individuals": False,
    "material_harm_possible": False,
}
"""What makes the bank's use case one for staff only, on a supplier's model."""
STATEMENT = "Every draft is read, changed where needed and sent by a member of staff; the team head samples 20 a week."


def answer_everything(bank: Bank) -> None:
    """Answer the whole interview in plain words and determine what is proposed."""
    from placet.domain.facts import FactKind
    from placet.domain.parties import DataFlow
    from placet.operations.answer_question import answer, determine, determine_triage
    from placet.operations.state_facts import state_fact
    from placet.ui.presenters.answer_forms import subject_of_answer
    from placet.ui.presenters.interview_list import list_interview

    ws = bank.workspace
    for key, value in FACTS.items():
        state_fact(ws, bank.version, key, value)
    flow = DataFlow(
        "", bank.version.id, "Customer letters", ("personal",), "HK", ("HK",), ("HK",), ("HK",), "own_entity"
    )
    keep_parties.save_flow(ws, flow)
    keep_parties.confirm_flows(ws, bank.version, complete=True)
    determine_triage(ws, bank.use_case, bank.version, "full", "Personal data is used.")
    for _ in range(6):
        listed = list_interview(ws, bank.use_case, bank.version)
        open_items = [item for item in listed.items if not item.answered]
        if not open_items:
            return
        for item in open_items:
            if item.question and item.question.fact:
                definition = item.question.fact
                plain = {FactKind.BOOL: False, FactKind.SET: [], FactKind.NUMBER: 0, FactKind.TEXT: "Not stated"}
                value = plain.get(definition.kind, definition.choices[0].key if definition.choices else "2026-01-01")
                entity_id = bank.entity.id if definition.about == "entity" else ""
                state_fact(ws, bank.version, definition.key, value, entity_id=entity_id)
                continue
            for question in (item.question, *item.remainders):
                if question is not None:
                    control, requirement = subject_of_answer(question)
                    answer(ws, bank.version, "met", STATEMENT, control=control, requirement=requirement)
            if item.step == "classification":
                _, entity_id, key = item.id.split(":", 2)
                subject = f"classification:{key}"
                determine(ws, bank.version, entity_id, subject, proposed="", determined="Low", reasons="Rated by hand.")


ROUTE = (
    ("attest", "Chan Mei Ling", "attested"),
    ("validate", "Ho Siu Ming", "passed"),
    ("opine-security", "Lau Ka Yan", "no_objection"),
    ("opine-privacy", "Ng Wing Kei", "no_objection"),
    ("opine-compliance", "Wong Tsz Ching", "no_objection"),
    ("approve-mic", "Lee Pui Shan", "approved"),
)
"""Who decides what on the way of a use for staff only."""


def run_the_route(bank: Bank) -> None:
    """Make the review copy and let everybody decide."""
    from placet.operations.review_copy import make_review_copy
    from placet.operations.sign_off import Decision, lay_out, sign_off

    make_review_copy(bank.workspace, bank.use_case, bank.version, bank.entity)
    for stage, name, outcome in ROUTE:
        bank.sit(name)
        desk = lay_out(bank.workspace, bank.use_case, bank.version, bank.entity)
        sign_off(bank.workspace, desk, Decision(stage, outcome, "2026-11-22", bank.people[name].id))
