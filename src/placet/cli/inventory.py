"""Commands that bring an inventory in and take it out: import, export."""

from __future__ import annotations

from pathlib import Path

import click

from placet.cli.frame import opened, read_bytes, register_options, show, write_bytes


@click.command("import")
@register_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A saved mapping; suggested if left out.",
)
@click.option("--sheet", default="", help="Sheet of the workbook.")
@click.option("--preview", is_flag=True, help="Show what would change; write nothing.")
@click.option("--save-mapping", type=click.Path(path_type=Path, dir_okay=False), help="Write the mapping used here.")
def import_(
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
    file: Path,
    mapping_file: Path | None,
    sheet: str,
    preview: bool,
    save_mapping: Path | None,
) -> None:
    """Import an inventory (.xlsx, .csv or .json): all of it, or nothing."""
    from placet.exchange.difference import ChangeKind
    from placet.exchange.mapping import mapping_from_json, mapping_to_json
    from placet.operations import import_inventory as operation

    read = operation.read_inventory_file(read_bytes(file), file.name, sheet)
    ws = opened(register, passphrase_file, acting, write=not preview)
    with ws.register:
        mapping = (
            mapping_from_json(read_bytes(mapping_file), mapping_file.name)
            if mapping_file
            else operation.suggested_mapping(ws, read, file.stem)
        )
        if save_mapping:
            write_bytes(save_mapping, mapping_to_json(mapping))
        plan = operation.plan_import(ws, read, mapping)
        plan.require(file.name)
        if not preview:
            operation.apply_import(ws, plan, file.name)
    counts = {kind.value: plan.count(kind) for kind in ChangeKind}
    done = "would change" if preview else "imported"
    lines = [f"{kind.replace('_', ' ')}: {count}" for kind, count in counts.items()]
    lines += [str(finding) for finding in plan.findings]
    show({"done": not preview, **counts}, [f"{file.name} {done}", *lines], as_json=as_json)


@click.command()
@register_options
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".xlsx, .csv or .json")
@click.option(
    "--mapping", "mapping_file", type=click.Path(path_type=Path, dir_okay=False), help="In the firm's own columns."
)
def export(
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
    out: Path,
    mapping_file: Path | None,
) -> None:
    """Export the inventory so that importing it again changes nothing."""
    from placet.exchange.mapping import mapping_from_json
    from placet.operations.export_inventory import export_inventory

    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        mapping = mapping_from_json(read_bytes(mapping_file), mapping_file.name) if mapping_file else None
        write_bytes(out, export_inventory(ws, out.suffix, mapping))
    show({"file": str(out)}, [str(out)], as_json=as_json)
