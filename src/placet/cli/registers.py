"""Commands on the register as a whole: demo, new, backup, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from placet.cli.frame import JSON, PASSPHRASE_FILE, REGISTER, opened, passphrase, read_bytes, register_options, show


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to fill.")
@click.option("--no-window", is_flag=True, help="Accepted for scripts; the demo never opens a window itself.")
@JSON
def demo(out: Path, no_window: bool, as_json: bool) -> None:
    """Do the main job on the sample: register, interview, sign-offs, dossiers, signatures, verification."""
    from placet.operations.demo import PASSPHRASE, run_demo

    def say(text: str) -> None:
        click.echo(text, err=as_json)

    result = run_demo(out, say)
    say(f"The sample register's passphrase is: {PASSPHRASE}")
    value = {
        "register": str(result.register),
        "dossiers": [str(path) for path in result.dossiers],
        "authority": str(result.authority),
        "outcomes": [int(item.outcome) for item in result.verifications],
    }
    show(value, [f"Trust anchor of the sample: {result.authority}"], as_json=as_json)


@click.command()
@REGISTER
@PASSPHRASE_FILE
@click.option("--firm", "firm_name", help="The firm's name.")
@click.option("--firm-pack", type=click.Path(path_type=Path, dir_okay=False), help="The firm's own firm.yaml.")
@JSON
def new(register: Path, passphrase_file: Path | None, firm_name: str, firm_pack: Path | None, as_json: bool) -> None:
    """Create a register."""
    from placet.operations.open_workspace import create_workspace

    secret = passphrase(passphrase_file, "Passphrase for the new register")
    data = read_bytes(firm_pack) if firm_pack else None
    with create_workspace(register, secret, firm_name=firm_name or "", firm_pack=data).register as made:
        value = {"register": str(made.path), "firm": made.firm}
        show(value, [f"Register of {made.firm} created: {made.path.name}"], as_json=as_json)


@click.command()
@register_options
def backup(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """Make a verified backup now."""
    from placet.register.backup import make_backup

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        made = make_backup(ws.register, ws.clock())
        show({"backup": str(made.path)}, [f"Verified backup: {made.path}"], as_json=as_json)


@click.command()
@register_options
def doctor(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> int:
    """Check the register: file, tables against the journal, rules, backups."""
    from placet.operations.examine_register import examine

    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        checks = examine(ws)
    lines = [f"{'ok  ' if item.is_good else 'BAD '} {item.title}: {item.text}" for item in checks]
    value = [{"check": item.title, "good": item.is_good, "text": item.text} for item in checks]
    show(value, lines, as_json=as_json)
    return 0 if all(item.is_good for item in checks) else 1
