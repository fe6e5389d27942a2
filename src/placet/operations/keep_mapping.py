"""Keep how a firm's own columns were mapped, so that its next file maps itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.domain.keeping import ImportMapping
from placet.exchange.cells import heading_key
from placet.exchange.mapping import OWN_FIELD, Mapping, mapping_from_json, mapping_to_json
from placet.exchange.spreadsheet import sheet_names
from placet.operations.workspace import Workspace
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.exchange.cells import Sheet


def sheets_in(data: bytes, name: str) -> tuple[str, ...]:
    """Return the names of a workbook's visible sheets; one empty name for a file that has no sheets."""
    return sheet_names(data, name)


def saved_mappings(ws: Workspace) -> tuple[Mapping, ...]:
    """Return the mappings kept in the register, newest first."""
    kept = ws.register.all(ImportMapping)
    return tuple(mapping_from_json(item.body.encode("utf-8"), item.name) for item in reversed(kept))


def save_mapping(ws: Workspace, mapping: Mapping) -> None:
    """Keep a mapping under its name; a former one of that name is replaced."""
    body = mapping_to_json(mapping).decode("utf-8")
    old = next(iter(ws.register.all(ImportMapping, name=mapping.name)), None)
    if old is not None and old.body == body:
        return
    kept = ImportMapping(old.id if old else ws.new_id(), mapping.name, body)
    ws.commit("save_mapping", [Change.put(kept)], subject=mapping.name)


def fitting_mapping(ws: Workspace, sheet: Sheet) -> Mapping | None:
    """Return the newest kept mapping whose every fed column is in the sheet, or None."""
    present = {heading_key(heading) for heading in sheet.headings}
    for mapping in saved_mappings(ws):
        needed = {heading_key(rule.column) for rule in mapping.columns if rule.target != OWN_FIELD}
        if needed and needed <= present:
            return mapping
    return None
