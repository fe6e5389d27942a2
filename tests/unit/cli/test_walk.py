"""From an empty folder to an assessment by words alone: every command answers in text and in JSON."""

import json
from pathlib import Path

import pytest

from unit.cli.conftest import Terminal

SECTOR = "licence_classes=bank"


@pytest.fixture
def bank(terminal: Terminal) -> Terminal:
    """Return a terminal with a register, a bank, two people, a system and one use case."""
    register = terminal.register
    terminal.done("new", register, "--firm", "Zed Bank")
    terminal.done("entity", "add", register, "name=Zed", "legal-name=Zed Bank Limited", "place=HK", SECTOR)
    for name in ("Ann Example", "Ben Example"):
        terminal.done("person", "add", register, f"name={name}", "job-title=Manager")
    terminal.done("vendor", "add", register, "name=Nova Limited", "country=HK")
    terminal.done("model", "add", register, "name=Nova", "version=2", "source=vendor", "vendor=Nova Limited")
    terminal.done("system", "add", register, "name=Help desk", "version=5", "model-ids=Nova", "vendor=Nova Limited")
    terminal.done(
        "usecase", "add", register, "Enquiry assistant", "--owner", "Ann Example", "--entity", "Zed", "--system",
        "Help desk", "--purpose", "Shorter waits.", "--as", "Ann Example",
    )  # fmt: skip
    return terminal


def test_a_register_is_made_and_examined(terminal: Terminal) -> None:
    made = terminal.data("new", terminal.register, "--firm", "Zed Bank")
    assert made == {"register": terminal.register, "firm": "Zed Bank"}
    assert "Verified backup" in terminal.done("backup", terminal.register)
    checks = terminal.data("doctor", terminal.register)
    assert {item["check"] for item in checks} >= {"file", "journal", "backups"}
    assert all(item["good"] for item in checks)


def test_parties_are_added_by_name(bank: Terminal) -> None:
    (entity,) = bank.data("entity", "list", bank.register)
    assert (entity["legal_name"], entity["licence_classes"]) == ("Zed Bank Limited", ["bank"])
    (model,) = bank.data("model", "list", bank.register)
    (system,) = bank.data("system", "list", bank.register)
    (vendor,) = bank.data("vendor", "list", bank.register)
    assert system["model_ids"] == [model["id"]]
    assert model["vendor_id"] == vendor["id"] == system["vendor_id"]
    assert "Ben Example" in bank.done("person", "list", bank.register)
    bank.done("person", "role", bank.register, "Ann Example", "business-owner", "--from", "2026-01-01")
    members = "member-ids=Ann Example,Ben Example"
    bank.done("body", "add", bank.register, "key=board", "name=Board", "quorum=2", members)
    (body,) = bank.data("body", "list", bank.register)
    assert (body["quorum"], len(body["member_ids"])) == (2, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("person", "add", "nmae=Ann"), "“nmae=Ann” is not field=value"),
        (("person", "add", "name"), "“name” is not field=value"),
        (("person", "add", "job_title=Manager"), "lacks name"),
        (("person", "add", "name= "), "has no name"),
        (("body", "add", "key=b", "name=B", "quorum=two"), "whole number"),
        (("system", "add", "name=S", "version=1", "model_ids=Gone"), "no model “Gone”"),
        (("person", "role", "Ann Example", "emperor"), "emperor"),
        (("person", "role", "Ann Example", "business-owner", "--from", "1.1.2026"), "is not a date"),
        (("person", "role", "Gone Example", "business-owner"), "no person “Gone Example”"),
    ],
)
def test_a_slip_in_a_party_is_named(bank: Terminal, words: tuple[str, ...], said: str) -> None:
    group, command, *rest = words
    assert said in bank.refused(group, command, bank.register, *rest)


def test_facts_are_stated_in_plain_words(bank: Terminal) -> None:
    said = ("ai_technique=genai,llm", "customer_facing=yes")
    bank.done("fact", bank.register, "UC-001", *said, "--as", "Ann Example")
    shown = bank.done("fact", bank.register, "UC-001")
    assert "customer_facing" in shown or "Customer" in shown
    assert "no fact" in bank.refused("fact", bank.register, "UC-001", "nonsense=yes")
    assert "not a value" in bank.refused("fact", bank.register, "UC-001", "customer_facing=perhaps")


def test_flows_and_evidence_are_kept(bank: Terminal) -> None:
    bank.done(
        "flow", "add", bank.register, "UC-001", "Enquiries", "--data", "prompts", "--stored-in", "HK", "--complete"
    )
    (flow,) = bank.data("flow", "list", bank.register, "UC-001")
    assert (flow["name"], flow["stored_in"]) == ("Enquiries", ["HK"])
    report = bank.folder / "report.txt"
    report.write_text("made up", encoding="utf-8")
    bank.done("evidence", "add", bank.register, str(report), "--title", "Report", "--dated", "2026-11-01")
    (kept,) = bank.data("evidence", "list", bank.register)
    assert (kept["number"], kept["size"]) == ("E-01", 7)
    late = bank.refused("evidence", "add", bank.register, str(report), "--title", "Report", "--dated", "Q3 2026")
    assert "“Q3 2026” is not a date" in late


def test_answers_come_from_a_file_and_change_the_assessment(bank: Terminal) -> None:
    file = bank.folder / "answers.yaml"
    file.write_text(
        "facts: {ai_technique: [genai], customer_facing: true}\n"
        "answers:\n"
        "  - {control: human-oversight, status: met, statement: Each draft is read by a trained agent.}\n",
        encoding="utf-8",
    )
    before = bank.data("assess", bank.register, "UC-001")
    bank.done("answer", bank.register, "UC-001", "--file", str(file), "--as", "Ann Example")
    after = bank.data("assess", bank.register, "UC-001")
    assert json.dumps(before) != json.dumps(after)
    text = bank.done("assess", bank.register, "UC-001")
    assert "HKMA" in text
    assert "Data flows" in text  # what is still to be known is named in words
    assert bank.done("assess", bank.register, "UC-001", "--gaps") != text
    early = bank.data("assess", bank.register, "UC-001", "--as-of", "1990-01-01")
    assert json.dumps(early) != json.dumps(after)


def test_a_determination_is_made_by_a_named_person(bank: Terminal) -> None:
    bank.done("fact", bank.register, "UC-001", "ai_technique=genai", "customer_facing=yes")
    assert "no classification “nonsense”" in bank.refused("determine", bank.register, "UC-001", "nonsense", "high")
    unnamed = bank.refused("usecase", "triage", bank.register, "UC-001", "--result", "full")
    assert "nobody is named" in unnamed
    wrong = bank.refused("usecase", "triage", bank.register, "UC-001", "--result", "banana", "--as", "Ann Example")
    assert "not an outcome of triage" in wrong
    assert "full" in bank.done("usecase", "triage", bank.register, "UC-001")
    bank.done("usecase", "triage", bank.register, "UC-001", "--result", "full", "--as", "Ann Example")
    assert bank.data("usecase", "show", bank.register, "UC-001")


def test_use_cases_are_listed_searched_and_shown(bank: Terminal) -> None:
    assert "Enquiry assistant" in bank.done("usecase", "list", bank.register)
    shown = bank.data("usecase", "show", bank.register, "UC-001")
    assert "Enquiry assistant" in json.dumps(shown)
    bank.done("usecase", "set", bank.register, "UC-001", "name=Enquiry desk")
    assert "Enquiry desk" in bank.done("usecase", "list", bank.register)
    assert "no use case" in bank.refused("usecase", "show", bank.register, "UC-9")


def test_nothing_is_signed_off_without_a_review_copy(bank: Terminal) -> None:
    said = bank.refused("signoff", bank.register, "UC-001", "--stage", "attest", "--outcome", "attested")
    assert "no review copy yet" in said
    assert "no stage “nonsense”" in bank.refused(
        "signoff", bank.register, "UC-001", "--stage", "nonsense", "--outcome", "attested"
    )
    assert "takes a “attest”" in bank.refused(
        "signoff", bank.register, "UC-001", "--stage", "attest", "--kind", "approve", "--outcome", "attested"
    )
    terms = bank.refused(
        "signoff", bank.register, "UC-001", "--stage", "attest", "--outcome", "attested", "--condition", "at most 50"
    )
    assert "condition is not understood" in terms


def test_an_evaluation_identity_is_made_and_labelled(bank: Terminal) -> None:
    target = bank.folder / "ann.p12"
    said = bank.done("identity", "evaluation", bank.register, "Ann Example", "--out", str(target))
    assert "EVALUATION" in said
    assert target.read_bytes()
    bound = bank.refused("identity", "bind", bank.register, "Ben Example", str(target), "--basis", "Shown.")
    assert "already stands for another person" in bound


def test_a_draft_goes_out_in_word(bank: Terminal) -> None:
    target = bank.folder / "draft.docx"
    bank.done("dossier", bank.register, "UC-001", "--draft", "--out", str(target))
    assert target.read_bytes().startswith(b"PK")
    nowhere = str(bank.folder / "nowhere" / "draft.docx")
    assert "cannot be written" in bank.refused("dossier", bank.register, "UC-001", "--draft", "--out", nowhere)


def test_the_journal_is_read_checked_and_proved(bank: Terminal) -> None:
    entries = bank.data("journal", "show", bank.register)
    assert entries
    assert bank.done("journal", "verify", bank.register)
    assert "placet/" in bank.done("journal", "checkpoint", bank.register, "--given-to", "Zed Authority")
    assert bank.data("journal", "proof", bank.register, "2")
    assert bank.refused("journal", "proof", bank.register, "99999")


def test_packs_are_listed_shown_and_checked(terminal: Terminal) -> None:
    assert "HK" in {item["id"] for item in terminal.data("pack", "list")}
    assert "Hong Kong" in terminal.done("pack", "list")
    first = terminal.data("pack", "show", "HK")[0]
    assert first in terminal.done("pack", "show", "HK", first)
    target = terminal.folder / "schemas"
    terminal.done("pack", "schema", str(target))
    assert list(target.glob("*.json"))


def test_the_inventory_goes_out_and_in(bank: Terminal) -> None:
    target = bank.folder / "inventory.csv"
    bank.done("export", bank.register, "--out", str(target))
    assert "Enquiry assistant" in target.read_text("utf-8-sig")
    counts = bank.data("import", bank.register, str(target), "--preview")
    assert counts["done"] is False
    assert "no export for" in bank.refused("export", bank.register, "--out", str(bank.folder / "inventory.pdf"))


def test_json_goes_alone_to_the_output(bank: Terminal) -> None:
    code, out, err = bank.type("usecase", "list", bank.register, "--json")
    assert code == 0
    assert isinstance(json.loads(out), list)
    assert Path(bank.register).name not in out
    assert "Traceback" not in err


def test_of_several_models_each_is_named(bank: Terminal) -> None:
    bank.done("model", "add", bank.register, "name=Second", "version=1")
    bank.done("system", "add", bank.register, "name=Other desk", "version=1", "model-ids=Nova,Second")
    bank.done("usecase", "set", bank.register, "UC-001", "system=Other desk")
    said = ("fact", bank.register, "UC-001", "customer_facing=yes", "ai_technique=genai")
    assert "there are 2 models" in bank.refused(*said)
    assert "Customer" not in bank.done("fact", bank.register, "UC-001")  # all of it, or none
    for name in ("Nova", "Second"):
        bank.done("fact", bank.register, "UC-001", "ai_technique=genai", "--model", name)
    assert "genai" in json.dumps(bank.data("fact", bank.register, "UC-001"))
