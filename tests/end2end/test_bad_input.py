"""What a person may hand Placet by mistake: each gives one clear sentence, the right exit code and no traceback."""

import datetime as dt
import functools
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from placet.cli import frame
from placet.cli.main import main
from placet.domain.parties import Entity, Person
from placet.operations.keep_parties import add_use_case, save
from placet.operations.open_workspace import create_workspace, open_workspace
from placet.register.backup import make_backup
from placet.resources import resource_path
from placet.signing.issuing import make_evaluation_identity
from unit.operations.bank import PASSPHRASE, START, Ticking, quick_derive

DATA = Path(__file__).parents[1] / "data" / "packs"
KEY = "lantern-42"


@dataclass(frozen=True)
class Desk:
    """A folder with a sound register, its passphrase and an identity, in which one thing is then spoilt."""

    folder: Path

    @property
    def register(self) -> str:
        return str(self.folder / "bank.placet")

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def file(self, name: str, content: bytes | str, mode: int = 0o600) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return str(path)

    def opening(self, command: str, *words: str, passphrase: str = "passphrase.txt") -> list[str]:  # noqa: S107
        """Return a command on the register with its passphrase file."""
        first, *rest = command.split()
        return [first, *rest, self.register, *words, "--passphrase-file", self.path(passphrase)]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "desk"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder.parent / "state"))
        ws = create_workspace(folder / "bank.placet", PASSPHRASE, clock=Ticking(), derive=quick_derive)
        with ws.register:
            ann = save(ws, Person("", "Ann Example", "Manager"))
            save(ws, Person("", "Ben Example", "Manager"))
            bank = save(ws, Entity("", "Harbour", "Harbour Example Bank Limited", "HK", ("bank",)))
            add_use_case(ws, "Enquiry assistant", owner_id=ann, entity_ids=(bank,))
            make_backup(ws.register, START)  # a backup that is due would be announced before the sentence
    desk = Desk(folder)
    desk.file("passphrase.txt", PASSPHRASE)
    desk.file("key.txt", KEY)
    desk.file("ann.p12", make_evaluation_identity("Ann Example", "Harbour", KEY, now=START))
    return folder


@pytest.fixture
def desk(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    folder = tmp_path / "desk"
    shutil.copytree(kept, folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("PLACET_PASSPHRASE", "PLACET_IDENTITY_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    quick = functools.partial(open_workspace, derive=quick_derive, clock=Ticking())
    monkeypatch.setattr(frame, "open_workspace", quick)
    return Desk(folder)


def pack(file: str, old: str, new: str) -> Callable[[Desk], list[str]]:
    """Check the made-up packs with one edit to one file."""

    def hand(desk: Desk) -> list[str]:
        folder = desk.folder / "packs"
        shutil.copytree(DATA, folder)
        (folder / "firm.yaml").unlink()
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return ["pack", "check", str(folder)]

    return hand


def answers(text: str) -> Callable[[Desk], list[str]]:
    return lambda desk: desk.opening("answer", "UC-001", "--file", desk.file("answers.yaml", text))


def inventory(name: str, content: bytes | str) -> Callable[[Desk], list[str]]:
    return lambda desk: desk.opening("import", desk.file(name, content))


def binding(content: bytes | str | None, passphrase: str = KEY) -> Callable[[Desk], list[str]]:
    """Bind an identity file; None stands for the sound one."""

    def hand(desk: Desk) -> list[str]:
        name = desk.path("ann.p12") if content is None else desk.file("spoilt.p12", content)
        secret = ["--identity-passphrase-file", desk.file("secret.txt", passphrase)]
        return desk.opening("identity bind", "Ann Example", name, "--basis", "Shown in person.", *secret)

    return hand


def verifying(content: bytes | str, *more: str) -> Callable[[Desk], list[str]]:
    return lambda desk: [
        "verify",
        desk.file("dossier.pdf", content),
        *(desk.path(w) if w[0] != "-" else w for w in more),
    ]


def blank_pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def pdf_with(twin: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(blank_pdf())) as made:
        made.attachments["dossier.json"] = pikepdf.AttachedFileSpec(made, twin)
        written = io.BytesIO()
        made.save(written)
    return written.getvalue()


def locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(blank_pdf())) as made:
        written = io.BytesIO()
        made.save(written, encryption=pikepdf.Encryption(owner="o", user="u"))
    return written.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def archive(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return written.getvalue()


def expired() -> bytes:
    return make_evaluation_identity("Ann Example", "Harbour", KEY, now=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))


def sound_p12() -> bytes:
    return make_evaluation_identity("Ann Example", "Harbour", KEY, now=START)


def spoilt_register(spoil: Callable[[bytes], bytes]) -> Callable[[Desk], list[str]]:
    def hand(desk: Desk) -> list[str]:
        desk.file("bank.placet", spoil(Path(desk.register).read_bytes()))
        return desk.opening("usecase list")

    return hand


USER, USAGE = 1, 64
PACKS: dict[str, tuple[Callable[[Desk], list[str]], int, str]] = {
    "unknown key": (pack("ZZ/pack.yaml", "language: en", "langauge: en"), USER, "language"),
    "no YAML": (pack("ZZ/pack.yaml", "language: en", "language: [en"), USER, "pack.yaml"),
    "a version without quotes": (pack("ZZ/pack.yaml", '"1.10"', "1.10"), USER, "pack.yaml"),
    "the same id twice": (pack("ZZ/requirements/zba.yaml", "id: ZBA-AI-5", "id: ZBA-ACT-12"), USER, "5 errors"),
    "an unknown fact": (pack("ZZ/routes.yaml", "when: zz_high_risk", "when: nonsense"), USER, "nonsense"),
    "an unknown instrument": (pack("ZZ/data.yaml", "banking-act", "baking-act"), USER, "baking-act"),
    "a guideline that must": (pack("ZZ/requirements/zba.yaml", "severity: expected", "severity: must"), USER, "must"),
    "a day that never was": (pack("ZZ/pack.yaml", "2001-05-04", "2001-02-30"), USER, "2001-02-30"),
    "a case that fails": (pack("ZZ/cases.yaml", "zba-tier: high", "zba-tier: medium"), USER, "zba-tier"),
    "a circle of derived facts": (
        pack("ZZ/pack.yaml", "when: {all: [uses_ai,", "when: {all: [zz_high_risk,"),
        USER,
        "zz_high_risk",
    ),
    "no such folder": (lambda desk: ["pack", "check", desk.path("nowhere")], USER, "nowhere"),
    "no such pack": (lambda _: ["pack", "show", "XX"], USER, "no pack “XX”"),
    "no such requirement": (lambda _: ["pack", "show", "HK", "XX-1"], USER, "no requirement “XX-1”"),
}
ANSWERS = {
    "no YAML": (answers("facts: [1"), USER, "answers.yaml"),
    "empty": (answers(""), USER, "answers.yaml"),
    "unknown key": (answers("answer: []"), USER, "answer"),
    "unknown fact": (answers("facts: {nonsense: true}"), USER, "nonsense"),
    "wrong kind of value": (answers("facts: {customer_facing: maybe}"), USER, "maybe"),
    "unknown control": (answers("answers: [{control: nonsense, status: met, statement: Yes}]"), USER, "nonsense"),
    "unknown status": (
        answers("answers: [{control: human-oversight, status: fine, statement: Yes}]"),
        USER,
        "fine",
    ),
    "unknown exhibit": (
        answers("answers: [{control: human-oversight, status: met, statement: Yes, evidence: [E-99]}]"),
        USER,
        "E-99",
    ),
    "not text": (answers("\x00\x01"), USER, "answers.yaml"),
    "missing": (lambda desk: desk.opening("answer", "UC-001", "--file", desk.path("gone.yaml")), USER, "gone.yaml"),
    "no such use case": (
        lambda desk: desk.opening("answer", "UC-9", "--file", desk.file("a.yaml", "facts: {}")),
        USER,
        "UC-9",
    ),
}
PASSPHRASES = {
    "wrong": (
        lambda desk: [*desk.opening("usecase list", passphrase="key.txt")],
        USER,
        "passphrase",
    ),
    "empty file": (lambda desk: desk.opening("usecase list", passphrase=desk.file("empty.txt", "")), USER, "empty"),
    "missing file": (lambda desk: desk.opening("usecase list", passphrase="gone.txt"), USER, "cannot be read"),
    "readable by others": (
        lambda desk: desk.opening("usecase list", passphrase=desk.file("open.txt", PASSPHRASE, 0o644)),
        USER,
        "chmod 600",
    ),
    "not text": (
        lambda desk: desk.opening("usecase list", passphrase=desk.file("binary.txt", b"\xff\xfe\x00")),
        USER,
        "cannot be read",
    ),
    "none given": (lambda desk: ["usecase", "list", desk.register], USER, "no passphrase was given"),
}
REGISTERS = {
    "none there": (lambda desk: ["usecase", "list", desk.path("gone.placet")], USER, "no such register"),
    "not a register": (spoilt_register(lambda _: b"SQLite format 3\x00" + bytes(4096)), USER, "bank.placet"),
    "empty": (spoilt_register(lambda _: b""), USER, "bank.placet"),
    "cut short": (spoilt_register(lambda data: data[: len(data) // 2]), USER, "bank.placet"),
    "one byte changed": (
        spoilt_register(lambda data: data[:9000] + bytes([data[9000] ^ 1]) + data[9001:]),
        USER,
        "bank.placet",
    ),
    "another ending": (
        lambda desk: ["new", desk.path("bank.db"), "--passphrase-file", desk.path("passphrase.txt")],
        USER,
        ".placet",
    ),
    "already there": (
        lambda desk: ["new", desk.register, "--passphrase-file", desk.path("passphrase.txt")],
        USER,
        "already",
    ),
    "no such person": (lambda desk: desk.opening("usecase list", "--as", "Nobody Example"), USER, "Nobody Example"),
}
IDENTITIES = {
    "wrong passphrase": (binding(None, "wrong"), USER, "passphrase"),
    "garbage": (binding(b"garbage"), USER, "spoilt.p12"),
    "empty": (binding(b""), USER, "spoilt.p12"),
    "a certificate alone": (binding("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), USER, "spoilt"),
    "cut short": (binding(sound_p12()[:500]), USER, "spoilt.p12"),
    "run out": (binding(expired()), USER, "spoilt.p12"),
    "missing": (
        lambda desk: desk.opening("identity bind", "Ann Example", desk.path("gone.p12"), "--basis", "Shown.",
            "--identity-passphrase-file", desk.path("key.txt"),
        ),
        USER,
        "gone.p12",
    ),
    "nothing to sign with": (
        lambda desk: ["sign", desk.file("d.pdf", blank_pdf()), "--field", "stage-attest"],
        USER,
        "nothing to sign with",
    ),
    "no dossier to sign": (
        lambda desk: [
            "sign", desk.file("d.pdf", blank_pdf()), "--field", "stage-attest", "--identity", desk.path("ann.p12"),
            "--identity-passphrase-file", desk.path("key.txt"),
        ],
        USER,
        "stage-attest",
    ),
}  # fmt: skip
FILES = {
    "garbage": (verifying("garbage"), 6, ""),
    "empty": (verifying(""), 6, ""),
    "cut short": (verifying(blank_pdf()[:200]), 6, ""),
    "locked": (verifying(locked_pdf()), 6, ""),
    "not a dossier": (verifying(blank_pdf()), 5, ""),
    "a twin that is none": (verifying(pdf_with(b"{")), 5, ""),
    "a newer twin": (verifying(pdf_with(b'{"format":99,"snapshot":{}}')), 7, ""),
    "a twin without content": (verifying(pdf_with(b'{"format":1,"snapshot":{}}')), 3, ""),
    "missing": (lambda desk: ["verify", desk.path("gone.pdf")], 6, "gone.pdf"),
    "no trust file": (verifying(blank_pdf(), "--trust", "gone.pem"), USAGE, "gone.pem"),
    "a trust file that is none": (verifying(blank_pdf(), "--trust", "key.txt"), USAGE, "key.txt"),
    "no older file": (verifying(blank_pdf(), "--against", "gone.pdf"), USAGE, "gone.pdf"),
    "an older file that is none": (verifying(blank_pdf(), "--against", "key.txt"), USAGE, "older file"),
}
SHEETS = {
    "missing": (lambda desk: desk.opening("import", desk.path("gone.xlsx")), USER, "gone.xlsx"),
    "garbage": (inventory("inventory.xlsx", b"garbage"), USER, "inventory.xlsx"),
    "empty": (inventory("inventory.csv", b""), USER, "inventory.csv"),
    "an old workbook": (inventory("inventory.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), USER, "inventory.xls"),
    "another kind of file": (inventory("inventory.txt", "Name\nOne\n"), USER, "inventory.txt"),
    "headings alone": (inventory("inventory.csv", "Name,Owner\n"), USER, "inventory.csv"),
    "a sheet without rows": (inventory("inventory.xlsx", workbook()), USER, "inventory.xlsx"),
    "an archive that is no workbook": (inventory("inventory.xlsx", archive(readme=b"no")), USER, "inventory.xlsx"),
    "an archive that swells": (inventory("inventory.xlsx", archive(sheet=bytes(80_000_000))), USER, "inventory.xlsx"),
    "no JSON": (inventory("inventory.json", "{"), USER, "inventory.json"),
    "a mapping that is none": (
        lambda desk: [
            *desk.opening("import", str(resource_path("sample", "inventory.xlsx"))), "--mapping",
            desk.file("mapping.json", "[]"),
        ],
        USER,
        "mapping.json",
    ),
    "no such sheet": (
        lambda desk: [*desk.opening("import", desk.file("i.xlsx", workbook(("Name",), ("One",)))), "--sheet", "Nope"],
        USER,
        "Nope",
    ),
}  # fmt: skip
WORDS = {
    "an unknown command": (lambda _: ["asess"], USAGE, "Did you mean “assess”?"),
    "an unknown option": (lambda desk: ["usecase", "list", desk.register, "--colour"], USAGE, "--colour"),
    "a word left out": (lambda desk: ["answer", desk.register, "UC-001"], USAGE, "--file"),
    "no register": (lambda _: ["assess"], USAGE, "REGISTER"),
    "a day that is none": (lambda desk: desk.opening("assess", "UC-001", "--as-of", "soon"), USAGE, "soon"),
}
TABLE = {
    f"{kind}: {name}": row
    for kind, rows in (
        ("pack", PACKS), ("answers", ANSWERS), ("passphrase", PASSPHRASES), ("register", REGISTERS),
        ("identity", IDENTITIES), ("file", FILES), ("sheet", SHEETS), ("words", WORDS),
    )
    for name, row in rows.items()
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_one_sentence_and_the_right_exit_code(name: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    hand, code, words = TABLE[name]
    given = hand(desk)
    before = Path(desk.register).read_bytes()
    found = main(given)
    out, err = capsys.readouterr()
    assert found == code, (out, err)
    assert "Traceback" not in out + err
    assert "has a fault" not in err
    assert PASSPHRASE not in out + err
    assert KEY not in out + err
    said = err or out if given[0] == "verify" else err
    first, *rest = said.splitlines()
    assert words in first
    assert len(first) > 15
    assert first.rstrip().endswith((".", "?")) or given[0] == "verify"
    if given[0] != "verify":
        assert all(line.startswith("  ") for line in rest), "after the sentence come only the findings, set in"
    assert Path(desk.register).read_bytes() == before


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 40
    for rows in (PACKS, ANSWERS, PASSPHRASES, IDENTITIES, FILES, SHEETS):
        assert len(rows) >= 5
