"""Check what a dossier says of the journal: pure proofs, with nothing but the dossier (and an older one) in hand."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any

from placet.domain.canonical import sha256_hex
from placet.domain.merkle import leaf_hash, verify_consistency, verify_inclusion

Twin = Mapping[str, Any]
"""``dossier.json`` as parsed."""


def proof_problems(twin: Twin) -> list[str]:
    """Return every way in which the sign-offs and the journal proofs of a dossier do not fit; empty when all do."""
    found = []
    by_id = {proof["sign_off_id"]: proof for proof in twin["proofs"]}
    for decision in twin["decisions"]:
        proof = by_id.get(decision["sign_off_id"])
        if proof is None:
            found.append(f"“{decision['stage']}” has no journal proof")
            continue
        found.extend(f"“{decision['stage']}”: {text}" for text in _decision_problems(twin, decision, proof))
    return found


def _decision_problems(twin: Twin, decision: Mapping[str, Any], proof: Mapping[str, Any]) -> list[str]:
    try:
        entry, salt, payload = (base64.b64decode(proof[key], validate=True) for key in ("entry", "salt", "payload"))
        path = [bytes.fromhex(node) for node in proof["path"]]
        root = bytes.fromhex(twin["checkpoint_root"])
        said = json.loads(entry)
        seq, claimed = int(proof["seq"]), (said["seq"], said["commit"])
        rows = {(row[0], row[1]) for row in json.loads(payload)["rows"] if row[2] is not None}
    except (binascii.Error, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ["the journal proof cannot be read"]
    found = []
    if not verify_inclusion(leaf_hash(entry), seq - 1, twin["checkpoint_size"], path, root):
        found.append("the journal entry is not covered by the checkpoint")
    if claimed != (seq, sha256_hex(salt + payload)):
        found.append("the journal entry does not stand for the content shown")
    record = decision["record"].encode("utf-8")
    if ("sign_off", decision["sign_off_id"]) not in rows or ("blob", sha256_hex(record)) not in rows:
        found.append("the journal entry is about another sign-off")
    return [*found, *_record_problems(decision, record)]


PRINTED = (
    "stage_id",
    "kind",
    "outcome",
    "capacity",
    "decided_on",
    "recorded_at",
    "snapshot_sha256",
    "review_copy_sha256",
    "person_id",
    "minute_reference",
    "dissent",
    "comment",
    "assurance",
    "certificate_fingerprint",
    "imported",
)
"""Fields of the record that the dossier prints again; both must say the same."""


def _record_problems(decision: Mapping[str, Any], record: bytes) -> list[str]:
    try:
        content = dict(json.loads(record))
    except (ValueError, TypeError, RecursionError):
        return ["the signed record cannot be read"]
    differing = [key for key in PRINTED if content.get(key) != decision[key]]
    return [f"what is printed differs from the signed record: {', '.join(differing)}"] if differing else []


def continues(new: Twin, old: Twin) -> tuple[str, bool]:
    """Tell whether a newer dossier's journal only added to what an older one saw, and say so in a sentence.

    A register restored from a backup says so, and is held to the same: what the older one saw must still be there.
    """
    if new["verifier_key"] != old["verifier_key"]:
        return "The two dossiers come from different registers; nothing can be said of one by the other.", False
    said, same = _reaches_back(new, old)
    if new["epoch"] == old["epoch"]:
        return said, same
    restart = "History restarts: the register was restored from a backup between the two dossiers."
    return f"{restart} {said}", same


def _reaches_back(new: Twin, old: Twin) -> tuple[str, bool]:
    if new["checkpoint_size"] < old["checkpoint_size"]:
        return "The newer dossier's journal is shorter than the older one's: it was rolled back.", False
    if new["checkpoint_size"] == old["checkpoint_size"]:
        same = new["checkpoint_root"] == old["checkpoint_root"]
        return ("Both saw the same journal." if same else "The journal was rewritten."), same
    for line in new["consistency"]:
        if line["size"] == old["checkpoint_size"]:
            return _consistent(new, old, [bytes.fromhex(node) for node in line["path"]])
    return "The newer dossier carries no proof that reaches back to the older one.", False


def _consistent(new: Twin, old: Twin, path: Sequence[bytes]) -> tuple[str, bool]:
    old_root, new_root = bytes.fromhex(old["checkpoint_root"]), bytes.fromhex(new["checkpoint_root"])
    sizes = old["checkpoint_size"], new["checkpoint_size"]
    if verify_consistency(sizes[0], old_root, sizes[1], new_root, path):
        added = sizes[1] - sizes[0]
        text = f"Nothing up to entry {sizes[0]} was rewritten; {added} later entries are witnessed only from here on."
        return text, True
    return f"The journal was rewritten at or before entry {sizes[0]}.", False
