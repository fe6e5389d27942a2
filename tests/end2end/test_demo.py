"""The main job from an empty folder to two signed dossiers, run once; then what a stranger can do with the result."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from placet.domain.acts import Condition, SignOff
from placet.domain.canonical import canonical_json
from placet.domain.parties import UseCase, UseCaseVersion, VersionState
from placet.dossier.reading import embedded_files
from placet.operations.assess_use_case import interview_questions
from placet.operations.demo import PASSPHRASE, DemoResult, run_demo
from placet.operations.keep_parties import find_use_case, working_version
from placet.operations.open_workspace import open_workspace
from placet.operations.verify_dossier import verify_file
from placet.operations.workspace import Workspace, system_clock
from placet.resources import resource_path
from placet.signing.conformance import check_after_signing
from placet.signing.report import Outcome

STAGES = ("attest", "validate", "opine-security", "opine-privacy", "opine-compliance", "approve-committee")
GENERATOR = Path(__file__).parents[2] / "packaging" / "make_sample_evidence.py"
MAX_EVIDENCE = 60 * 1024


@dataclass(frozen=True)
class Run:
    """What one run left, said and opened."""

    result: DemoResult
    said: tuple[str, ...]
    families: frozenset[int]

    @property
    def evaluation(self) -> bytes:
        return self.result.dossiers[0].read_bytes()

    @property
    def issued(self) -> bytes:
        return self.result.dossiers[1].read_bytes()

    @property
    def trust(self) -> list[tuple[str, bytes]]:
        return [("ca", self.result.authority.read_bytes())]


def quick(passphrase: str, salt: bytes) -> bytes:
    return hashlib.sha256(passphrase.encode() + salt).digest()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    families: set[int] = set()
    plain = socket.socket

    class Watched(plain):  # type: ignore[misc, valid-type]
        def __init__(self, family: int = -1, *rest: int, **named: int | None) -> None:
            families.add(int(family))
            super().__init__(family, *rest, **named)

    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", Watched)
        result = run_demo(tmp_path_factory.mktemp("demo"), said.append, derive=quick)
    return Run(result, tuple(said), frozenset(families))


@pytest.fixture
def workspace(run: Run) -> Iterator[Workspace]:
    ws = open_workspace(run.result.register, PASSPHRASE, write=False, derive=quick)
    with ws.register:
        yield ws


def test_it_says_what_it_did_and_opens_no_network_socket(run: Run) -> None:
    assert sum(line.startswith("Sealed HK-2026-") for line in run.said) == 2
    assert not run.families & {int(socket.AF_INET), int(socket.AF_INET6)}


def test_evaluation_identities_are_never_trusted_and_issued_ones_are_when_the_reader_chooses(run: Run) -> None:
    assert [item.outcome for item in run.result.verifications] == [Outcome.NOT_TRUSTED, Outcome.INTACT]
    assert verify_file(run.issued, (), now=system_clock()).outcome == Outcome.NOT_TRUSTED
    assert verify_file(run.evaluation, run.trust, now=system_clock()).outcome == Outcome.NOT_TRUSTED
    assert verify_file(run.issued, run.trust, now=system_clock()).outcome == Outcome.INTACT


def test_the_second_dossier_shows_that_the_journal_of_the_first_is_its_beginning(run: Run) -> None:
    seen = verify_file(run.issued, run.trust, run.evaluation, now=system_clock())
    assert seen.outcome == Outcome.INTACT
    assert seen.against


def test_one_changed_byte_is_seen(run: Run) -> None:
    middle = len(run.issued) // 2
    changed = run.issued[:middle] + bytes([run.issued[middle] ^ 1]) + run.issued[middle + 1 :]
    assert verify_file(changed, run.trust, now=system_clock()).outcome > Outcome.NOT_TRUSTED


def test_both_keep_to_the_archive_format_after_signing(run: Run) -> None:
    for pdf in (run.evaluation, run.issued):
        assert check_after_signing(pdf) == []


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
def test_another_program_finds_each_signature_valid(run: Run) -> None:
    for path in run.result.dossiers:
        done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False)
        assert done.stdout.count("Signature Validation: Signature is Valid.") == len(STAGES), done.stdout


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_another_program_finds_the_files_sound(run: Run) -> None:
    for path in run.result.dossiers:
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_application_carries_what_the_regulator_may_have_and_nothing_else(run: Run) -> None:
    files = embedded_files(run.issued)
    twin = json.loads(files["dossier.json"])
    assert canonical_json(twin) == files["dossier.json"]
    attached = " ".join(files)
    assert "legal-note.txt" not in attached
    assert "reviewer-training.csv" not in attached
    assert "validation-report.pdf" in attached
    assert "legal-note.txt" in " ".join(embedded_files(run.evaluation))
    withheld = [item["title"] for item in twin["snapshot"]["exhibits"] if not item["cleared"]]
    assert len(withheld) == 2
    assert all(title.startswith("Withheld") for title in withheld)


def test_the_application_leaves_no_field_of_the_form_empty(run: Run) -> None:
    twin = json.loads(embedded_files(run.issued)["dossier.json"])
    fields = [field for form in twin["snapshot"]["law"]["forms"] for field in form["fields"]]
    assert fields
    assert all(field["value"].strip() for field in fields)


def test_the_register_holds_the_whole_story(workspace: Workspace) -> None:
    register = workspace.register
    assert register.verify_journal() == ()
    assert {item.reference for item in register.all(UseCase)} == {f"UC-00{number}" for number in range(1, 9)}
    use_case = find_use_case(workspace, "UC-001")
    version = working_version(workspace, use_case.id)
    assert version.state == VersionState.APPROVED
    assert {item.stage_id for item in register.all(SignOff, version_id=version.id)} == set(STAGES)
    kinds = {item.kind for item in register.all(Condition, version_id=version.id)}
    assert kinds == {"precedent", "ongoing", "subsequent"}
    assert register.all(UseCaseVersion, use_case_id=find_use_case(workspace, "UC-002").id)[0].state == "draft"


def test_nothing_is_left_to_ask_of_the_complete_use_case(workspace: Workspace) -> None:
    use_case = find_use_case(workspace, "UC-001")
    asked = interview_questions(workspace, use_case, working_version(workspace, use_case.id))
    assert len(asked) > 100
    assert [question.id for question in asked if not question.answered] == []


def test_the_evidence_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    made = [made_into(tmp_path / seed, seed) for seed in ("1", "2")]
    assert made[0] == made[1]
    kept = {path.name: path.read_bytes() for path in resource_path("sample", "evidence").iterdir()}
    assert kept.keys() == made[0].keys()
    assert max(map(len, kept.values())) <= MAX_EVIDENCE
    plain = [name for name in kept if name.endswith((".csv", ".txt"))]
    assert [kept[name] for name in plain] == [made[0][name] for name in plain]


def made_into(folder: Path, seed: str) -> dict[str, bytes]:
    subprocess.run([sys.executable, GENERATOR, folder], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return {path.name: path.read_bytes() for path in folder.iterdir()}
