"""Who may see an answer or a file: the one rule that decides what enters which dossier."""

from __future__ import annotations

from collections.abc import Collection

from placet.domain.acts import Disclosure
from placet.domain.errors import UserFacingError

INTERNAL = "internal"
"""Addressee of records that stay in the firm."""


def disclosure_of(text: str) -> Disclosure:
    """Return the disclosure class of this name, or say which there are."""
    if text not in set(Disclosure):
        raise UserFacingError(f"“{text}” is not a disclosure class", todo=f"Use one of {', '.join(Disclosure)}.")
    return Disclosure(text)


def may_see(disclosure: str, addressee: str, cleared_for: Collection[str] = ()) -> bool:
    """Tell whether content of a class may go to an addressee (a regulator's id, or ``internal``).

    Clearance is by name. Privileged content goes to nobody by class; supervisory content belongs to the regulator
    it came from, so that another regulator never sees it; personal data goes out only where cleared.
    """
    if addressee in cleared_for:
        return True
    match Disclosure(disclosure):
        case Disclosure.ORDINARY:
            return True
        case Disclosure.CONFIDENTIAL | Disclosure.SUPERVISORY:
            return addressee == INTERNAL
        case Disclosure.PRIVILEGED | Disclosure.PERSONAL_DATA:
            return False
