import ast
from pathlib import Path

import pytest

from placet.register import migrations
from placet.register.connection import memory, pragma_int

FOLDER = Path(migrations.__file__).parent


def test_every_migration_has_a_test_of_its_own() -> None:
    tests = {name for name in globals() if name.startswith("test_m")}
    assert {f"test_{step.NAME}" for step in migrations.STEPS} <= tests


def test_every_migration_file_is_in_the_list() -> None:
    files = {path.stem for path in FOLDER.glob("m[0-9]*.py") if not path.stem.endswith("_objects")}
    assert files == {step.NAME for step in migrations.STEPS}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("m[0-9]*.py")), ids=lambda path: path.stem)
def test_a_migration_uses_no_code_of_the_program(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(name in ("__future__", "sqlite_utils") or name.startswith(migrations.__name__) for name in names)


def test_m0001_first_tables() -> None:
    db = memory()
    migrations.migrations().apply(db)
    assert pragma_int(db, "user_version") == 1
    assert migrations.applied(db) == ["m0001_first_tables"]
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    assert {"journal", "payload", "head", "use_case", "sign_off", "search", "draft"} <= names
    migrations.migrations().apply(db)
    assert migrations.applied(db) == ["m0001_first_tables"]
    db.close()
