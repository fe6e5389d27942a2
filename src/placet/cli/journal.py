"""Commands on the journal: verify, checkpoint, proof."""

from __future__ import annotations

import json
from pathlib import Path

import click

from placet.cli.frame import opened, register_options, show
from placet.domain.errors import UserFacingError


@click.group()
def journal() -> None:
    """Read and prove the journal: everything submitted, determined, signed and filed, in one log."""


@journal.command("verify")
@register_options
def verify(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> int:
    """Check every entry, every payload and every table cell against the journal."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        found = ws.register.verify_journal()
        size, unwitnessed = ws.register.size, ws.register.unwitnessed()
    lines = [str(item) for item in found] or [f"{size} entries; tables and journal agree."]
    lines.append(f"{unwitnessed} entries are not witnessed outside this laptop yet.")
    value = {"entries": size, "not_witnessed": unwitnessed, "findings": [str(item) for item in found]}
    show(value, lines, as_json=as_json)
    return 1 if found else 0


@journal.command("checkpoint")
@register_options
@click.option("--given-to", required=True, help="Who receives it; recorded.")
def checkpoint(given_to: str, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """Print the journal's signed checkpoint and record whom it was given to."""
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        made = ws.register.checkpoint(given_to, ws.clock(), by=str(ws.actor))
        key = ws.register.verifier_key
    show({"note": made.note, "key": key}, [made.note, f"Key: {key}"], as_json=as_json)


@journal.command("proof")
@register_options
@click.argument("entry", type=int)
def proof(entry: int, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """Print the proof that ENTRY is in the journal as it is now."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        size = ws.register.size
        if not 1 <= entry <= size:
            raise UserFacingError(f"there is no entry {entry}", "journal", f"It holds entries 1 to {size}.")
        path = [node.hex() for node in ws.register.prove_inclusion(entry, size)]
        value = {"entry": entry, "size": size, "root": ws.register.root().hex(), "path": path}
    show(value, [json.dumps(value, indent=2)], as_json=as_json)


@journal.command("show")
@register_options
@click.option("--last", default=20, show_default=True, help="How many of the newest entries.")
def show_(last: int, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """List the newest entries."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        first = max(1, ws.register.size - last + 1)
        entries = ws.register.entries(first)
    lines = [f"{item.seq:>6}  {item.at}  {item.operation}  by {item.by}" for item in entries]
    value = [{"seq": item.seq, "at": item.at, "operation": item.operation, "by": item.by} for item in entries]
    show(value, lines, as_json=as_json)
