"""A made-up bank with entities in nine places, and one use case for all of them; Japan has no pack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from placet.domain.pack import DataOutcome, DataRule
from placet.domain.parties import DataFlow, Entity
from placet.domain.predicates import Includes, Not
from placet.domain.rules import Force, Status
from placet.operations import keep_parties
from placet.operations.state_facts import state_fact
from unit.ui.bank import FACTS, Bank, open_bank

PLACES = ("SG", "TW", "VN", "MY", "ID", "PH", "TH", "JP")
"""Beside Hong Kong; the EU's law comes from elsewhere."""
LAUNCH_FACTS = FACTS | {
    "customer_facing": True,
    "generative_ai": True,
    "eu_nexus": "output_used",
    "asean_overlay": True,
}


def open_bank_in_nine_places(folder: Path) -> Bank:
    bank = open_bank(folder)
    ws = bank.workspace
    names = {place: f"Harbour Example Bank {place}" for place in PLACES}
    ids = [keep_parties.save(ws, Entity("", name, name, place, ("bank",))) for place, name in names.items()]
    use_case = bank.use_case
    keep_parties.change_use_case(ws, replace(use_case, entity_ids=(*use_case.entity_ids, *ids)))
    for key, value in LAUNCH_FACTS.items():
        if ws.facts.get(key) is not None:
            state_fact(ws, bank.version, key, value)
    for flow in (
        DataFlow("", bank.version.id, "Prompts and replies", ("personal",), "HK", ("SG",), ("SG",), ("HK",), "vendor"),
        DataFlow("", bank.version.id, "Audit log", ("personal",), "HK", ("HK",), ("HK",), ("HK",), "own_entity"),
        DataFlow("", bank.version.id, "Letters from Vietnam", ("personal",), "VN", ("SG",), ("SG",), ("VN",), "group"),
    ):
        keep_parties.save_flow(ws, flow)
    keep_parties.confirm_flows(ws, bank.version, complete=True)
    return bank


LEADS = {
    "attest": 3,
    "validate": 15,
    "opine-security": 10,
    "opine-privacy": 5,
    "opine-compliance": 8,
    "approve-committee": 12,
}
"""Business days that the made-up bank allows each of its stages; ten for any other."""


def unset_leads(bank: Bank) -> None:
    """Let the bank set no time for any of its own stages."""
    firm = bank.workspace.firm
    stages = tuple(replace(stage, lead=0) for stage in firm.stages)
    bank.workspace = replace(bank.workspace, firm=replace(firm, stages=stages))


def set_leads(bank: Bank) -> None:
    """Let the bank set a time for each of its own stages."""
    firm = bank.workspace.firm
    stages = tuple(replace(stage, lead=LEADS.get(stage.id, 10), lead_unit="business_days") for stage in firm.stages)
    bank.workspace = replace(bank.workspace, firm=replace(firm, stages=stages))


def set_against_each_other(bank: Bank) -> None:
    """Let Hong Kong want the data stored there and Singapore bar exactly that."""
    stored_there = Includes("stored_in", "HK")
    rules = {
        "HK": ("Keep it in Hong Kong", Not(stored_there), DataOutcome.CONDITIONAL),
        "SG": ("Nothing kept in Hong Kong", stored_there, DataOutcome.PROHIBITED),
    }
    packs = dict(bank.workspace.packs)
    for place, (title, when, outcome) in rules.items():
        pack = packs[place]
        standing = next(item for item in pack.instruments if item.status is Status.IN_FORCE and item.in_force_from)
        made = DataRule(f"{place.lower()}-made-up", title, standing.id, "section 1", when, outcome, force=Force.LAW)
        packs[place] = replace(pack, data_rules=(*pack.data_rules, made))
    bank.workspace = replace(bank.workspace, packs=packs)
