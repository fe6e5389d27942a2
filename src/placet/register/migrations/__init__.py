"""The register's migrations in order; a released one is frozen text and never changes."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from placet.register.migrations import m0001_first_tables

STEPS = (m0001_first_tables,)
"""Each module has ``NAME``, ``SCHEMA`` (the number the file carries afterwards) and ``apply(db)``."""
SCHEMA = STEPS[-1].SCHEMA
SET_NAME = "placet"


def migrations() -> Migrations:
    """Return the set as sqlite-utils applies it, each step in one transaction."""
    result = Migrations(SET_NAME)
    for step in STEPS:
        result(name=step.NAME)(step.apply)
    return result


def applied(db: Database) -> list[str]:
    """Return the names of the steps a file has had, in order."""
    return [step.name for step in migrations().applied(db)]
