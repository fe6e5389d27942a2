"""Commands on packs: list, show, check, schema."""

from __future__ import annotations

from pathlib import Path

import click

from placet.cli.frame import (
    ACTING,
    JSON,
    OK,
    PASSPHRASE_FILE,
    REGISTER,
    USER,
    opened,
    read_bytes,
    register_options,
    show,
)
from placet.domain.errors import UserFacingError
from placet.domain.moments import shown_day
from placet.domain.plain import plain
from placet.packs.built_in import load_built_in

_LARGEST_FIRM_PACK = 4 * 1024 * 1024
"""Bytes; a firm's own pack is a few pages of text."""


@click.group()
def pack() -> None:
    """Show and check packs: the versioned rules of one jurisdiction each."""


@pack.command("list")
@JSON
def list_(as_json: bool) -> None:
    """List the packs that ship with Placet."""
    packs = load_built_in().packs.values()
    lines = [
        f"{item.id}  {item.version}  {item.title}, as of {shown_day(item.as_of)}, {len(item.requirements)} requirements"
        for item in packs
    ]
    value = [{"id": item.id, "version": item.version, "title": item.title, "sha256": item.sha256_hex} for item in packs]
    show(value, lines, as_json=as_json)


@pack.command("show")
@click.argument("pack_id")
@click.argument("requirement_id", required=False)
@JSON
def show_(pack_id: str, requirement_id: str | None, as_json: bool) -> None:
    """Show a pack's instruments and requirements, or one requirement in full."""
    library = load_built_in()
    found = next((item for item in library.packs.values() if pack_id in (item.id, item.jurisdiction)), None)
    if found is None:
        raise UserFacingError(f"there is no pack “{pack_id}”", todo=f"There are: {', '.join(library.packs)}.")
    if requirement_id is None:
        lines = [f"{found.title} {found.version}", *(f"  {gap}" for gap in found.gaps)]
        lines += [
            f"{item.id}  [{item.force}] {item.instrument}, {item.clause}: {item.title}" for item in found.requirements
        ]
        show([item.id for item in found.requirements], lines, as_json=as_json)
        return
    requirement = found.requirement(requirement_id)
    if requirement is None:
        raise UserFacingError(f"{pack_id} has no requirement “{requirement_id}”")
    value = plain(requirement)
    show(value, [f"{name}: {text}" for name, text in value.items() if text not in ("", [], None)], as_json=as_json)


@pack.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@JSON
def check(folder: Path | None, as_json: bool) -> int:
    """Check packs: every slip with file and line; the cases of each pack are run."""
    from placet.packs.check_folder import check_folder

    findings = check_folder(folder)
    errors = sum(item.severity == "error" for item in findings)
    lines = [f"{item.severity}: {item}" for item in findings]
    show(plain(findings), lines, as_json=as_json)
    if errors:
        first = next(item for item in findings if item.severity == "error")
        count = "one error" if errors == 1 else f"{errors} errors, the first"
        click.echo(f"{first.path}:{first.line}: {count}: {first.message}. Mend what is listed.", err=True)
        return USER
    if not as_json:
        click.echo(f"No errors, {len(findings)} warnings.")
    return OK


@pack.command("schema")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@JSON
def schema(folder: Path, as_json: bool) -> None:
    """Write JSON Schemas for editors, one for each kind of file."""
    from placet.packs.schema import write_schemas

    folder.mkdir(parents=True, exist_ok=True)
    written = write_schemas(folder)
    show([str(path) for path in written], [path.name for path in written], as_json=as_json)


@pack.command("updates")
@register_options
@click.option("--install", is_flag=True, help="Use the newer versions from now on.")
def updates(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool, install: bool) -> None:
    """Show which built-in packs are newer than those the register uses, or bring them in.

    Approvals keep the versions they were given under.
    """
    from placet.operations.use_packs import available_updates, install_updates

    ws = opened(register, passphrase_file, acting, write=install)
    with ws.register:
        found = available_updates(ws)
        if install:
            install_updates(ws)
    done = "now in use" if install else "available"
    lines = [f"{item.pack_id} {item.available} {done} (was: {item.installed or 'none'})" for item in found]
    show(plain(found), lines or ["The register uses the newest built-in rules."], as_json=as_json)


@pack.command("firm")
@REGISTER
@click.argument("file", metavar="FILE.yaml", type=click.Path(path_type=Path, dir_okay=False))
@PASSPHRASE_FILE
@ACTING
@JSON
def firm(register: Path, file: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """Use a new version of the firm's own pack: roles, route, limits.

    Every slip in the file is listed with its line. Approvals keep the version they were given under.
    """
    from placet.operations.open_workspace import install_firm_pack

    data = read_bytes(file, _LARGEST_FIRM_PACK)
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        after = install_firm_pack(ws, data, file.name)
        was, now = ws.firm, after.firm
    same = "The register uses this version already." if after is ws else ""
    line = same or f"The firm pack {now.version} is in use (was: {was.version})."
    show({"version": now.version, "was": was.version, "sha256": now.sha256_hex}, [line], as_json=as_json)
