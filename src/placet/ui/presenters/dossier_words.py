"""Kinds of dossiers in words, and where a finding of the stranger test is mended."""

from __future__ import annotations

from dataclasses import dataclass

from placet.ui.translate import tr

INTERNAL_RECORD, SANDBOX = "internal_approval_record", "sandbox_application"


@dataclass(frozen=True, slots=True)
class Target:
    """A page, and the question on it where there is one; without a page it is an exhibit, by its number."""

    page: str
    question: str = ""


def kind_names() -> dict[str, str]:
    """Return the kinds of dossiers by name."""
    return {
        INTERNAL_RECORD: tr("Internal approval record"),
        SANDBOX: tr("Sandbox application"),
        "notification": tr("Notification"),
    }


def target_of(path: str, entity_id: str) -> Target:
    """Return where a finding is mended, by its path."""
    head, _, rest = path.partition(".")
    match head:
        case "answer" | "requirement":
            return Target("interview", f"requirement:{rest}")
        case "flows" | "flow" | "dossier":
            return Target("interview", "flows")
        case "classification":
            return Target("interview", f"classification:{entity_id}:{rest}")
        case "evidence":
            return Target("", rest)
        case "decision" | "condition" | "route":
            return Target("approvals")
    return Target("register")
