"""What is hashed, and what a dossier alone can prove of the journal."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.canonical import canonical_json, sha256_hex
from placet.domain.checkpoint import note_text, parse_note, signed_note
from placet.domain.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of
from placet.domain.sealed import COVER_LINES, SealedContent, cover_lines, twin_bytes
from placet.domain.snapshot import snapshot_bytes, snapshot_sha256
from placet.domain.witness import PRINTED, continues, proof_problems
from unit.domain.made_dossier import DECISION, SNAPSHOT, heading, subject


def test_the_moment_of_rendering_is_no_content() -> None:
    later = heading(made_at="2027-01-01T00:00:00.000Z[UTC]")
    assert snapshot_sha256(later) == snapshot_sha256(SNAPSHOT)
    assert snapshot_bytes(later) == snapshot_bytes(SNAPSHOT)
    assert SNAPSHOT.heading.made_at.startswith("2026")


def test_everything_else_is_content() -> None:
    changed = [heading(as_of="2026-11-23"), subject(purpose="Another purpose."), replace(SNAPSHOT, exhibits=())]
    assert len({snapshot_sha256(item) for item in (SNAPSHOT, *changed)}) == 4
    assert snapshot_sha256(replace(SNAPSHOT, format=2)) != snapshot_sha256(SNAPSHOT)


def test_the_snapshot_is_canonical_json_that_names_its_format() -> None:
    content = json.loads(snapshot_bytes(SNAPSHOT))
    assert content["format"] == 1
    assert canonical_json(content) == snapshot_bytes(SNAPSHOT)


@pytest.mark.parametrize("kind", COVER_LINES)
def test_the_cover_says_what_it_is(kind: str) -> None:
    (line,) = cover_lines(kind, "Zed Bank Limited", "Zed Authority")
    assert "Zed Authority" in line
    assert "{" not in line
    assert any(word in line for word in ("Not approved", "not approval", "separate act"))


ENTRIES = 9
SEQ = 5


def entry_of(number: int, commit: str = "") -> bytes:
    return canonical_json({"format": 1, "seq": number, "commit": commit})


def made_twin(entries: int = ENTRIES) -> dict[str, Any]:
    """Return a twin with one decision, recorded at entry 5 of a journal."""
    fields = {key: getattr(DECISION, key) for key in PRINTED}
    record = canonical_json({"format": 1, "record": "placet-sign-off", **fields})
    rows = [["blob", sha256_hex(record), {"data": "x"}], ["sign_off", DECISION.sign_off_id, {"id": "s1"}]]
    salt, payload = b"\x01" * 16, canonical_json({"rows": rows})
    journal = [entry_of(number) for number in range(1, entries + 1)]
    journal[SEQ - 1] = entry_of(SEQ, sha256_hex(salt + payload))
    leaves = [leaf_hash(entry) for entry in journal]
    proof = {
        "sign_off_id": DECISION.sign_off_id,
        "seq": SEQ,
        "entry": base64.b64encode(journal[SEQ - 1]).decode(),
        "salt": base64.b64encode(salt).decode(),
        "payload": base64.b64encode(payload).decode(),
        "path": [node.hex() for node in inclusion_proof(leaves, SEQ - 1)],
    }
    return {
        "decisions": [{**fields, "stage": DECISION.stage, "sign_off_id": "s1", "record": record.decode()}],
        "proofs": [proof],
        "checkpoint_size": entries,
        "checkpoint_root": root_of(leaves).hex(),
        "verifier_key": "key",
        "epoch": "one",
        "consistency": [
            {
                "size": size,
                "path": [node.hex() for node in consistency_proof(leaves, size)],
            }
            for size in range(5, entries)
        ],
    }


def test_a_dossier_as_sealed_has_no_problem() -> None:
    assert proof_problems(made_twin()) == []


def _row(table: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    """Return a tampering that edits a row image and makes entry, path and root fit again."""

    def spoil(twin: dict[str, Any]) -> None:
        proof = twin["proofs"][0]
        rows = json.loads(base64.b64decode(proof["payload"]))["rows"]
        rows = [change(row) if row[0] == table else row for row in rows]
        payload = canonical_json({"rows": rows})
        salt = base64.b64decode(proof["salt"])
        entry = entry_of(SEQ, sha256_hex(salt + payload))
        leaves = [leaf_hash(entry if n == SEQ else entry_of(n)) for n in range(1, ENTRIES + 1)]
        proof["payload"], proof["entry"] = base64.b64encode(payload).decode(), base64.b64encode(entry).decode()
        proof["path"] = [node.hex() for node in inclusion_proof(leaves, SEQ - 1)]
        twin["checkpoint_root"] = root_of(leaves).hex()

    return spoil


def _proof(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda twin: twin["proofs"][0].update(changes)


def _decision(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda twin: twin["decisions"][0].update(changes)


def _encoded(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


UNREADABLE = ["“Owner attests”: the journal proof cannot be read"]
OTHER_CONTENT = ["“Owner attests”: the journal entry does not stand for the content shown"]
NOT_COVERED = ["“Owner attests”: the journal entry is not covered by the checkpoint"]
OTHER_ACT = ["“Owner attests”: the journal entry is about another sign-off"]


@pytest.mark.parametrize(
    ("spoil", "problems"),
    [
        (lambda twin: twin["proofs"].clear(), ["“Owner attests” has no journal proof"]),
        (_proof(salt=base64.b64encode(b"\x02" * 16).decode()), OTHER_CONTENT),
        (_proof(path=[]), NOT_COVERED),
        (_proof(seq=4), [*NOT_COVERED, *OTHER_CONTENT]),
        (_proof(entry=_encoded({"seq": SEQ, "commit": "00"})), [*NOT_COVERED, *OTHER_CONTENT]),
        (lambda twin: twin.update(checkpoint_root="00" * 32), NOT_COVERED),
        (lambda twin: twin.update(checkpoint_size=SEQ - 1), NOT_COVERED),
        (_row("sign_off", lambda row: ["sign_off", "s2", row[2]]), OTHER_ACT),
        (_row("sign_off", lambda row: ["sign_off", row[1], None]), OTHER_ACT),
        (_row("blob", lambda row: ["blob", "00", row[2]]), OTHER_ACT),
        (_proof(entry="*"), UNREADABLE),
        (_proof(entry=_encoded([])), UNREADABLE),
        (_proof(entry=_encoded({})), UNREADABLE),
        (_proof(payload=_encoded([])), UNREADABLE),
        (_proof(payload=_encoded({"rows": [[]]})), UNREADABLE),
        (_proof(payload=_encoded({"rows": 1})), UNREADABLE),
        (_proof(seq="five"), UNREADABLE),
        (_proof(path=["zz"]), UNREADABLE),
        (_proof(salt=7), UNREADABLE),
        (lambda twin: twin.update(checkpoint_root="no"), UNREADABLE),
    ],
)
def test_tampering_with_a_proof_is_seen(spoil: Callable[[dict[str, Any]], None], problems: list[str]) -> None:
    twin = made_twin()
    spoil(twin)
    assert proof_problems(twin) == problems


@pytest.mark.parametrize("key", PRINTED)
def test_what_is_printed_is_held_against_the_record(key: str) -> None:
    twin = made_twin()
    _decision(**{key: "something else"})(twin)
    assert proof_problems(twin) == [f"“Owner attests”: what is printed differs from the signed record: {key}"]


@pytest.mark.parametrize("record", ["", "[]", "7", "null"])
def test_a_record_that_is_none_is_seen(record: str) -> None:
    twin = made_twin()
    _decision(record=record)(twin)
    problems = proof_problems(twin)
    assert problems[0] == OTHER_ACT[0]
    assert len(problems) == 2


def test_a_newer_dossier_proves_that_nothing_before_was_rewritten() -> None:
    said, consistent = continues(made_twin(ENTRIES), made_twin(6))
    assert consistent
    assert said == "Nothing up to entry 6 was rewritten; 3 later entries are witnessed only from here on."


def _rewritten(twin: dict[str, Any]) -> None:
    twin["checkpoint_root"] = "00" * 32


@pytest.mark.parametrize(
    ("older", "spoil", "consistent", "words"),
    [
        (ENTRIES, lambda _: None, True, "same journal"),
        (ENTRIES, _rewritten, False, "rewritten"),
        (6, _rewritten, False, "rewritten at or before entry 6"),
        (6, lambda twin: twin.update(checkpoint_size=3), False, "no proof that reaches back"),
        (ENTRIES + 1, lambda _: None, False, "rolled back"),
        (6, lambda twin: twin.update(verifier_key="other"), False, "different registers"),
        (6, lambda twin: twin.update(epoch="zero"), True, "restored from a backup"),
    ],
)
def test_what_two_dossiers_say_of_each_other(
    older: int, spoil: Callable[[dict[str, Any]], None], consistent: bool, words: str
) -> None:
    old = made_twin(older)
    spoil(old)
    said, is_consistent = continues(made_twin(), old)
    assert is_consistent is consistent
    assert words in said


def test_the_twin_is_canonical_and_never_holds_the_hash_of_the_pages() -> None:
    content = SealedContent(
        number="ZZ-2026-0001",
        dossier_version=1,
        sealed_at="2026-11-22T01:00:00.000Z",
        snapshot=SNAPSHOT,
        snapshot_sha256=snapshot_sha256(SNAPSHOT),
        decisions=(DECISION,),
        decision_exhibits=(),
        deciders=(),
        decided_snapshot_sha256=snapshot_sha256(SNAPSHOT),
        checkpoint="note",
        checkpoint_size=1,
        checkpoint_root="00",
        verifier_key="key",
        epoch="one",
        proofs=(),
        consistency=(),
        warnings=(),
        cover_lines=("Internal decision.",),
        application="Placet 0.1.0",
    )
    twin = json.loads(twin_bytes(content))
    assert canonical_json(twin) == twin_bytes(content)
    assert twin["format"] == 1
    assert twin["decisions"][0]["who"] == DECISION.who
    assert "pdf_sha256" not in twin


ROOT = b"\x07" * 32
TEXT = note_text("placet/abc", 12, ROOT, "one", "2026-11-22T01:00:00.000Z", "Zed\nAuthority")
NOTE = signed_note(TEXT, "placet/abc", b"\x01\x02\x03\x04", b"s" * 64)


def test_a_signed_note_is_read_back() -> None:
    note = parse_note(NOTE)
    assert (note.text, note.origin, note.size, note.root) == (TEXT, "placet/abc", 12, ROOT)
    assert (note.epoch, note.at, note.given_to) == ("one", "2026-11-22T01:00:00.000Z", "Zed Authority")
    (signature,) = note.signatures
    assert (signature.name, signature.key_id, signature.signature) == ("placet/abc", b"\x01\x02\x03\x04", b"s" * 64)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("\n\n", "\n", "blank line"),
        ("placet/abc\n12\n", "\n12\n", "origin, size and root"),
        ("\n12\n", "\n012\n", "plain decimal"),
        ("\n12\n", "\n-1\n", "plain decimal"),
        ("\n12\n", "\n\u0661\n", "plain decimal"),
        (base64.b64encode(ROOT).decode(), "*", "root is not base64"),
        (base64.b64encode(ROOT).decode(), "AAAA", "32 bytes"),
        ("\u2014 placet/abc ", "- placet/abc ", "em dash"),
        ("\u2014 placet/abc ", "\u2014 ", "em dash"),
        (base64.b64encode(b"\x01\x02\x03\x04" + b"s" * 64).decode(), "AQID", "key id and a signature"),
        (base64.b64encode(b"\x01\x02\x03\x04" + b"s" * 64).decode(), "?", "signature is not base64"),
    ],
)
def test_a_note_that_is_none_is_refused(old: str, new: str, words: str) -> None:
    assert old in NOTE
    with pytest.raises(ValueError, match=words):
        parse_note(NOTE.replace(old, new, 1))


def test_a_note_ends_with_a_newline() -> None:
    with pytest.raises(ValueError, match="newline"):
        parse_note(NOTE.rstrip("\n"))
