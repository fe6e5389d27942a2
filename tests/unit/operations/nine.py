"""One made-up use case in nine places, under the packs that ship with the program."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from placet.domain.parties import DataFlow, Entity, UseCase, UseCaseVersion
from placet.operations import keep_parties
from placet.operations.open_workspace import create_workspace
from placet.operations.state_facts import state_fact
from placet.operations.workspace import Workspace
from unit.operations.bank import PASSPHRASE, quick_derive

PLACES = ("HK", "SG", "TW", "VN", "MY", "ID", "PH", "TH", "EU")
START = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
FACTS: tuple[tuple[str, object], ...] = (
    ("ai_technique", ["llm"]),
    ("customer_facing", True),
    ("personal_data", True),
    ("credit_decision", True),
    ("natural_persons", True),
    ("material_harm_possible", True),
    ("ai_role", ["deployer", "provider"]),
    ("significant_effect_on_individuals", True),
    ("decision_affects_customer", True),
    ("outsourcing", True),
    ("third_party_provider", True),
    ("cloud", True),
    ("critical_operation", True),
    ("several_asean_countries", False),
    ("asean_guide_chosen", False),
)


@dataclass
class Nine:
    """A register with a use case that nine entities share."""

    ws: Workspace
    use_case: UseCase
    version: UseCaseVersion
    entities: dict[str, Entity] = field(default_factory=dict)

    def state(self, key: str, value: object, place: str = "") -> None:
        state_fact(self.ws, self.version, key, value, place=place)


def nine(folder: Path, places: tuple[str, ...] = PLACES) -> Nine:
    ws = create_workspace(folder / "nine.placet", PASSPHRASE, clock=lambda: START, derive=quick_derive)
    ids = [
        keep_parties.save(ws, Entity("", f"Bank {place}", f"Bank {place} Ltd", place, ("bank",))) for place in places
    ]
    version = keep_parties.add_use_case(ws, "Assistant", reference="UC-1", entity_ids=ids)
    made = Nine(ws, keep_parties.find_use_case(ws, "UC-1"), version)
    made.entities = {entity.place: entity for entity in ws.register.all(Entity)}
    for key, value in FACTS:
        made.state(key, value)
    made.state("eu_nexus", "established", place="EU")
    made.state("eu_nexus", "none")
    for data, origin in (("personal", "HK"), ("confidential", "VN")):
        flow = DataFlow(
            "", version.id, f"{data} data", (data,), origin, ("SG",), ("SG",), (origin,), "vendor", mechanism="contract"
        )
        keep_parties.save_flow(ws, flow)
    keep_parties.confirm_flows(ws, version, complete=True)
    made.version = keep_parties.working_version(ws, made.use_case.id)
    return made
