"""Check that a dossier's twin says one thing only: what it prints, the signed records, the route, the checkpoint."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from placet.domain.acts import Assurance
from placet.domain.canonical import canonical_json
from placet.domain.merkle import verify_consistency
from placet.domain.sealed import cover_lines, regulators_on_cover
from placet.domain.wording import scope_text

Twin = Mapping[str, Any]
"""``dossier.json`` as parsed."""
_SIGNED = (Assurance.OWN_CERTIFICATE, Assurance.EVALUATION, Assurance.RETURNED)
_TERMS = ("number", "kind", "text", "limit", "due", "monitored_by")


def contradictions(twin: Twin) -> list[str]:
    """Return every way in which a twin says two things; empty when it says one."""
    found = [*_content(twin), *_cover(twin), *_route(twin), *_once(twin), *_reaches_back(twin)]
    for decision in twin["decisions"]:
        found.extend(f"“{decision['stage']}”: {text}" for text in _against_record(twin, decision))
    return found


def _content(twin: Twin) -> Iterable[str]:
    kind, addressee = twin["snapshot"]["heading"]["kind"], twin["snapshot"]["heading"]["addressee"]
    own = (kind, addressee) == ("internal_approval_record", "internal")
    if own and twin["snapshot_sha256"] != twin["decided_snapshot_sha256"]:
        yield "the content shown is not the content that was decided on"


def _cover(twin: Twin) -> Iterable[str]:
    """Compare the cover's line with what the dossier is: nobody makes an approval of it by printing one."""
    heading, requirements = twin["snapshot"]["heading"], twin["snapshot"]["law"]["requirements"]
    names = (item["regulator"] for item in requirements)
    whom = regulators_on_cover(heading["addressee"], heading["addressee_name"], names)
    lines = cover_lines(heading["kind"], twin["snapshot"]["subject"]["entity_legal_name"], whom)
    if twin["cover_lines"] != list(lines):
        yield "the cover does not say what a dossier of this kind is"


def _reaches_back(twin: Twin) -> Iterable[str]:
    size, root = twin["checkpoint_size"], bytes.fromhex(twin["checkpoint_root"])
    for line in twin["consistency"]:
        path = [bytes.fromhex(node) for node in line["path"]]
        if not verify_consistency(line["size"], bytes.fromhex(line["root"]), size, root, path):
            yield f"the proof that reaches back to {line['number']} does not hold"


def _route(twin: Twin) -> Iterable[str]:
    """Compare the decisions with the stages of the route that the content itself lists."""
    stages = [step["title"] for step in twin["snapshot"]["firm"]["route"]]
    decided = [decision["stage"] for decision in twin["decisions"]]
    if stages != decided:
        yield f"the decisions shown ({', '.join(decided)}) are not those of the route ({', '.join(stages)})"


def _once(twin: Twin) -> Iterable[str]:
    """Refuse what stands twice, and proofs of what is not shown."""
    acts = [decision["sign_off_id"] for decision in twin["decisions"]]
    if len(set(acts)) != len(acts) or sorted(proof["sign_off_id"] for proof in twin["proofs"]) != sorted(acts):
        yield "the journal proofs are not one for each decision"
    wrong = [one["stage"] for one in twin["decisions"] if one["field"] not in ("", f"stage-{one['stage_id']}")]
    yield from (f"“{stage}” names a signature field of another stage" for stage in wrong)


def _against_record(twin: Twin, decision: Mapping[str, Any]) -> list[str]:
    """Compare a decision as printed with its record; fields of one name are compared with the journal proof."""
    try:
        record = json.loads(decision["record"])
        if canonical_json(record) != decision["record"].encode("utf-8"):
            return ["the signed record is not in canonical form"]
        differing = [name for name, same in _compared(twin, decision, record) if not same]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ["the signed record cannot be read"]
    found = [f"what is printed differs from the signed record: {', '.join(differing)}"] if differing else []
    if record["certificate_fingerprint"] and not decision["signature"]:
        found.append("the record names a certificate, but its signature is missing")
    if decision["assurance"] in _SIGNED and not decision["signature"]:
        found.append("it is said to be signed, and is not")
    return [*found, *_body_problems(twin, decision, record)]


def _body_problems(twin: Twin, decision: Mapping[str, Any], record: Mapping[str, Any]) -> list[str]:
    """Hold a body's decision to the body that the content describes: its members, its quorum."""
    if not decision["by_body"]:
        return []
    body = next((item for item in twin["snapshot"]["firm"]["bodies"] if item["id"] == record["body_id"]), None)
    if body is None:
        return ["the body that decided is not described"]
    voting = set(decision["present"]) - set(decision["recused"])
    found = [] if body["quorum"] == decision["quorum"] else ["the quorum is not the body's"]
    if not voting <= set(body["members"]) or len(voting) < max(1, body["quorum"]):
        found.append("those who voted are not enough members of the body")
    return found


def _compared(twin: Twin, decision: Mapping[str, Any], record: Mapping[str, Any]) -> Iterable[tuple[str, bool]]:
    subject, names = twin["snapshot"]["subject"], {line["id"]: line["name"] for line in twin["deciders"]}
    yield "sign-off", record["id"] == decision["sign_off_id"]
    yield "use case version", record["version_id"] == subject["version_id"]
    yield "entity", subject["entity_id"] in record["entity_ids"]
    yield "by a body or a person", bool(record["body_id"]) == decision["by_body"]
    who = record["capacity"] if decision["by_body"] else names.get(record["person_id"])
    yield "who", decision["who"] == who
    yield "present", decision["present"] == [names.get(key, key) for key in record["present_ids"]]
    yield "recused", decision["recused"] == [names.get(key, key) for key in record["recused_ids"]]
    yield "scope", decision["scope"] == scope_text(record["places"], record["population"], record["until"])
    signed = record["conditions"]
    yield "conditions", _terms(decision["conditions"]) == _terms(signed)
    owners = [names.get(condition["owner_id"], "") for condition in signed]
    yield "owners of conditions", [condition["owner"] for condition in decision["conditions"]] == owners


def _terms(conditions: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[condition[key] for key in _TERMS] for condition in conditions]
