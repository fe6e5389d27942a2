"""What the register keeps besides the firm's own objects: settings, saved mappings, imports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that belongs to the record: the firm's name, its firm pack."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A saved mapping of a firm's own columns and values; ``body`` is JSON."""

    id: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import of a file; ``body`` is JSON and says what came from which row."""

    id: str
    mapping_id: str
    file_name: str
    file_sha256: str
    imported_at: str
    imported_by: str
    body: str
