"""Make signing identities to try Placet with; they are labelled, and never trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.domain.parties import Person
from placet.operations.bind_certificate import bind_certificate
from placet.operations.workspace import Workspace, found

if TYPE_CHECKING:
    from placet.signing.identities import Identity

EVALUATION_BASIS = "Evaluation identity made in Placet; proves nothing about who signed."


def make_evaluation_identity(ws: Workspace, person_id: str, passphrase: str) -> tuple[bytes, Identity]:
    """Make a self-signed evaluation identity for a person and bind it; returns the PKCS#12 file and the identity."""
    from placet.signing.identities import load_pkcs12
    from placet.signing.issuing import make_evaluation_identity as make

    person = found(ws.register.get(Person, person_id), "person", person_id)
    data = make(person.name, ws.firm.firm, passphrase, now=ws.clock())
    identity = load_pkcs12(data, passphrase, person.name, now=ws.clock())
    bind_certificate(ws, person_id, identity, EVALUATION_BASIS)
    return data, identity


def bind_pkcs12(ws: Workspace, person_id: str, data: bytes, passphrase: str | None, label: str, basis: str) -> Identity:
    """Load a person's own PKCS#12 file and bind its certificate to them."""
    from placet.signing.identities import load_pkcs12

    identity = load_pkcs12(data, passphrase, label, now=ws.clock())
    bind_certificate(ws, person_id, identity, basis)
    return identity
