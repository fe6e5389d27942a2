"""Do the main job on the sample: register, interview, sign-offs, dossiers, signatures, verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placet.domain.acts import DossierRecord
from placet.domain.errors import UserFacingError
from placet.operations import fill_sample
from placet.operations.bind_certificate import bind_certificate
from placet.operations.fill_sample import Filling, Say, StoryClock
from placet.operations.make_identity import EVALUATION_BASIS
from placet.operations.open_workspace import create_workspace
from placet.operations.sign_dossier import sign_dossier
from placet.operations.verify_dossier import Verification, verify_file
from placet.operations.workspace import Actor, Workspace
from placet.register.keys import Derive, argon2id
from placet.resources import resource_path
from placet.signing.identities import Identity, load_pkcs12
from placet.signing.issuing import Authority, issue_identity, make_evaluation_identity, make_test_authority

PASSPHRASE = "harbour example"  # noqa: S105 - the sample's passphrase is published on purpose
REGISTER_NAME = "harbour-example-bank.placet"
AUTHORITY_FILE = "harbour-test-ca.pem"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo left behind."""

    register: Path
    dossiers: tuple[Path, ...]
    authority: Path
    verifications: tuple[Verification, ...]


@dataclass(frozen=True, slots=True)
class _Keys:
    """Each person's two identities: one for trying out, one from the made-up firm's test authority."""

    evaluation: Mapping[str, Identity]
    issued: Mapping[str, Identity]
    authority: Authority


def run_demo(out: Path, say: Say, *, derive: Derive = argon2id) -> DemoResult:
    """Run the whole job into an empty or new folder and verify what it made.

    Raises UserFacingError when the folder already holds a demo, or a dossier does not verify as it should.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / REGISTER_NAME
    if path.exists():
        raise UserFacingError("the folder already holds a demo", str(out), "Choose another folder.")
    folder = resource_path("sample")
    sample = fill_sample.read_sample(folder / "sample.json")
    clock = StoryClock(sample["begins_at"])
    firm = (folder / "firm.yaml").read_bytes()
    ws = create_workspace(path, PASSPHRASE, firm_pack=firm, actor=Actor("sample"), clock=clock, derive=derive)
    with ws.register:
        say(f"Register made: {path.name}")
        filling = Filling(ws, folder, {}, clock)
        fill_sample.fill_parties(filling, sample)
        keys = _make_keys(filling, sample)
        filling = Filling(ws, folder, keys.issued, clock, filling.ids)
        say(f"{len(sample['people'])} people, {len(sample['evidence'])} files of evidence entered")
        made = _work(filling, sample, keys, out, say)
    ca = out / AUTHORITY_FILE
    ca.write_bytes(keys.authority.pem)
    checked = tuple(_verified(target, ca, say, ws) for target in made)
    return DemoResult(path, made, ca, checked)


def _make_keys(filling: Filling, sample: Mapping[str, Any]) -> _Keys:
    ws = filling.ws
    now = ws.clock()
    firm = ws.firm.firm
    authority = make_test_authority(f"{firm} test authority (sample)", firm, now=now)
    evaluation, issued = {}, {}
    for given in sample["people"]:
        if not given.get("signs"):
            continue
        name = given["name"]
        trying = make_evaluation_identity(name, firm, PASSPHRASE, now=now)
        proper = issue_identity(authority, name, firm, PASSPHRASE, now=now)
        evaluation[given["key"]] = load_pkcs12(trying, PASSPHRASE, name, now=now)
        issued[given["key"]] = load_pkcs12(proper, PASSPHRASE, name, now=now)
        person = filling.ids[given["key"]]
        bind_certificate(ws, person, evaluation[given["key"]], EVALUATION_BASIS)
        bind_certificate(ws, person, issued[given["key"]], "Issued by the sample's test authority.")
    return _Keys(evaluation, issued, authority)


def _work(filling: Filling, sample: Mapping[str, Any], keys: _Keys, out: Path, say: Say) -> tuple[Path, ...]:
    made: list[Path] = []
    for given in sample["use_cases"]:
        use_case, version = fill_sample.fill_use_case(filling, given)
        say(f"{use_case.reference} {use_case.name}: triage {use_case.triage}")
        if "classifications" in given:
            fill_sample.determine_classifications(filling, given, use_case, version)
        if "decisions" not in given:
            continue
        fill_sample.decide(filling, given, use_case, version, say)
        for wanted in given["dossiers"]:
            record, pdf = fill_sample.seal_one(filling, wanted, use_case, wanted["by"])
            say(f"Sealed {record.number} ({record.kind}), {record.pages} pages, fingerprint {record.fingerprint}")
            identities = keys.issued if wanted["identities"] == "issued" else keys.evaluation
            pdf = _sign_all(filling, record, pdf, given["decisions"], identities)
            made.append(out / f"{record.number}-{record.kind}.pdf")
            made[-1].write_bytes(pdf)
    return tuple(made)


def _sign_all(
    filling: Filling,
    record: DossierRecord,
    pdf: bytes,
    decisions: Sequence[Mapping[str, Any]],
    identities: Mapping[str, Identity],
) -> bytes:
    """Have every decider sign their field, in stage order."""
    for item in decisions:
        who = filling.by(item["person"])
        field = f"stage-{item['stage']}"
        pdf = sign_dossier(who, record, pdf, field, filling.ids[item["person"]], identities[item["person"]])
    return pdf


def _verified(target: Path, ca: Path, say: Say, ws: Workspace) -> Verification:
    result = verify_file(target.read_bytes(), [(ca.name, ca.read_bytes())], now=ws.clock())
    say(f"{target.name}: {result.outcome.sentence} (exit code {int(result.outcome)})")
    if result.outcome > 1:
        raise UserFacingError("; ".join(result.sentences), target.name, "This is a fault in Placet; please report it.")
    return result
