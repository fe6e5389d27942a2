"""The care of a register, without widgets: its passphrase, its recovery code, its backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from placet.domain.errors import UserFacingError
from placet.domain.moments import shown, stamp
from placet.ui.presenters.start import LEAST_PASSPHRASE
from placet.ui.session import Session
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.operations.keep_register import Loss
    from placet.register.backup import Backup
    from placet.register.keys import Derive

CARE_PART = "care"
"""Name of the tab among the parts of the Journal page."""
_MOST_ACTS = 6


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup."""

    name: str
    made: str
    megabytes: str


@dataclass(frozen=True, slots=True)
class CareState:
    """What the tab shows."""

    backups: tuple[BackupLine, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)
    """Problem by field: current, new, again."""
    code: str = ""
    """The recovery code, from when it was asked for until it is put away."""
    can_write: bool = True


class CarePresenter:
    """Changes the passphrase, shows the recovery code, restores a backup."""

    def __init__(self, session: Session, derive: Derive | None = None) -> None:
        self._session = session
        self._derive = derive
        self.state = CareState()
        self.changed: list[Callable[[CareState], object]] = []

    def derive_with(self, derive: Derive) -> None:
        """Derive keys in another way from now on."""
        self._derive = derive

    def _set(self, state: CareState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    @property
    def _way(self) -> Derive:
        from placet.register.keys import argon2id

        return self._derive or argon2id

    def refresh(self) -> None:
        """Read the list of backups again."""
        if not self._session.is_open:
            self._set(CareState())
            return
        from placet.operations.keep_register import kept_backups

        ws = self._session.workspace
        lines = tuple(
            BackupLine(
                item.path.name, shown(stamp(item.made_at, ws.zone)), f"{item.path.stat().st_size / 1_000_000:,.1f} MB"
            )
            for item in kept_backups(ws)
        )
        self._set(replace(self.state, backups=lines, can_write=not ws.register.read_only))

    def change_passphrase(self, current: str, new: str, again: str) -> bool:
        """Give the register another passphrase; every problem of the form is said at once."""
        problems = _problems(current, new, again)
        if not problems:
            from placet.operations.keep_register import change_passphrase

            try:
                after = change_passphrase(self._session.workspace, current, new, derive=self._way)
            except UserFacingError as error:
                if error.rule != "passphrase":
                    raise
                problems = {"current": tr("This is not the passphrase of this register.")}
            else:
                self._session.replace_workspace(after)
        self._set(replace(self.state, problems=problems, code="" if not problems else self.state.code))
        if problems:
            return False
        self.refresh()
        self._session.said.emit(tr("The passphrase is changed"))
        return True

    def show_code(self, secret: str) -> None:
        """Show the recovery code to whoever knows the passphrase."""
        from placet.operations.keep_register import recovery_code

        code = recovery_code(self._session.workspace, secret, derive=self._way)
        self._set(replace(self.state, code=code))
        self._session.tell_change()

    def put_code_away(self) -> None:
        """Take the recovery code off the screen."""
        if self.state.code:
            self._set(replace(self.state, code=""))

    def loss_in_words(self, name: str, secret: str) -> str:
        """Say what restoring a backup would lose, and what it does; refused where the secret does not open it."""
        from placet.operations.keep_register import loss_by

        ws = self._session.workspace
        backup = self._backup(name)
        words = _in_words(loss_by(ws, backup, secret, derive=self._way))
        after = tr(
            "The file as it is now stays beside the register under another name. The journal begins a new epoch, whose "
            "first entry names what is lost. The register then opens with the passphrase of this backup."
        )
        return f"{words}\n\n{after}"

    def restore(self, name: str, secret: str) -> None:
        """Put a backup in the register's place and go on with it."""
        from placet.operations.keep_register import reopened, restore

        ws, backup = self._session.workspace, self._backup(name)
        when = shown(stamp(backup.made_at, ws.zone))
        try:
            made = restore(ws, backup, secret, derive=self._way)
        except UserFacingError:
            self._session.open(reopened(ws))
            raise
        self._session.open(made)
        self._session.said.emit(tr("The backup of {when} is in the register’s place", when=when))

    def _backup(self, name: str) -> Backup:
        from placet.operations.keep_register import kept_backups

        found = [item for item in kept_backups(self._session.workspace) if item.path.name == name]
        if not found:
            raise UserFacingError("this backup is not there any more", name, "Choose another.")
        return found[0]


def _problems(current: str, new: str, again: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not current:
        problems["current"] = tr("Type the passphrase of this register.")
    if len(new) < LEAST_PASSPHRASE:
        problems["new"] = tr("Use at least {count} characters; several words are best.", count=LEAST_PASSPHRASE)
    elif new != again:
        problems["again"] = tr("The two passphrases do not match.")
    return problems


def _in_words(loss: Loss) -> str:
    if not loss.count:
        return tr("Nothing would be lost: the backup reaches the last journal entry.")
    kinds = list(dict.fromkeys(act.replace("_", " ") for act in reversed(loss.acts)))
    more = tr("… and {count} more", count=len(kinds) - _MOST_ACTS) if len(kinds) > _MOST_ACTS else ""
    named = ", ".join([*kinds[:_MOST_ACTS], *([more] if more else [])])
    if loss.count == 1:
        said = tr("Journal entry {first} would be lost: {acts}.", first=f"{loss.first:,}", acts=named)
    else:
        said = tr(
            "{count} journal entries would be lost, {first} to {last}: {acts}.",
            count=f"{loss.count:,}",
            first=f"{loss.first:,}",
            last=f"{loss.last:,}",
            acts=named,
        )
    if loss.given_to:
        names = ", ".join(dict.fromkeys(loss.given_to))
        said += " " + tr("Among them are states of the journal given to {names}.", names=names)
    return said
