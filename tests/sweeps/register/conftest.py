"""Registers with a little of everything, for sweeps."""

import datetime as dt
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain import acts, keeping, parties
from placet.register.file import create_register, open_register
from placet.register.journal import Change
from placet.register.store import Register

PASSPHRASE = "sweep"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def quick_derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.sha256(passphrase.encode() + salt).digest()


def _objects(number: int) -> list[object]:
    """One of each kind of object, all pointing at each other."""
    n, version = str(number), f"v{number}"
    day, digest = "2026-11-22", hashlib.sha256(str(number).encode()).hexdigest()
    return [
        parties.Person(f"p{n}", "陳大文", "Head of risk", "chan@bank.example"),
        parties.Entity(f"e{n}", "Bank", "Example Bank Limited", "HK", ("bank", "ri"), ("hkma",)),
        parties.RoleHolding(f"r{n}", f"p{n}", "mic_risk", f"e{n}", day),
        parties.CertificateBinding(f"c{n}", f"p{n}", digest, "CN=Chan", is_evaluation=True),
        parties.Body(f"b{n}", "committee", "Committee", f"e{n}", "terms", 3, (f"p{n}",)),
        parties.Vendor(f"w{n}", "Vendor", "US"),
        parties.Model(f"m{n}", "Model", "1", "vendor", f"w{n}"),
        parties.System(f"s{n}", "System", "1", (f"m{n}",), f"w{n}"),
        parties.UseCase(f"u{n}", f"UC-{n}", "Assistant 客服", "Answers questions", owner_id=f"p{n}"),
        parties.UseCaseVersion(version, f"u{n}", 1, system_ids=(f"s{n}",)),
        parties.Deployment(f"d{n}", version, f"e{n}", "HK"),
        parties.DataFlow(f"g{n}", version, "Prompts", ("prompts",), "HK", ("SG",), vendor_id=f"w{n}"),
        parties.Fact(f"f{n}", "personal_data", "use_case", version, value=True),
        acts.Evidence(f"x{n}", f"E-{n}", "Test report", digest, "report.pdf", 10),
        acts.Answer(f"a{n}", version, "met", "human-oversight", statement="A person reads every reply."),
        acts.Determination(f"t{n}", version, f"e{n}", "triage", "full", "full", "because", f"p{n}", day),
        acts.SignOff(f"o{n}", version, "approve", "approve", "approved", "CRO", (f"e{n}",), digest, digest, day, day),
        acts.Condition(f"k{n}", version, f"o{n}", "C1", "ongoing", "At most 50 customers", owner_id=f"p{n}"),
        acts.DossierRecord(
            f"q{n}", f"D-{n}", 1, version, f"e{n}", "notification", "hkma", "ABC", digest, digest, day, 3, digest
        ),
        acts.ReviewCopy(f"y{n}", version, f"e{n}", "notification", digest, digest, day),
        acts.Signing(f"z{n}", f"q{n}", "stage-1", f"p{n}", digest, day, is_evaluation=True, pdf_sha256=digest),
        acts.InstalledPack(f"i{n}", "HK", "1", digest, day),
        keeping.ImportMapping(f"j{n}", "Inventory", "{}"),
        keeping.ImportBatch(f"l{n}", f"j{n}", "inventory.xlsx", digest, day, "Chan", "[]"),
    ]


@pytest.fixture
def full_register(tmp_path: Path) -> Register:
    """A register with three of everything, a few changes, a removal, an exhibit and two checkpoints."""
    register = create_register(
        tmp_path / "bank.placet", PASSPHRASE, firm="Bank", now=NOW, derive=quick_derive, state_folder=tmp_path
    )
    pick = random.Random(1)
    for number in range(3):
        at = NOW + dt.timedelta(minutes=number)
        changes = [Change.put(obj) for obj in _objects(number)]
        register.commit("add", [*changes, Change.blob(pick.randbytes(3000))], by="Chan", at=at)
        for step in range(5):
            fact = parties.Fact(f"f{number}", "personal_data", "use_case", f"v{number}", value=bool(step % 2))
            register.commit("state_fact", [Change.put(fact)], by="Chan", at=at)
        register.checkpoint("hkma", at)
    register.commit("remove", [Change.remove(parties.DataFlow, "g1")], by="Chan", at=NOW + dt.timedelta(hours=1))
    return register


@pytest.fixture
def reopen(tmp_path: Path) -> Callable[[Path], Register]:
    """Open a register for reading, with all checks."""
    return lambda path: open_register(
        path, PASSPHRASE, now=NOW, mode="read", derive=quick_derive, state_folder=tmp_path / "elsewhere"
    )
