"""The schemas for editors agree with the reader: good files pass, what the reader refuses is refused."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from placet.packs.schema import schemas, write_schemas

DATA = Path(__file__).parents[2] / "data" / "packs"
FILES = sorted(DATA.rglob("*.yaml"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _errors(path: Path, text: str) -> list[str]:
    name = "requirements" if path.parent.name == "requirements" else path.stem
    validator = jsonschema.Draft202012Validator(schemas()[f"{name}.schema.json"])
    return [error.message for error in validator.iter_errors(_plain(YAML(typ="safe", pure=True).load(text)))]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_made_up_files_fit(path: Path) -> None:
    assert _errors(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ZZ/pack.yaml", "title: Zedland", "titel: Zedland"),
        ("ZZ/pack.yaml", 'version: "1.10"', "version: 1.10"),
        ("ZZ/pack.yaml", "force: law", "force: lwa"),
        ("ZZ/requirements/zba.yaml", "includes: bank}", "include: bank}"),
        ("ZZ/requirements/zba.yaml", "relation: equal", "kind: equal"),
        ("ZZ/requirements/zba.yaml", "effective: not_set", "effective: later"),
        ("ZZ/routes.yaml", "unit: hours", "unit: hour"),
        ("common/facts.yaml", "kind: number", "kind: numbr"),
        ("firm.yaml", "kind: attest,", "kind: attests,"),
    ],
)
def test_a_slip_is_seen(file: str, old: str, new: str) -> None:
    path = DATA / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    assert _errors(path, text.replace(old, new, 1))


def test_every_schema_is_one_and_is_written(tmp_path: Path) -> None:
    for schema in schemas().values():
        jsonschema.Draft202012Validator.check_schema(schema)
    written = write_schemas(tmp_path / "schemas")
    assert sorted(path.name for path in written) == sorted(schemas())
    assert all(path.read_text(encoding="utf-8").startswith("{") for path in written)
