"""The library loads compiled files, falls back to YAML, and never shows rules staler than the YAML beside it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import placet
from placet.domain.errors import FindingsError, UserFacingError
from placet.packs import __main__ as command
from placet.packs import build
from placet.packs.built_in import compile_all, load_built_in, pack_names
from placet.packs.check_folder import check_folder
from placet.packs.sources import source_sha256

DATA = Path(__file__).parents[2] / "data" / "packs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "packs"
    shutil.copytree(DATA, target)
    return target


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_library_joins_packs_and_facts(folder: Path) -> None:
    library = load_built_in(folder)
    assert list(library.packs) == ["ZZ"]
    assert {item.key for item in library.facts.derived} == {"uses_ai", "zz_high_risk"}
    assert library.common.control("ai-disclosure") is not None


def test_compiled_and_yaml_give_the_same_library(folder: Path) -> None:
    from_yaml = load_built_in(folder)
    written = compile_all(folder)
    assert sorted(path.name for path in written) == ["ZZ.json", "common.json"]
    shutil.rmtree(folder / "ZZ")
    shutil.rmtree(folder / "common")
    assert pack_names(folder) == ("ZZ",)
    assert load_built_in(folder) == from_yaml


def test_a_stale_compiled_file_is_not_used(folder: Path) -> None:
    compile_all(folder)
    _edit(folder / "ZZ" / "pack.yaml", "title: Zedland", "title: New Zedland")
    assert load_built_in(folder).packs["ZZ"].title == "New Zedland"


def test_a_broken_compiled_file_yields_to_the_yaml_but_not_to_nothing(folder: Path) -> None:
    compile_all(folder)
    (folder / "compiled" / "ZZ.json").write_bytes(b"{")
    assert load_built_in(folder).packs["ZZ"].title == "Zedland"
    shutil.rmtree(folder / "ZZ")
    with pytest.raises(UserFacingError) as caught:
        load_built_in(folder)
    assert caught.value.what == "the compiled rules are damaged"


def test_broken_yaml_stops_loading_with_every_finding(folder: Path) -> None:
    _edit(folder / "ZZ" / "pack.yaml", "title: Zedland", "titel: Zedland")
    with pytest.raises(FindingsError) as caught:
        load_built_in(folder)
    assert [item.line for item in caught.value.findings] == [1, 4]


def test_no_packs_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        load_built_in(tmp_path)
    assert caught.value.what == "the rules that ship with Placet are missing"


def test_compiling_clears_packs_that_are_gone(folder: Path) -> None:
    compile_all(folder)
    shutil.rmtree(folder / "ZZ")
    compile_all(folder)
    assert [path.name for path in (folder / "compiled").iterdir()] == ["common.json"]


def test_line_endings_do_not_change_the_hash() -> None:
    assert source_sha256({"a.yaml": b"a: 1\nb: 2\n"}) == source_sha256({"a.yaml": b"a: 1\r\nb: 2\r\n"})
    assert source_sha256({"a.yaml": b"a: 1\n"}) != source_sha256({"b.yaml": b"a: 1\n"})


def test_build_writes_files_and_says_which(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main([str(folder)]) == 0
    assert capsys.readouterr().out.count(".json") == 2
    _edit(folder / "ZZ" / "pack.yaml", "title: Zedland", "titel: Zedland")
    assert build.main([str(folder)]) == 1
    assert "ZZ/pack.yaml:4: pack.yaml takes no key ‘titel’" in capsys.readouterr().err


def test_loading_compiled_packs_leaves_the_yaml_parser_alone(folder: Path) -> None:
    compile_all(folder)
    program = (
        "import sys, pathlib; from placet.packs.built_in import load_built_in; "
        "load_built_in(pathlib.Path(sys.argv[1])); print('ruamel.yaml' in sys.modules)"
    )
    source = str(Path(placet.__file__).parents[1])
    shown = subprocess.run(
        [sys.executable, "-c", program, folder],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert shown.stdout.strip() == "False"


def test_two_packs_may_not_define_the_same_derived_fact(folder: Path) -> None:
    shutil.copytree(folder / "ZZ", folder / "ZY")
    _edit(folder / "ZY" / "pack.yaml", "id: ZZ", "id: ZY")
    _edit(folder / "ZY" / "pack.yaml", "jurisdiction: ZZ", "jurisdiction: ZY")
    (finding,) = check_folder(folder)
    assert str(finding).startswith("pack ZZ: derived fact ‘zz_high_risk’ is defined by pack ZY already")


def test_a_pack_lies_in_the_folder_of_its_jurisdiction(folder: Path) -> None:
    _edit(folder / "ZZ" / "pack.yaml", "jurisdiction: ZZ", "jurisdiction: ZY")
    (finding,) = check_folder(folder)
    assert str(finding).startswith("ZZ/pack.yaml:3: the jurisdiction is ‘ZY’ and the folder ‘ZZ’")


def test_one_pack_is_checked_against_the_catalogue_that_ships(folder: Path) -> None:
    findings = check_folder(folder / "ZZ")
    assert "ZZ/requirements/zba.yaml" in {item.path for item in findings}
    assert any("there is no fact ‘customers_reached’" in item.message for item in findings)


def test_a_broken_catalogue_is_reported_alone(folder: Path) -> None:
    _edit(folder / "common" / "concepts.yaml", "meaning:", "meening:")
    assert {item.path for item in check_folder(folder)} == {"common/concepts.yaml"}


def test_a_firm_pack_beside_the_packs_is_checked(folder: Path) -> None:
    _edit(folder / "firm.yaml", "line: 1", "line: 7")
    (finding,) = check_folder(folder)
    assert str(finding).startswith("firm.yaml:5: role ‘owner’: line of defence 7")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        check_folder(tmp_path / "gone")
    assert caught.value.what == "there is no such folder"


def test_the_packs_that_ship_are_in_order() -> None:
    assert [str(item) for item in check_folder() if item.severity == "error"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(["check"], 1, "1 errors, 0 warnings"), (["chek"], 64, "Write: python -m"), ([], 64, "Write: python -m")],
)
def test_the_command_for_authors(
    folder: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(folder / "ZZ" / "terms.yaml", "word: machine adviser", "word: 5")
    place = [str(folder)] if arguments == ["check"] else []
    assert command.main([*arguments, *place]) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
