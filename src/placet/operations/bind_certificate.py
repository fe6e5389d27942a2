"""Bind a person to a signing certificate: one certificate stands for one person, on a stated ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placet.domain.errors import UserFacingError
from placet.domain.parties import CertificateBinding, Person
from placet.operations.workspace import Workspace, found
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.signing.identities import Identity


def bind_certificate(ws: Workspace, person_id: str, identity: Identity, basis: str) -> CertificateBinding:
    """Record that a certificate is this person's, and how that is known.

    Raises UserFacingError when the certificate already stands for somebody else.
    """
    person = found(ws.register.get(Person, person_id), "person", person_id)
    if not basis.strip():
        raise UserFacingError("how the certificate is known to be theirs is not said", person.name, rule="binding")
    for other in ws.register.all(CertificateBinding, fingerprint=identity.fingerprint):
        if other.ended_at:
            continue
        if other.person_id == person_id:
            return other
        raise UserFacingError("this certificate already stands for another person", person.name, rule="binding")
    binding = CertificateBinding(
        ws.new_id(), person_id, identity.fingerprint, identity.common_name, identity.is_evaluation,
        identity.not_before.date().isoformat(), identity.not_after.date().isoformat(), basis.strip(),
    )  # fmt: skip
    ws.commit("bind_certificate", [Change.put(binding)], subject=person_id)
    return binding


def end_binding(ws: Workspace, binding: CertificateBinding) -> None:
    """End a binding from now on: the key is lost, or the person has left."""
    ws.commit("end_binding", [Change.put(replace(binding, ended_at=ws.now()))], subject=binding.person_id)


def require_bound(ws: Workspace, person_id: str, identity: Identity) -> CertificateBinding:
    """Return the person's binding to the certificate, or refuse the act."""
    for binding in ws.register.all(CertificateBinding, fingerprint=identity.fingerprint, person_id=person_id):
        if not binding.ended_at:
            return binding
    raise UserFacingError(
        f"the certificate “{identity.common_name}” is not bound to this person",
        todo="Bind it to the person first, saying how it is known to be theirs.",
        rule="certificate-person",
    )
