"""The command line: every operation without a window."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from placet import __version__
from placet.cli.frame import run

_COMMANDS = {
    "demo": "registers:demo",
    "new": "registers:new",
    "backup": "registers:backup",
    "doctor": "registers:doctor",
    "import": "inventory:import_",
    "export": "inventory:export",
    "entity": "parties:entity",
    "person": "parties:person",
    "body": "parties:body",
    "vendor": "parties:vendor",
    "model": "parties:model",
    "system": "parties:system",
    "deployment": "parties:deployment",
    "usecase": "use_cases:usecase",
    "flow": "use_cases:flow",
    "fact": "use_cases:fact",
    "evidence": "use_cases:evidence",
    "answer": "interview:answer",
    "determine": "interview:determine",
    "assess": "interview:assess",
    "compare": "compare:compare_command",
    "signoff": "approvals:signoff",
    "review": "approvals:review",
    "identity": "approvals:identity",
    "dossier": "dossiers:dossier",
    "sign": "dossiers:sign",
    "verify": "dossiers:verify",
    "pack": "packs:pack",
    "journal": "journal:journal",
}
"""Command to module and function; a module is loaded only when its command runs."""


class _Lazy(click.Group):
    """A group that loads a command's module when it is called, and opens the app for a bare register."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(f"placet.cli.{module}"), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Suggest near misses for an unknown command."""
        import difflib

        if args and args[0] not in _COMMANDS:
            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else " “placet --help” lists the commands."
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="placet")
def placet() -> None:
    """Keep a register of AI use cases, assess, sign off, and seal dossiers that a regulator can verify.

    Without a command, or with only the path of a register, the app opens.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (len(given) == 1 and Path(given[0]).suffix == ".placet"):
        return _open_app(given)
    return run(placet, given)


def _open_app(given: list[str]) -> int:
    """Open the window; the command line and the window share no code but this door."""
    application = importlib.import_module("placet.ui.application")
    return int(application.main(["placet", *given]))


if __name__ == "__main__":
    sys.exit(main())
