"""How states of requirements are drawn, and the closed lists in the order in which they are explained."""

from placet.dossier.marks import Mark

STATES = {
    "met": Mark.MET,
    "met_by_equivalent": Mark.MET,
    "partly": Mark.PARTLY,
    "not_met": Mark.NOT_MET,
    "open": Mark.UNKNOWN,
    "undecided": Mark.UNKNOWN,
    "disapplied": Mark.NOT_APPLICABLE,
    "waived": Mark.NOT_APPLICABLE,
    "not_yet_in_force": Mark.NOT_APPLICABLE,
}
"""States a requirement that is printed may have."""

FORCES = ("law", "notice", "guideline", "voluntary", "observation")


def mark_of(state: str) -> Mark:
    """Return the mark of a state; one of a later version is shown as unknown."""
    return STATES.get(state, Mark.UNKNOWN)
