"""A made-up bank in Zedland: its register at four moments of one use case, with quick keys and its own clock."""

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

from placet.domain.acts import DossierRecord, SignOff
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.pack import CommonCatalogue, Pack
from placet.domain.parties import (
    Body,
    DataFlow,
    Entity,
    Model,
    Person,
    RoleHolding,
    System,
    UseCase,
    UseCaseVersion,
    Vendor,
)
from placet.domain.predicates import Derived, Equals
from placet.dossier.reading import TWIN
from placet.operations.answer_question import answer, determine, determine_triage
from placet.operations.bind_certificate import bind_certificate
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.keep_parties import (
    add_use_case,
    confirm_flows,
    find_use_case,
    save,
    save_flow,
    use_systems,
    working_version,
)
from placet.operations.seal_dossier import prepare, seal
from placet.operations.sign_dossier import sign_dossier
from placet.operations.sign_off import ConditionTerms, Decision, Desk, lay_out, sign_off
from placet.operations.state_facts import state_fact
from placet.operations.workspace import Actor, Workspace
from placet.packs.pack_reader import read_common, read_firm, read_pack
from placet.packs.sources import read_sources
from placet.register.file import create_register, open_register
from placet.signing.identities import Identity, load_pkcs12
from placet.signing.issuing import Authority, issue_identity, make_test_authority

DATA = Path(__file__).parents[2] / "data" / "packs"
PASSPHRASE = "correct horse battery"
START = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
LATER = START + dt.timedelta(days=1)
SIGNERS = (("ann", "attest"), ("ben", "validate"), ("cat", "opine"), ("cat", "approve"))
PEOPLE = {"ann": "owner", "ben": "validator", "cat": "compliance", "dan": "", "eve": ""}


def quick_derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.sha256(passphrase.encode() + salt).digest()


class Ticking:
    """A clock whose readings are a second apart."""

    def __init__(self, now: dt.datetime = START) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@dataclass(frozen=True)
class Rules:
    """The made-up packs of tests/data/packs."""

    facts: FactCatalogue
    common: CommonCatalogue
    pack: Pack
    firm: FirmPack


def read_rules() -> Rules:
    common = read_common(read_sources(DATA / "common")).required()
    pack = read_pack(read_sources(DATA / "ZZ"), common, "ZZ").required()
    firm = read_firm((DATA / "firm.yaml").read_bytes(), common.facts).required()
    full = Derived("needs_full_assessment", "Needs a full assessment", Equals("customer_facing", True))
    return Rules(common.facts.extended((*pack.derived, full)), common.catalogue, pack, firm)


@dataclass
class Bank:
    """An open register of the bank, and the ids of what is in it."""

    ws: Workspace
    clock: Ticking
    ids: dict[str, str] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)

    def by(self, key: str) -> Workspace:
        """Return the workspace with one of its people at the keyboard."""
        return self.ws.acting_as(Actor("tester", self.ids[key], key))

    @property
    def entity(self) -> Entity:
        return self.ws.register.one(Entity, id=self.ids["entity"])

    @property
    def use_case(self) -> UseCase:
        return find_use_case(self.ws, "UC-001")

    @property
    def version(self) -> UseCaseVersion:
        return working_version(self.ws, self.use_case.id)

    def desk(self) -> Desk:
        return lay_out(self.ws, self.use_case, self.version, self.entity)

    def decide(self, person: str, stage: str, outcome: str, *, signed: bool = False, **more: object) -> SignOff:
        decision = Decision(stage, outcome, "2026-11-22", self.ids[person], **more)  # type: ignore[arg-type]
        return sign_off(self.by(person), self.desk(), decision, self.identities[person] if signed else None)

    def committee(self, **changes: object) -> Decision:
        """Return the committee's decision as minuted, with changes."""
        given: dict[str, object] = {
            "stage_id": "approve",
            "outcome": "approved_with_conditions",
            "decided_on": "2026-11-22",
            "body_id": self.ids["committee"],
            "minute_reference": "AIC 4/2026, item 3",
            "present_ids": (self.ids["dan"], self.ids["eve"]),
            "extract_id": self.ids["extract"],
            "conditions": (ConditionTerms("ongoing", "At most 50 pilot customers.", self.ids["ann"], limit="50"),),
        }
        return Decision(**{**given, **changes})  # type: ignore[arg-type]

    def close(self) -> None:
        self.ws.register.close()


def found(folder: Path, rules: Rules) -> Bank:
    """Make the register with people, parts and one use case, everything stated and answered."""
    clock = Ticking()
    register = create_register(
        folder / "bank.placet",
        PASSPHRASE,
        firm=rules.firm.firm,
        now=clock(),
        derive=quick_derive,
        state_folder=folder / "state",
    )
    ws = Workspace(register, rules.facts, rules.common, {"ZZ": rules.pack}, rules.firm, Actor("tester"), clock)
    bank = Bank(ws, clock)
    _fill_parties(bank)
    _fill_use_case(bank)
    return bank


def _fill_parties(bank: Bank) -> None:
    ws, ids = bank.ws, bank.ids
    ids["entity"] = save(
        ws, Entity("", "Zed Bank", "Zed Bank Limited", "ZZ", ("bank",), ("ZBA",), registration="ZBA 0042")
    )
    for key, role in PEOPLE.items():
        ids[key] = save(ws, Person("", f"{key.capitalize()} Example", "Manager"))
        if role:
            save(ws, RoleHolding("", ids[key], role, ids["entity"], "2026-01-01"))
    ids["committee"] = save(
        ws,
        Body("", "ai-committee", "AI Committee", ids["entity"], "Decides on AI.", 2, (ids["dan"], ids["eve"])),
    )
    ids["vendor"] = save(ws, Vendor("", "Nova Example Limited", "ZZ", "Contract 7"))
    ids["model"] = save(ws, Model("", "Nova", "2", "vendor", ids["vendor"], "A language model."))
    ids["system"] = save(ws, System("", "Help desk", "5", (ids["model"],), ids["vendor"], "Drafts answers."))
    for key, title in (("procedure", "Procedure for reviewers"), ("extract", "Extract of the minutes AIC 4/2026")):
        path = bank.ws.register.path.parent / f"{key}.txt"
        path.write_text(f"{title}, made up.\n", encoding="utf-8")
        ids[key] = add_evidence(ws, EvidenceDetails(title, "Zed Bank", dated="2026-11-20"), path).id


def _fill_use_case(bank: Bank) -> None:
    ws, ids = bank.by("ann"), bank.ids
    version = add_use_case(
        ws,
        "Customer enquiry assistant",
        description="A language model drafts answers to enquiries about cards.",
        purpose="Shorter waiting times for customers.",
        owner_id=ids["ann"],
        entity_ids=(ids["entity"],),
    )
    version = use_systems(ws, version, (ids["system"],))
    stated: dict[str, object] = {
        "ai_technique": ["genai"],
        "customer_facing": True,
        "personal_data": True,
        "customers_reached": 50,
        "sandbox": "none",
    }
    for key, value in stated.items():
        state_fact(ws, version, key, value)
    save_flow(ws, DataFlow("", version.id, "Enquiries", ("personal",), "ZZ", ("ZZ",), ("ZZ",), ("ZZ",), "vendor"))
    version = confirm_flows(ws, version, complete=True)
    determine_triage(ws, find_use_case(ws, "UC-001"), version, "full", "Any use of a language model is assessed.")
    where = {"entity_ids": (ids["entity"],)}
    statement = "Each draft is read by a trained agent before it is sent."
    answer(ws, version, "met", statement, control="human-oversight", evidence_ids=(ids["procedure"],), **where)
    answer(ws, version, "met", "Ann Example watches it; Ben Example stands in.", requirement="ZBA-AI-5", **where)
    determine(
        ws, version, ids["entity"], "classification:zba-tier", proposed="medium", determined="medium", reasons="Agreed."
    )


def decide_all(bank: Bank) -> None:
    """Take every decision of the route, the people's signed and the committee's minuted."""
    bank.decide("ann", "attest", "attested", signed=True)
    bank.decide("ben", "validate", "passed", signed=True)
    bank.decide("cat", "opine", "no_objection", signed=True)
    sign_off(bank.by("cat"), bank.desk(), bank.committee())


def make_identities(bank: Bank) -> Authority:
    """Issue every person a certificate of the bank's made-up authority and bind it."""
    made = START - dt.timedelta(days=30)
    authority = make_test_authority("Zed Bank authority (made up)", "Zed Bank", now=made, key="p256")
    for key in PEOPLE:
        data = issue_identity(authority, f"{key.capitalize()} Example", "Zed Bank", PASSPHRASE, now=made, key="p256")
        bank.identities[key] = load_pkcs12(data, PASSPHRASE, f"{key}.p12", now=START)
        bind_certificate(bank.ws, bank.ids[key], bank.identities[key], "Issued by the bank's own authority.")
    return authority


def seal_record(bank: Bank) -> tuple[DossierRecord, bytes]:
    """Seal the internal record, every warning let pass for a reason."""
    prepared = prepare(bank.ws, bank.use_case, bank.version, bank.entity)
    return seal(bank.ws, prepared, {item.message: "Known and accepted." for item in prepared.warnings})


@dataclass(frozen=True)
class Moment:
    """The bank's register as it stood at one moment, kept as files to be copied."""

    folder: Path
    ids: dict[str, str]
    identities: dict[str, Identity]
    now: dt.datetime

    def reopened(self, folder: Path, rules: Rules) -> Bank:
        """Open a copy of the register as it stood then."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        clock = Ticking(self.now)
        register = open_register(
            folder / "bank.placet", PASSPHRASE, now=clock(), derive=quick_derive, state_folder=folder / "state"
        )
        ws = Workspace(register, rules.facts, rules.common, {"ZZ": rules.pack}, rules.firm, Actor("tester"), clock)
        return Bank(ws, clock, dict(self.ids), dict(self.identities))


def keep(bank: Bank, folder: Path) -> Moment:
    """Keep the files of a register that is closed now."""
    shutil.copytree(bank.ws.register.path.parent, folder)
    return Moment(folder, dict(bank.ids), dict(bank.identities), bank.clock.now)


def signed_by_all(bank: Bank, record: DossierRecord, pdf: bytes) -> bytes:
    """Have everyone who decided sign their field, with their own certificates."""
    for person, stage in SIGNERS:
        pdf = sign_dossier(bank.ws, record, pdf, f"stage-{stage}", bank.ids[person], bank.identities[person])
    return pdf


def with_twin(data: bytes) -> bytes:
    """Return a blank page that carries something as its twin."""
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments[TWIN] = pikepdf.AttachedFileSpec(made, data)
    written = BytesIO()
    made.save(written)
    return written.getvalue()
