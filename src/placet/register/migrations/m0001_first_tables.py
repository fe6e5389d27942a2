"""The first tables of the register. Released: never change this text, add a migration."""

from __future__ import annotations

from sqlite_utils import Database

from placet.register.migrations.m0001_objects import OBJECTS

NAME = "m0001_first_tables"
SCHEMA = 1


def apply(db: Database) -> None:
    """Create every table, index and trigger."""
    for statement in (JOURNAL + OBJECTS + EXEMPT).split(";\n\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 1")
    db.execute("PRAGMA application_id = 1347175252")


JOURNAL = """
CREATE TABLE "journal" (
    "seq" INTEGER PRIMARY KEY,
    "entry" BLOB NOT NULL
) STRICT;

CREATE TABLE "payload" (
    "seq" INTEGER PRIMARY KEY REFERENCES "journal" ("seq"),
    "leaf" BLOB NOT NULL,
    "salt" BLOB,
    "body" BLOB
) STRICT;

CREATE TABLE "head" (
    "id" INTEGER PRIMARY KEY CHECK ("id" = 1),
    "size" INTEGER NOT NULL,
    "peaks" BLOB NOT NULL
) STRICT;

CREATE TRIGGER "journal_keeps_entries" BEFORE UPDATE ON "journal"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER "journal_loses_nothing" BEFORE DELETE ON "journal"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER "payload_is_only_erased" BEFORE UPDATE ON "payload"
WHEN NEW."seq" IS NOT OLD."seq" OR NEW."leaf" IS NOT OLD."leaf" OR NEW."salt" IS NOT NULL OR NEW."body" IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a payload is erased as a whole or not at all'); END;

CREATE TRIGGER "payload_loses_nothing" BEFORE DELETE ON "payload"
BEGIN SELECT RAISE(ABORT, 'a payload is erased as a whole or not at all'); END;

CREATE TABLE "setting" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "value" TEXT NOT NULL
) STRICT;

CREATE TABLE "checkpoint" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "size" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "epoch" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "given_to" TEXT NOT NULL,
    "note" TEXT NOT NULL
) STRICT;

CREATE TABLE "blob" (
    "sha256" TEXT PRIMARY KEY NOT NULL,
    "size" INTEGER NOT NULL,
    "body" BLOB NOT NULL
) STRICT;

CREATE TABLE "import_mapping" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "body" TEXT NOT NULL
) STRICT;

CREATE TABLE "import_batch" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "mapping_id" TEXT REFERENCES "import_mapping" ("id") DEFERRABLE INITIALLY DEFERRED,
    "file_name" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "imported_at" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "body" TEXT NOT NULL
) STRICT;

"""

EXEMPT = """
CREATE TABLE "secret" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "value" BLOB NOT NULL
) STRICT;

CREATE TABLE "draft" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "body" TEXT NOT NULL,
    "saved_at" TEXT NOT NULL
) STRICT;

CREATE TABLE "window_state" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "value" TEXT NOT NULL
) STRICT;

CREATE TABLE "search_row" (
    "id" INTEGER PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "use_case_id" TEXT NOT NULL,
    UNIQUE ("kind", "item_id")
) STRICT;

CREATE VIRTUAL TABLE "search" USING fts5(
    "body", content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);

CREATE VIRTUAL TABLE "search_name" USING fts5(
    "name", content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);

INSERT INTO "search" ("search", "rank") VALUES ('secure-delete', 1);

INSERT INTO "search_name" ("search_name", "rank") VALUES ('secure-delete', 1);

CREATE TABLE "derived_state" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "value" TEXT NOT NULL
) STRICT;
"""
