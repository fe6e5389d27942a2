"""Export the register as a spreadsheet, CSV or JSON, in the firm's own columns when a mapping is given."""

from __future__ import annotations

from placet.domain.errors import UserFacingError
from placet.exchange.export import Form, export_register
from placet.exchange.mapping import Mapping
from placet.operations.read_inventory import inventory_of
from placet.operations.workspace import Workspace


def export_inventory(ws: Workspace, suffix: str, mapping: Mapping | None = None) -> bytes:
    """Return the export for a file ending: .xlsx, .csv or .json."""
    forms = {".xlsx": Form.XLSX, ".csv": Form.CSV, ".json": Form.JSON}
    if suffix.lower() not in forms:
        raise UserFacingError(f"there is no export for “{suffix}”", todo=f"Use {', '.join(forms)}.")
    return export_register(inventory_of(ws), ws.facts, mapping, forms[suffix.lower()])
