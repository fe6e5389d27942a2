"""The JSON Schema of the twin, made from the types it is written from, so that it can never tell another story."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from placet.domain.sealed import SealedContent
from placet.domain.snapshot import FORMAT

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def twin_schema() -> bytes:
    """Return the schema of ``dossier.json``: every member present, none unknown."""
    import msgspec

    schema: dict[str, Any] = msgspec.json.schema(SealedContent)
    for definition in schema["$defs"].values():
        _close(definition)
    sealed = schema["$defs"]["SealedContent"]
    sealed["properties"]["format"] = {"const": FORMAT}
    named = {"$schema": _DIALECT, "title": f"Placet dossier, format {FORMAT}", **schema}
    return json.dumps(named, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _close(definition: dict[str, Any]) -> None:
    """Require every member and allow no other: the twin writes them all."""
    members: dict[str, Any] = definition["properties"]
    definition["required"] = sorted(members)
    definition["additionalProperties"] = False
    for member in members.values():
        member.pop("default", None)
