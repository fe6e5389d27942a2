"""What every command shares: opening the register, passphrases, output as text or JSON, errors and exit codes."""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from placet.domain.errors import FindingsError, UserFacingError
from placet.operations.open_workspace import open_workspace
from placet.operations.workspace import Actor, Workspace, keyboard_user

OK, USER, USAGE, BUG = 0, 1, 64, 70
PASSPHRASE_VARIABLE = "PLACET_PASSPHRASE"  # noqa: S105 - the name of a variable, no secret
F = TypeVar("F", bound=Callable[..., Any])

REGISTER = click.argument("register", type=click.Path(path_type=Path, dir_okay=False))
USE_CASE = click.argument("use_case", metavar="USECASE")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File whose first line is the passphrase; otherwise ${PASSPHRASE_VARIABLE} or a prompt.",
)
ACTING = click.option("--as", "acting", metavar="PERSON", help="The person of the register who is acting: name or id.")


def register_options(command: F) -> F:
    """Add what every command on a register takes."""
    return REGISTER(PASSPHRASE_FILE(ACTING(JSON(command))))


def passphrase(file: Path | None, prompt: str = "Passphrase", variable: str = PASSPHRASE_VARIABLE) -> str:
    """Return a passphrase from a private file, the environment or a prompt; never from an argument."""
    if file is not None:
        return _from_file(file)
    from_environment = os.environ.get(variable)
    if from_environment is not None:
        return from_environment
    if not sys.stdin.isatty():
        raise UserFacingError(
            "no passphrase was given", todo=f"Use --passphrase-file, or set {variable}, or run it in a terminal."
        )
    return str(click.prompt(prompt, hide_input=True))


def _from_file(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserFacingError("the passphrase file cannot be read", str(file), "Check that it is there.") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UserFacingError("others can read the passphrase file", str(file), "Run: chmod 600 on it.")
    if not lines or not lines[0]:
        raise UserFacingError("the passphrase file is empty", str(file))
    return lines[0]


def opened(register: Path, file: Path | None, acting: str | None = None, *, write: bool = True) -> Workspace:
    """Open a register; use it as ``with opened(…).register``."""
    if not register.exists():
        raise UserFacingError("there is no such register", str(register), "“placet new” makes one.")
    ws = open_workspace(register, passphrase(file), write=write)
    for notice in ws.register.notices:
        click.echo(notice, err=True)
    return ws.acting_as(actor_named(ws, acting)) if acting else ws


def actor_named(ws: Workspace, key: str) -> Actor:
    """Return the person as the one at the keyboard."""
    person = person_named(ws, key)
    return Actor(keyboard_user().os_user, person.id, person.name)


def person_named(ws: Workspace, key: str) -> Any:
    """Return a person by id or exact name."""
    from placet.domain.parties import Person

    return by_name(ws, Person, key, "person")


def by_name(ws: Workspace, kind: type[Any], key: str, word: str) -> Any:
    """Return the one object with this id, reference, key or name."""
    direct = ws.register.get(kind, key)
    if direct is not None:
        return direct
    for column in ("reference", "key", "name", "number", "legal_name"):
        if column in kind.__dataclass_fields__:
            matches = ws.register.all(kind, **{column: key})
            if len(matches) == 1:
                return matches[0]
            if len(matches) > 1:
                raise UserFacingError(f"there are {len(matches)} of the name “{key}”", word, "Use the id.")
    raise UserFacingError(f"there is no {word} “{key}”", todo=f"“placet {word} list” shows them all.")


def show(value: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Print the value as JSON, or the lines."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            click.echo(line)


def read_bytes(path: Path, limit: int = 512 * 1024 * 1024) -> bytes:
    """Read a file the user named, or say why not."""
    try:
        if path.stat().st_size > limit:
            raise UserFacingError("the file is too large", str(path))
        return path.read_bytes()
    except OSError as error:
        raise UserFacingError(f"the file cannot be read: {error.strerror}", str(path)) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, replace: a half-written file is never left under the name."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserFacingError(
            f"the file cannot be written: {error.strerror}", str(path), "Close it elsewhere, or choose another place."
        ) from error


def run(group: click.Group, arguments: Sequence[str] | None) -> int:
    """Run a command and return its exit code; a person's mistake is one sentence, a bug is an apology."""
    try:
        result = group.main(arguments, prog_name="placet", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except click.exceptions.Abort:
        click.echo("Cancelled.", err=True)
        return USER
    except click.ClickException as error:
        click.echo(_usage_sentence(error), err=True)
        return USAGE
    except FindingsError as error:
        click.echo(error.sentence, err=True)
        for finding in error.findings:
            click.echo(f"  {finding}", err=True)
        return USER
    except UserFacingError as error:
        click.echo(error.sentence, err=True)
        return USER
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except Exception as error:  # a bug: say so in one line, keep values out of it
        logging.getLogger("placet").debug("bug", exc_info=True)
        place = _last_frame(error)
        click.echo(f"Placet has a fault ({type(error).__name__} in {place}). Your register is safe.", err=True)
        return BUG


def _usage_sentence(error: click.ClickException) -> str:
    """Return what is wrong with the words typed, and where to read what the command takes, in one line."""
    text = " ".join(error.format_message().split())
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    return f"{text} “{ctx.command_path} --help” says what it takes." if ctx and "--help" not in text else text


def _last_frame(error: BaseException) -> str:
    """Return our own last frame, without any value."""
    place, trace = "", error.__traceback__
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("placet"):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place or "a library"
