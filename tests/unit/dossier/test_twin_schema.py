"""The schema that travels with a dossier describes its twin, and nothing else."""

import json
from typing import Any

import jsonschema
import pytest

from placet.domain.sealed import twin_bytes
from placet.dossier.twin_schema import twin_schema
from unit.dossier import content


def twin() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(twin_bytes(content.sealed()))
    return made


def test_a_twin_is_what_its_schema_says() -> None:
    schema = json.loads(twin_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(twin(), schema)


@pytest.mark.parametrize("damage", ["missing", "unknown", "type", "format", "deep"])
def test_another_content_is_refused(damage: str) -> None:
    value = twin()
    if damage == "missing":
        del value["decisions"]
    elif damage == "unknown":
        value["score"] = 97
    elif damage == "type":
        value["number"] = 7
    elif damage == "format":
        value["format"] = 2
    else:
        value["snapshot"]["law"]["requirements"][0]["answers"][0]["extra"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, json.loads(twin_schema()))
