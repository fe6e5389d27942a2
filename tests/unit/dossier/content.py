"""A plainly made-up dossier: Harbour Example Bank and its customer enquiry assistant, as the register would give it."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from placet.domain.sealed import (
    ConditionLine,
    ConsistencyLine,
    DecisionLine,
    PassedWarning,
    ProofLine,
    SealedContent,
    twin_bytes,
)
from placet.domain.snapshot import (
    AnswerLine,
    BodyLine,
    ClassificationLine,
    ClockLine,
    ExhibitLine,
    FactLine,
    FirmLines,
    FlowLine,
    FlowRuling,
    FormContent,
    FormLine,
    Heading,
    Law,
    PackRef,
    PartLine,
    PersonLine,
    RequirementLine,
    RoleLine,
    Snapshot,
    StepLine,
    Subject,
    TermLine,
    WordLine,
    snapshot_sha256,
)
from placet.dossier.build import Attachment, Rendered, render_dossier

CREATED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SEALED_AT = "2026-11-22T09:30:00.000Z[Asia/Hong_Kong]"
ANSWERED_AT = "2026-11-12T02:03:04.567Z[Asia/Hong_Kong]"
CIRCULAR = "HKMA circular: Consumer Protection in respect of Use of Generative Artificial Intelligence"
PRIVACY = "Ordinance: Personal Data (Privacy) Ordinance"

STATEMENTS = {
    "Human oversight": (
        "Every draft answer is read by a trained member of the service team before it is sent. The reader can change"
        " it, discard it, or take the conversation over. Two supervisors are on duty in opening hours and can stop the"
        " assistant for all customers within one minute."
    ),
    "Independent validation": (
        "The model validation team, which took no part in building and reports to the Chief Risk Officer, tested"
        " version 2.1 between 5 and 30 October 2026 on 4,200 questions in English and Traditional Chinese. Three"
        " findings were closed before approval; one, on mixed-language questions, stays open with a limit (C-02)."
    ),
    "Bounded scope": (
        "The assistant answers on fees, opening hours, lost cards and published product terms. It gives no advice on"
        " investments, insurance or credit, and reads no account. A filter refuses other subjects & hands over;"
        " its rules read <b>deny</b> by default."
    ),
    "Telling people that AI is used": (
        "客戶在開始對話前會看到通知：「本服務由人工智能協助，回覆由職員審閱後發出。」"
        "職員搭𨋢上樓時亦可使用流動版本（Mobile App 4.2），但不可輸入客戶個人資料。"
    ),
    "Control of data processors": (
        "The supplier, 应规科技（深圳）有限公司, is bound by contract to keep nothing after 30 days (≤ 30), to"
        " secure what it holds and to let the bank inspect: see clauses 9 to 12 of the agreement."
    ),
}
_DUTIES = json.loads((Path(__file__).parent / "duties.json").read_text(encoding="utf-8"))
_STATES = {
    "HKMA-AI-2019-P7B": "partly", "HKMA-AI-2019-P6C": "open", "HKMA-GENAI-2024-GOV-4B": "partly",
    "HKMA-GENAI-2024-FAIR-3": "not_met", "HKMA-SA2-OUT-1": "disapplied", "PDPO-DPP2-1": "met_by_equivalent",
    "HK-SBX-APP-1": "undecided", "PCPD-AIMF-2024-1C": "waived", "PCPD-AIMF-2024-1D": "not_yet_in_force",
}  # fmt: skip
_ANSWERED = {"undecided": "", "open": "", "not_yet_in_force": ""}
_REASONS = ("Sector: Bank (authorized institution)", "AI technique: Generative AI", "Customer-facing: yes")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def duty(number: int, entry: dict[str, object]) -> RequirementLine:
    key = str(entry["id"])
    status = _STATES.get(key, "met")
    upcoming = status == "not_yet_in_force"
    return RequirementLine(
        id=key,
        regulator=str(entry["regulator"]),
        instrument=str(entry["instrument"]),
        label=str(entry["label"]),
        clause=str(entry["clause"]),
        clause_checked="checked by Lee Sample on 3 Nov 2026" if number % 9 == 0 else "as researched",
        force=str(entry["force"]),
        severity=str(entry["severity"]),
        timing="upcoming" if upcoming else "in_force",
        from_date="2027-12-02" if upcoming else "2019-11-01",
        title=str(entry["title"]),
        duty=str(entry["duty"]),
        asks=str(entry["asks"]),
        status=status,
        reasons=_REASONS,
        answers=answers(number, entry, status),
        confidence=str(entry["confidence"]),
        last_verified="2026-11-22",
        recheck_by="2027-05-22",
        note=str(entry["note"]),
        is_gap=status in ("open", "partly", "not_met", "undecided"),
        document=bool(entry["document"]),
    )


def answers(number: int, entry: dict[str, object], status: str) -> tuple[AnswerLine, ...]:
    if status in _ANSWERED:
        return ()
    titles = entry["controls"]
    assert isinstance(titles, list)
    basis = {"disapplied": "Outsourcing is below the firm's test of materiality.", "waived": "HKMA letter EX-2026-14."}
    return tuple(
        AnswerLine(
            title,
            status,
            STATEMENTS.get(title, f"Procedure AIP-{number:02d}, in force since 1 September 2026, is followed;"
                           " the business owner confirms it each month and the risk officer samples ten cases."),
            basis.get(status, ""),
            ("E-01", "E-02") if number % 3 == 0 else (),
            "Chan Example",
            ANSWERED_AT,
            "Wong Specimen" if status in basis else "",
        )
        for title in titles
    )  # fmt: skip


def requirements() -> tuple[RequirementLine, ...]:
    return tuple(duty(number, entry) for number, entry in enumerate(_DUTIES))


def heading(kind: str = "internal_approval_record", addressee: str = "internal") -> Heading:
    name = "Harbour Example Bank Limited" if addressee == "internal" else "Hong Kong Monetary Authority"
    return Heading(
        kind,
        addressee,
        name,
        "HK",
        "Hong Kong",
        "en",
        "2026-11-20",
        "2026-11-20T08:00:00.000Z[Asia/Hong_Kong]",
        (
            PackRef("HK", "2026.11", sha("HK"), "2026-11-22"),
            PackRef("common", "1", sha("common"), ""),
            PackRef("harbour-example-bank", "2026.1", sha("firm"), ""),
        ),
        (
            "The official application form of the GenA.I. Sandbox could not be read; the order used is a suggestion.",
            "No hour limit for a bank's incident report to the HKMA was found, so none is shown.",
        ),
    )


def person(key: str, name: str, title: str, role: str) -> PersonLine:
    explanation = f"Acts as {role.lower()} in the bank's approval route; reports outside the team that builds."
    return PersonLine(key, name, title, (RoleLine(role, explanation, "2026-03-01", "", "Board resolution 2026-02"),))


CHAN = person("p1", "Chan Example", "Head of Customer Service", "Business owner")
LEE = person("p2", "Lee Sample", "Senior Compliance Manager", "Compliance officer")
WONG = person("p3", "Wong Specimen", "Head of Model Validation", "Independent validator")
HO = person("p4", "Ho Muster (何示例)", "Company Secretary", "Committee secretary")
COMMITTEE = "AI Governance Committee"


def subject() -> Subject:
    facts = (
        ("ai_technique", "AI technique", "Generative AI, Large language model", ""),
        ("customer_facing", "Customer-facing", "yes", ""),
        ("customer_facing", "Customer-facing", "no", "SG"),
        ("personal_data", "Personal data", "yes", ""),
        ("customers", "Customers who may meet it", "50 customers", "HK"),
    )
    return Subject(
        entity_id="e1",
        entity_name="Harbour Example Bank",
        entity_legal_name="Harbour Example Bank Limited",
        entity_registration="Example registration 000-000",
        licence_classes=("Bank (authorized institution)", "Registered institution"),
        use_case_id="u1",
        reference="HEB-UC-007",
        name="Customer enquiry assistant",
        description=(
            "The assistant drafts answers to questions that retail customers ask in the bank's app about fees, opening"
            " hours, lost cards and published terms. A member of staff reads each draft before it is sent."
        ),
        purpose="Shorten the wait for simple questions from eleven minutes to two, in English and Traditional Chinese.",
        owner="Chan Example",
        version_id="v3",
        version_number=3,
        version_summary="Adds lost-card questions; new retrieval sources.",
        parts=(
            PartLine("system", "Enquiry desk", "4.2", "Chat in the bank's app with a review queue for staff.",
                     (("Hosting", "Bank's private cloud, Hong Kong"), ("Tools", "search of published documents"))),
            PartLine("model", "Example-LM", "2.1", "Language model with retrieval-augmented generation (RAG).",
                     (("Source", "vendor"), ("Supplier", "Example Models Pte"))),
            PartLine("vendor", "Example Models Pte", "", "", (("Country", "Singapore"), ("Contract", "EM-2026-11"),
                     ("Sub-processors", "应规科技（深圳）有限公司"), ("Certificates", "ISO/IEC 27001 to 30 Jun 2027"))),
        ),
        facts=tuple(FactLine(*fact, "Chan Example", ANSWERED_AT) for fact in facts),
        flows=flows(),
        flows_complete=True,
        people=(CHAN, LEE),
    )  # fmt: skip


def flows() -> tuple[FlowLine, ...]:
    conditional = FlowRuling(
        "Personal data leaving Hong Kong",
        "conditional",
        f"{PRIVACY}, Schedule 1: DPP1, DPP2(3), DPP3 and DPP4(2)",
        "law",
        ("People were told the classes of recipients", "Processors are bound by contract on keeping and erasing"),
    )
    free = FlowRuling("No restriction found in this pack as of 2026-11-22", "no_restriction_found", "", "", ())
    barred = FlowRuling("Credit agency data stays in Hong Kong", "prohibited", "SPM IC-6, version 7", "guideline", ())
    unknown = FlowRuling("Rules of the place where the data is read", "not_assessed", "", "", (), "No pack for SG.")
    return (
        FlowLine("Questions of customers", ("Personal data, Prompts",), "HK", ("Hong Kong",), ("Hong Kong, Singapore",),
                 ("Hong Kong",), "Vendor", "contract", (conditional, unknown)),
        FlowLine("Published documents", ("Public",), "HK", ("Hong Kong",), ("Hong Kong",), (), "", "", (free,)),
        FlowLine("Credit file (not used)", ("Consumer credit data",), "HK", (), ("Singapore",), (), "", "", (barred,)),
    )  # fmt: skip


def law() -> Law:
    classifications = (
        ClassificationLine(
            "hk-pcpd-risk", "Risk level under the PCPD model framework", "PCPD voluntary framework: Artificial"
            " Intelligence: Model Personal Data Protection Framework", "Part II, 2.2 and Figure 12", "Not higher-risk",
            ("Personal data: yes", "Decision affects customer: no"), "", "Higher-risk", "Lee Sample",
            "2026-11-14T03:00:00.000Z[Asia/Hong_Kong]",
            "Complaints could follow a wrong answer; the higher tier is taken by choice.",
            "The framework is voluntary.",
        ),
        ClassificationLine("hk-undetermined", "Materiality on the firm's own scale", "Firm pack", "", "High", (), ""),
    )  # fmt: skip
    terms = (
        TermLine("Bank", "HKMA", "authorized institution (AI)", "認可機構", "A bank, restricted licence bank or"
                 " deposit-taking company.", "HKMA circular: High-level Principles, throughout",
                 "Licensed corporations and other firms without a banking authorization."),
        TermLine("Hallucination", "HKMA", "hallucination", "", "Output that looks real but is wrong or incomplete.",
                 f"{CIRCULAR}, introduction", ""),
        TermLine("Hallucination", "SFC", "hallucination risk", "", "Plausible output that is factually incorrect;"
                 " includes repeating the user's own opinion back.", "SFC circular: generative AI language models", ""),
    )  # fmt: skip
    return Law(
        classifications,
        terms,
        requirements(),
        tuple(f"IA guideline: Guideline on Outsourcing, GL14 part {n} (Outsourced AI, {n})" for n in range(1, 13)),
        (StepLine("A committee considers the effect on customers", "The bank's own committee; nobody outside it",
                  "Before launch an appropriate committee considers the effect on customers. No filing follows.",
                  "not published", False, f"{CIRCULAR}, Section 1"),),
        (ClockLine("Report of a data breach", "the breach is discovered", "72 hours after", "PCPD",
                   "PCPD guidance: handling data breaches", "voluntary"),),
        (form(),),
    )  # fmt: skip


def form() -> FormContent:
    lines = (
        FormLine("Institution", "Harbour Example Bank Limited", True, ""),
        FormLine("Problem and theme", "", True, "One paragraph."),
        FormLine("Risk assessment", "Rated medium: wrong answers, mixed languages, staff over-reliance.", True, ""),
        FormLine("What is new", "Drafts are scored for support in the source before a person sees them.", True, ""),
        FormLine("Protection of customers if real ones are touched", "", False, ""),
    )
    return FormContent(
        "hk-genai-sandbox-application", "Application pack for the GenA.I. Sandbox or Sandbox++",
        "Hong Kong Monetary Authority", "HKMA press release: GenA.I. Sandbox++, launch material", False,
        "As the call of the cohort says", "Selection is not an approval to launch.", lines,
    )  # fmt: skip


def firm() -> FirmLines:
    return FirmLines(
        "Harbour Example Bank",
        (
            StepLine("Owner's statement", "Business owner", "States that answers are complete.", "", False, ""),
            StepLine("Compliance opinion", "Compliance officer", "Says whether there is an objection.", "", False, ""),
            StepLine("Approval by the committee", COMMITTEE, "Decides by minute.", "", True, ""),
        ),
        (BodyLine("b1", COMMITTEE, "Approves AI uses that customers meet; meets monthly.", 3,
                  ("Wong Specimen", "Ho Muster (何示例)", "Lam Placeholder")),),
        (WordLine("RAG", "Retrieval-augmented generation: the model answers from documents looked up for it"),
         WordLine("severity 1", "An incident that reaches customers and causes loss or a wrong decision")),
        (WordLine("Exit test of the early stage", "98% of 500 sampled answers a week right over 90 days"
                  " (approved by AI Governance Committee, minute AIGC-2026-07, 2026-06-18)"),),
    )  # fmt: skip


def exhibit(number: str, title: str, *, cleared: bool = True, attached: bool = True) -> ExhibitLine:
    shown = title if cleared else "Withheld: not cleared for this addressee."
    name = f"{number.lower()}.txt" if cleared else ""
    return ExhibitLine(number, shown, name, sha(title), 2048, "text/plain", "Harbour Example Bank", "2026-10-30",
                       cleared, attached, number)  # fmt: skip


def snapshot(kind: str = "internal_approval_record", addressee: str = "internal") -> Snapshot:
    exhibits = (
        exhibit("E-01", "Review procedure v3"),
        exhibit("E-02", "Validation report, version 2.1 of the model"),
        exhibit("E-03", "Legal advice on the supplier contract", cleared=False, attached=False),
    )
    return Snapshot(heading(kind, addressee), subject(), law(), firm(), exhibits)


def decision(stage_id: str, stage: str, kind: str, outcome: str, who: PersonLine, assurance: str) -> DecisionLine:
    certificate = sha(who.id) if assurance in ("own_certificate", "evaluation_identity") else ""
    return DecisionLine(
        stage_id=stage_id, stage=stage, kind=kind, outcome=outcome, who=who.name, capacity=who.roles[0].title,
        decided_on="2026-11-21", recorded_at="2026-11-21T07:15:00.000Z[Asia/Hong_Kong]",
        scope="in Hong Kong, for 50 pilot customers, until 31 May 2027", comment="", minute_reference="", present=(),
        quorum=0, dissent="", recused=(), extract_exhibit="", assurance=assurance, recorded_by="Lee Sample",
        certificate_fingerprint=certificate, snapshot_sha256=sha("s"), review_copy_sha256=sha("r"), record="{}",
        signature="AAAA" if certificate else "", imported=False, conditions=(), sign_off_id=f"s-{stage_id}",
        person_id=who.id, field=f"stage-{stage_id}",
    )  # fmt: skip


def conditions() -> tuple[ConditionLine, ...]:
    return (
        ConditionLine("C-01", "precedent", "Staff who read drafts have passed the reading test.", "pass mark 18 of 20",
                      "Chan Example", "2026-12-01", "list of results", "open"),
        ConditionLine("C-02", "ongoing", "Wrong answers among sampled drafts stay below the limit; above it the pilot"
                      " stops until the committee has looked at it.", "≤ 2.0 % a week of 500", "Chan Example",
                      "2027-05-31", "weekly sample by the risk officer", "open"),
    )  # fmt: skip


def decisions() -> tuple[DecisionLine, ...]:
    minute = replace(
        decision("approve-committee", "Approval by the AI Governance Committee", "approve", "approved_with_conditions",
                 HO, "minutes_extract"),
        who=COMMITTEE, capacity=COMMITTEE, minute_reference="AIGC-2026-11, item 4", quorum=3, by_body=True,
        person_id="", present=("Wong Specimen", "Ho Muster (何示例)", "Lam Placeholder"), extract_exhibit="E-04",
        dissent="Lam Placeholder wished for a pilot of 25 customers.", conditions=conditions(),
    )  # fmt: skip
    opinion = replace(
        decision("opine-compliance", "Compliance opinion", "opine", "no_objection", LEE, "recorded_on_word"),
        recorded_by=HO.name,
    )
    return (
        decision("attest", "Owner's statement", "attest", "attested", CHAN, "own_certificate"),
        replace(
            decision("validate", "Independent validation", "validate", "passed_with_findings", WONG,
                     "evaluation_identity"),
            comment="One finding on mixed-language questions stays open; see C-02.",
        ),
        replace(opinion, conditions=(replace(conditions()[0], number="C-03", kind="subsequent", due=""),)),
        minute,
    )  # fmt: skip


def sealed(kind: str = "internal_approval_record", addressee: str = "internal") -> SealedContent:
    made = snapshot(kind, addressee)
    digest = snapshot_sha256(made)
    key = "placet-example+0a1b2c3d+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
    cover = {
        "internal_approval_record": "Internal decision of Harbour Example Bank. Not approved or endorsed by HKMA.",
        "sandbox_application": "Preparatory pack for Hong Kong Monetary Authority; the official application form was"
        " not available to us. Selection for a sandbox is not approval to launch.",
    }  # fmt: skip
    return SealedContent(
        number="HK-2026-0007",
        dossier_version=1,
        sealed_at=SEALED_AT,
        snapshot=made,
        snapshot_sha256=digest,
        decisions=decisions(),
        decision_exhibits=(exhibit("E-04", "Extract of minute AIGC-2026-11"),),
        deciders=(CHAN, LEE, WONG, HO),
        decided_snapshot_sha256=digest if addressee == "internal" else sha("internal record"),
        checkpoint=f"placet.example/harbour\n1204\n{'q' * 43}=\n\n— placet-example {'B' * 88}\n",
        checkpoint_size=1204,
        checkpoint_root=sha("root"),
        verifier_key=key,
        epoch="1",
        proofs=tuple(
            ProofLine(item.sign_off_id, 1190 + place, "e30=", "AA==", "e30=", (sha("a"), sha("b")))
            for place, item in enumerate(decisions())
        ),
        consistency=(ConsistencyLine("HK-2026-0003", 870, sha("old"), "1", (sha("c"),)),),
        warnings=(
            PassedWarning("evidence.E-03", "E-03 is cited but not cleared for the addressee", "Privileged advice."),
        ),
        cover_lines=(cover[kind],),
        application="Placet 0.1.0",
    )


def exhibit_files() -> tuple[Attachment, ...]:
    return (Attachment("E-01 e-01.txt", b"Review procedure v3", "text/plain", "Review procedure v3", "Supplement"),)


def rendered(kind: str = "internal_approval_record", addressee: str = "internal") -> Rendered:
    content = sealed(kind, addressee)
    return render_dossier(content, twin_bytes(content), exhibit_files(), created=CREATED)
