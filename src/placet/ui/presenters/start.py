"""The Start page without widgets: open, create, or read a backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from placet.domain.errors import UserFacingError
from placet.operations.recent_registers import (
    RecentRegister,
    forget_register,
    recent_registers,
    remember_register,
)
from placet.ui.session import Session
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.operations.workspace import Workspace

SAMPLE_FOLDER = "Harbour Example Bank (sample)"
LEAST_PASSPHRASE = 12
"""Characters of a new register's passphrase: Argon2id makes each guess dear, not short ones safe."""


class StartMode(StrEnum):
    """What the page asks for."""

    CHOOSE = "choose"
    UNLOCK = "unlock"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class StartState:
    """What the page shows."""

    mode: StartMode = StartMode.CHOOSE
    recent: tuple[RecentRegister, ...] = ()
    path: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    """Problem by field: firm, path, passphrase, again; the empty key is the whole form's."""
    is_locked_elsewhere: bool = False
    """The newest backup may be read instead."""
    hint: str = ""
    """What one should know before unlocking."""
    doing: str = ""
    """What long work is doing; empty when there is none."""


class StartPresenter:
    """Opens registers into the session."""

    def __init__(
        self,
        session: Session,
        *,
        open_workspace: Callable[[Path, str], Workspace] | None = None,
        create_workspace: Callable[[Path, str, str], Workspace] | None = None,
        open_backup: Callable[[Path, str], Workspace] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._session, self._folder = session, folder
        self._open = open_workspace or _open
        self._create = create_workspace or _create
        self._backup = open_backup or _open_backup
        self.state = StartState(recent=recent_registers(folder))
        self.changed: list[Callable[[StartState], object]] = []

    def _set(self, state: StartState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def refresh(self) -> None:
        """Read the list of recent registers again."""
        self._set(replace(self.state, recent=recent_registers(self._folder)))

    def choose(self) -> None:
        """Go back to the choice of what to do."""
        self._set(StartState(recent=recent_registers(self._folder)))

    def ask_passphrase(self, path: str) -> None:
        """Ask for the passphrase of a register."""
        from placet.operations.demo import PASSPHRASE, REGISTER_NAME

        is_sample = Path(path).name == REGISTER_NAME
        hint = tr("This is the sample; its passphrase is published: {words}", words=PASSPHRASE) if is_sample else ""
        self._set(StartState(StartMode.UNLOCK, self.state.recent, path, hint=hint))

    def ask_new(self, path: str = "") -> None:
        """Ask for what a new register needs."""
        self._set(StartState(StartMode.CREATE, self.state.recent, path))

    def forget(self, path: str) -> None:
        """Take a register off the list."""
        forget_register(path, self._folder)
        self.choose()

    def unlock(self, passphrase: str) -> bool:
        """Open the register; tell whether it is open now."""
        if not passphrase:
            return self._refuse({"passphrase": tr("Type the passphrase of this register.")})
        return self._enter(lambda: self._open(Path(self.state.path), passphrase))

    def read_backup(self, passphrase: str) -> bool:
        """Read the newest backup of a register that is open elsewhere."""
        if not passphrase:
            return self._refuse({"passphrase": tr("Type the passphrase of this register.")})
        return self._enter(lambda: self._backup(Path(self.state.path), passphrase))

    def create(self, firm: str, path: str, passphrase: str, again: str) -> bool:
        """Make a new register; every problem of the form is said at once."""
        problems: dict[str, str] = {}
        if not firm.strip():
            problems["firm"] = tr("Type the name of the firm; it stands on every dossier.")
        if not path.strip():
            problems["path"] = tr("Choose where the register is kept.")
        if len(passphrase) < LEAST_PASSPHRASE:
            problems["passphrase"] = tr(
                "Use at least {count} characters; several words are best.", count=LEAST_PASSPHRASE
            )
        elif passphrase != again:
            problems["again"] = tr("The two passphrases do not match.")
        if problems:
            return self._refuse(problems)
        file = Path(path.strip())
        file = file if file.suffix == ".placet" else file.with_name(f"{file.name}.placet")
        return self._enter(lambda: self._create(file, passphrase, firm.strip()))

    def begin_sample(self, folder: Path) -> Callable[[Callable[[str], None]], Path]:
        """Return the making of the sample register in a folder of its own; it runs off the screen's thread."""
        out = _free_folder(folder / SAMPLE_FOLDER)
        self.show_doing(tr("Making the sample register…"))

        def make(say: Callable[[str], None]) -> Path:
            from placet.operations.demo import run_demo

            return run_demo(out, say).register

        return make

    def show_doing(self, doing: str) -> None:
        """Say what the long work is doing; empty when it is over."""
        self._set(replace(self.state, doing=doing, problems={}))

    def open_sample(self, path: Path) -> bool:
        """Open the sample register with its published passphrase."""
        from placet.operations.demo import PASSPHRASE

        self.ask_passphrase(str(path))
        return self.unlock(PASSPHRASE)

    def show_problem(self, error: UserFacingError) -> None:
        """Say why long work ended without a result."""
        self._set(replace(self.state, doing="", problems={"": _said(error)}))

    def _refuse(self, problems: dict[str, str]) -> bool:
        self._set(replace(self.state, problems=problems))
        return False

    def _enter(self, opening: Callable[[], Workspace]) -> bool:
        try:
            workspace = opening()
        except UserFacingError as error:
            locked = error.rule == "one writer at a time"
            self._set(replace(self.state, problems={"": _said(error)}, is_locked_elsewhere=locked))
            return False
        register = workspace.register
        if not register.backup_date:
            remember_register(register.path, register.firm, workspace.now(), self._folder)
        self._set(StartState(recent=recent_registers(self._folder)))
        self._session.open(workspace)
        self._recognise(workspace)
        return True

    def _recognise(self, workspace: Workspace) -> None:
        """Name the person at the keyboard when exactly one person has this user name."""
        from placet.domain.parties import Person

        mine = workspace.register.all(Person, os_user=workspace.actor.os_user)
        if len(mine) == 1:
            self._session.choose_person(mine[0])


def _free_folder(wanted: Path) -> Path:
    """Return the folder, or the first of its numbered names that is not taken."""
    folder, number = wanted, 2
    while folder.exists():
        folder = wanted.with_name(f"{wanted.name} {number}")
        number += 1
    return folder


def _said(error: UserFacingError) -> str:
    text = f"{error.what[:1].upper()}{error.what[1:]}".rstrip(".") + "."
    return f"{text} {error.todo}".strip()


def _open(path: Path, passphrase: str) -> Workspace:
    from placet.operations.open_workspace import open_workspace

    return open_workspace(path, passphrase)


def _create(path: Path, passphrase: str, firm: str) -> Workspace:
    from placet.operations.open_workspace import create_workspace

    return create_workspace(path, passphrase, firm_name=firm)


def _open_backup(path: Path, passphrase: str) -> Workspace:
    from placet.operations.open_workspace import open_backup_workspace

    return open_backup_workspace(path, passphrase)
