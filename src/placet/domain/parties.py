"""Who and what the register knows: entities, people, bodies, vendors, models, systems, use cases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Entity:
    """A supervised legal person or branch."""

    id: str
    name: str
    legal_name: str
    place: str
    """Jurisdiction code: HK, SG, …"""
    licence_classes: tuple[str, ...] = ()
    """Keys of the ``sector`` fact: bank, lc, ri, insurer, …"""
    regulators: tuple[str, ...] = ()
    is_group: bool = False
    parent_id: str = ""
    registration: str = ""
    """Licence or registration number as the regulator prints it."""


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person who acts; the keyboard user and the person are printed apart."""

    id: str
    name: str
    job_title: str = ""
    email: str = ""
    printable_name: str = ""
    """A form every font can print, when ``name`` cannot be."""
    os_user: str = ""


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """A person holds a role in an entity from one date to another."""

    id: str
    person_id: str
    role: str
    entity_id: str = ""
    from_date: str = ""
    to_date: str = ""
    limit: str = ""
    instrument: str = ""
    """Document that gives the role or delegation."""


@dataclass(frozen=True, slots=True)
class CertificateBinding:
    """A person is bound to a signing certificate, by whom and on what ground."""

    id: str
    person_id: str
    fingerprint: str
    """SHA-256 of the certificate's DER, hexadecimal."""
    subject: str
    is_evaluation: bool
    valid_from: str = ""
    valid_to: str = ""
    basis: str = ""
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A committee or board."""

    id: str
    key: str
    name: str
    entity_id: str = ""
    terms_of_reference: str = ""
    quorum: int = 0
    member_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """A provider on whom models or systems rely."""

    id: str
    name: str
    country: str = ""
    contract: str = ""
    sub_processors: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    outsourcing_class: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A versioned model: own, vendor's or open source."""

    id: str
    name: str
    version: str
    source: str = ""
    """own, vendor or open_source."""
    vendor_id: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A versioned system: models plus other parts, tools and hosting."""

    id: str
    name: str
    version: str
    model_ids: tuple[str, ...] = ()
    vendor_id: str = ""
    description: str = ""
    hosting: str = ""
    tools: tuple[str, ...] = ()


class TriageResult(StrEnum):
    """What triage settled."""

    OPEN = "open"
    NOT_AI = "not_ai"
    BASIC = "basic"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class UseCase:
    """Systems put to one purpose in one business context: the unit that is rated and approved."""

    id: str
    reference: str
    """The firm's own number, kept through import and export."""
    name: str
    description: str = ""
    purpose: str = ""
    owner_id: str = ""
    entity_ids: tuple[str, ...] = ()
    triage: str = TriageResult.OPEN
    own_fields: tuple[tuple[str, str], ...] = ()
    """Columns of the firm's own inventory that Placet has no field for, kept as they came."""
    retired_on: str = ""


class VersionState(StrEnum):
    """Life of a use-case version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class UseCaseVersion:
    """One version; editing always happens in a draft beside the approved baseline."""

    id: str
    use_case_id: str
    number: int
    state: str = VersionState.DRAFT
    system_ids: tuple[str, ...] = ()
    baseline_id: str = ""
    summary: str = ""
    flows_complete: bool = False


@dataclass(frozen=True, slots=True)
class Deployment:
    """An approved version running in one entity."""

    id: str
    version_id: str
    entity_id: str
    place: str
    population: str = ""
    environment: str = ""
    """synthetic, shadow, limited_live or live."""
    from_date: str = ""
    to_date: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact about one subject; the newest one stated counts, older ones stay in the journal."""

    id: str
    key: str
    about: str
    subject_id: str
    value: bool | int | str | tuple[str, ...]
    place: str = ""
    stated_by: str = ""
    stated_at: str = ""


@dataclass(frozen=True, slots=True)
class DataFlow:
    """Where one class of data goes."""

    id: str
    version_id: str
    name: str
    data_classes: tuple[str, ...] = ()
    collected_in: str = ""
    stored_in: tuple[str, ...] = ()
    processed_in: tuple[str, ...] = ()
    accessed_from: tuple[str, ...] = ()
    given_to: str = ""
    """own_entity, group, vendor, regulator, public."""
    vendor_id: str = ""
    mechanism: str = ""
    note: str = ""
