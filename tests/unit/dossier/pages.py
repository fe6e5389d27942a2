"""A made-up dossier body for the tests of this folder; the shortest complete use of the drawing interface."""

from datetime import UTC, datetime

from placet.dossier.drawing import Body, Column, Requirement, Status
from placet.dossier.frame import PageFrame, Rendered, render
from placet.dossier.marks import Mark
from placet.dossier.pdfa import Attachment, Metadata, Relationship, to_pdfa
from placet.dossier.styles import Paper

CHINESE = "職員搭𨋢上樓時亦可使用流動版本（Mobile App 4.2），但不可輸入客戶個人資料。"
SIMPLIFIED = "这应规审科技（深圳）有限公司"
THAI = "ปัญญาประดิษฐ์"
CREATED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def frame(draft: str = "") -> PageFrame:
    return PageFrame(
        short_title="Customer enquiry assistant",
        classification="Confidential · for the HKMA",
        number="HEB-2026-001",
        version="3",
        fingerprint="7F3A-KQ2M-XX4P-77AB-9QRT",
        code="PLACET HEB-2026-001 3 7F3AKQ2MXX4P77AB9QRT",
        draft=draft,
    )


def body(paper: Paper = Paper.A4, sections: int = 2) -> Body:
    made = Body(language="en", paper=paper)
    made.contents("Contents")
    made.new_page()
    for number in range(1, sections + 1):
        made.heading(f"Section about {number}")
        made.text("A member of staff reads each answer & can stop it; <b>no</b> advice is given.", "oversight")
        made.text(CHINESE, "oversight_zh")
        made.text(f"The supplier is {SIMPLIFIED}; the Thai term is {THAI}; the limit is ≤ 2 %.", "supplier")
        made.heading("Duties", level=2)
        made.requirement(requirement("Every draft is read by a trained person before it is sent. " * 8))
        made.table(
            [Column("Condition", 3), Column("Limit", 1, is_number=True), Column("State")],
            [["Wrong answers, weekly sample of 200", "≤ 2.0 %", Status(Mark.MET, "met")]] * 4,
        )
    made.signature_box("approve-1", ["Chan Example, Manager-in-Charge"], label="Approval")
    return made


def requirement(answer: str) -> Requirement:
    return Requirement(
        clause="HKMA GenAI 2024, 3(b)",
        force="Guideline",
        issuer_label="HKMA circular",
        status=Status(Mark.PARTLY, "partly met"),
        duty="Keep a person in the loop at the early stage.",
        answers=(answer,),
        evidence=("E-07 Review procedure v3",),
        field="answer human-oversight",
    )


def rendered(draft: str = "", paper: Paper = Paper.A4, sections: int = 2) -> Rendered:
    return render(body(paper, sections), frame(draft))


def finished(draft: str = "") -> bytes:
    twin = Attachment("dossier.json", b"{}", "application/json", "The same content, for machines", Relationship.DATA)
    metadata = Metadata("Customer enquiry assistant", "Harbour Example Bank", "Internal approval record")
    return to_pdfa(rendered(draft).pdf, metadata=metadata, attachments=[twin], created=CREATED)
