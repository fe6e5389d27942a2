"""Which table holds which domain type, and which tables the journal leaves out."""

from __future__ import annotations

import re

from placet.domain import acts, keeping, parties
from placet.domain.checkpoint import Checkpoint

TYPES: tuple[type, ...] = (
    keeping.Setting,
    keeping.ImportMapping,
    keeping.ImportBatch,
    Checkpoint,
    parties.Entity,
    parties.Person,
    parties.RoleHolding,
    parties.CertificateBinding,
    parties.Body,
    parties.Vendor,
    parties.Model,
    parties.System,
    parties.UseCase,
    parties.UseCaseVersion,
    parties.Deployment,
    parties.DataFlow,
    parties.Fact,
    acts.Evidence,
    acts.Answer,
    acts.Determination,
    acts.SignOff,
    acts.Condition,
    acts.DossierRecord,
    acts.ReviewCopy,
    acts.Signing,
    acts.InstalledPack,
)


def table_of(cls: type) -> str:
    """Return the table of a domain type: its name in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


BLOB = "blob"
TABLES = {table_of(cls): cls for cls in TYPES}
JOURNALLED = (*TABLES, BLOB)
"""Tables that only ``register.commit`` writes and that a replay of the journal must reproduce."""
JOURNAL = ("journal", "payload", "head")
EXEMPT = (
    "secret",
    "draft",
    "window_state",
    "search",
    "search_name",
    "search_row",
    "derived_state",
    "fact_matrix",
    "flow_matrix",
)
"""Not journalled: the register's private key, half-typed text, and what can be worked out again."""
KEY_COLUMN = {BLOB: "sha256"}


def key_column(table: str) -> str:
    """Return the name of a journalled table's key column."""
    return KEY_COLUMN.get(table, "id")


REFERENCES = frozenset(
    {
        ("answer", "version_id"),
        ("body", "entity_id"),
        ("certificate_binding", "person_id"),
        ("condition", "owner_id"),
        ("condition", "sign_off_id"),
        ("condition", "version_id"),
        ("data_flow", "vendor_id"),
        ("data_flow", "version_id"),
        ("deployment", "entity_id"),
        ("deployment", "version_id"),
        ("determination", "entity_id"),
        ("determination", "version_id"),
        ("dossier_record", "entity_id"),
        ("dossier_record", "version_id"),
        ("entity", "parent_id"),
        ("import_batch", "mapping_id"),
        ("model", "vendor_id"),
        ("review_copy", "entity_id"),
        ("review_copy", "version_id"),
        ("role_holding", "entity_id"),
        ("role_holding", "person_id"),
        ("sign_off", "body_id"),
        ("sign_off", "extract_id"),
        ("sign_off", "person_id"),
        ("sign_off", "version_id"),
        ("signing", "dossier_id"),
        ("signing", "person_id"),
        ("system", "vendor_id"),
        ("use_case", "owner_id"),
        ("use_case_version", "baseline_id"),
        ("use_case_version", "use_case_id"),
    }
)
"""Columns that point at another row; an empty id is stored as NULL there, so that foreign keys can hold."""
