"""An open register: read objects, commit changes, close."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from placet.domain.checkpoint import Checkpoint
from placet.domain.errors import UserFacingError
from placet.domain.keeping import Setting
from placet.register import checkpoint, journal, records
from placet.register.connection import edge
from placet.register.journal import Act, Change, Entry, Image, Receipt
from placet.register.keys import RawKey
from placet.register.locking import RegisterLock
from placet.register.migrations import SCHEMA
from placet.register.replay import replay, steps
from placet.register.rollback import remember
from placet.register.schema import BLOB, table_of
from placet.register.search import Hit, index_changes, search
from placet.register.verification import JournalFinding, verify_journal

T = TypeVar("T")


@dataclass(eq=False)
class Register:
    """A register that is open; ``close`` it, or use it in a ``with`` statement."""

    path: Path
    db: Database = field(repr=False)
    """For this room only: everybody else reads objects and commits changes."""
    key: RawKey = field(repr=False)
    id: str
    epoch: str
    evidence_key: bytes = field(repr=False)
    """Encrypts the large files beside the register; kept inside it, so that a new passphrase does not touch them."""
    lock: RegisterLock | None = field(default=None, repr=False)
    read_only: bool = False
    notices: tuple[str, ...] = ()
    """What opening found that a person should read: a backup made, a rollback, a read-only medium."""
    backup_date: str = ""
    """Set when this is a backup read in place of a locked register."""
    state_folder: Path | None = None
    _writing: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, cls: type[T], object_id: str) -> T | None:
        """Return the object with this id, or None."""
        found = self._select(cls, 'WHERE "id" = ?', [object_id])
        return found[0] if found else None

    def one(self, cls: type[T], **equals: object) -> T:
        """Return the one object whose fields have these values; raises UserFacingError unless there is one."""
        found = self.all(cls, **equals)
        if len(found) == 1:
            return found[0]
        said = ", ".join(f"{name} “{value}”" for name, value in equals.items()) or "in the register"
        name = table_of(cls).replace("_", " ")
        what = f"there is no {name} with {said}" if not found else f"{len(found)} of {name} have {said}"
        raise UserFacingError(what, self.path.name, "Check the name or the id; list what is there.")

    def all(self, cls: type[T], **equals: object) -> tuple[T, ...]:
        """Return the objects whose fields have these values, oldest first."""
        pairs = [records.condition(cls, name, value) for name, value in equals.items()]
        where = "WHERE " + " AND ".join(sql for sql, _ in pairs) if pairs else ""
        return tuple(self._select(cls, f'{where} ORDER BY "id"', [value for _, value in pairs]))

    def count(self, cls: type, **equals: object) -> int:
        """Return how many objects have these values."""
        pairs = [records.condition(cls, name, value) for name, value in equals.items()]
        where = " AND ".join(sql for sql, _ in pairs) or "1"
        sql = f'SELECT count(*) FROM "{table_of(cls)}" WHERE {where}'  # noqa: S608 - names from our own types
        with edge(self.path):
            return int(self.db.execute(sql, [value for _, value in pairs]).fetchone()[0])

    def _select(self, cls: type[T], tail: str, values: Sequence[records.Cell]) -> list[T]:
        names = records.columns_of(cls)
        columns = ", ".join(f'"{name}"' for name in names)
        sql = f'SELECT {columns} FROM "{table_of(cls)}" {tail}'  # noqa: S608 - names from our own types
        with edge(self.path):
            rows = self.db.execute(sql, list(values)).fetchall()
        return [records.from_row(cls, dict(zip(names, row, strict=True))) for row in rows]

    def blob(self, sha256: str) -> bytes | None:
        """Return the bytes kept under this SHA-256, or None."""
        with edge(self.path):
            row = self.db.execute(f"SELECT body FROM {BLOB} WHERE sha256 = ?", [sha256]).fetchone()  # noqa: S608
        return bytes(row[0]) if row else None

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Return the use cases in whose name, description, reference or answers all the words occur."""
        with edge(self.path):
            return search(self.db, text, limit)

    def setting(self, key: str, default: str = "") -> str:
        """Return a journalled setting."""
        found = self.get(Setting, key)
        return found.value if found else default

    @property
    def firm(self) -> str:
        """Return the firm's name."""
        return self.setting("firm")

    @property
    def size(self) -> int:
        """Return the number of journal entries."""
        with edge(self.path):
            return journal.read_head(self.db).size

    def root(self) -> bytes:
        """Return the root of the journal as it is now."""
        with edge(self.path):
            return journal.read_head(self.db).root()

    def entries(self, first: int = 1, limit: int = -1) -> tuple[Entry, ...]:
        """Return journal entries from ``first`` on, oldest first."""
        sql = "SELECT entry FROM journal WHERE seq >= ? ORDER BY seq LIMIT ?"
        with edge(self.path):
            rows = self.db.execute(sql, [first, limit]).fetchall()
        return tuple(journal.parse_entry(row[0]) for row in rows)

    def entry_bytes(self, seq: int) -> bytes:
        """Return an entry as stored and hashed."""
        with edge(self.path):
            row = self.db.execute("SELECT entry FROM journal WHERE seq = ?", [seq]).fetchone()
        if row is None:
            raise UserFacingError(f"there is no journal entry {seq}", self.path.name, "See the Journal page.")
        return bytes(row[0])

    def images(self, seq: int) -> tuple[Image, ...] | None:
        """Return the row images of an entry, or None once they were erased."""
        with edge(self.path):
            row = self.db.execute("SELECT body FROM payload WHERE seq = ?", [seq]).fetchone()
        return tuple(journal.images_of(row[0])) if row and row[0] is not None else None

    def payload_of(self, seq: int) -> tuple[bytes, bytes]:
        """Return salt and body that entry ``seq`` commits to; UserFacingError once they are erased."""
        with edge(self.path):
            row = self.db.execute("SELECT salt, body FROM payload WHERE seq = ?", [seq]).fetchone()
        if row is None or row[0] is None:
            raise UserFacingError(f"the content of journal entry {seq} has been erased", str(self.path.name))
        return bytes(row[0]), bytes(row[1])

    def commit(
        self, operation: str, changes: Sequence[Change], *, by: str, at: dt.datetime, subject: str = ""
    ) -> Receipt:
        """Write tables, payload, entry and tree head in one transaction; nothing else writes journalled tables.

        ``at`` carries its time zone. When this returns, the changes are on the disk.
        """
        return self.append(Act(operation, by, at, subject), changes)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Let one thread write at a time; refuse on a register that is open for reading only."""
        if self.read_only:
            raise UserFacingError("the register is open for reading only", str(self.path), "Open it for writing.")
        with self._writing:
            yield

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Hold several commits in one transaction: all of them reach the disk, or none."""
        with edge(self.path), self.writing(), self.db.atomic():
            yield

    def append(self, act: Act, changes: Sequence[Change]) -> Receipt:
        """Commit an act that says more than ``commit`` takes: erasures, a new epoch."""
        with edge(self.path), self.writing(), self.db.atomic():
            receipt = journal.append(self.db, act, changes, epoch=self.epoch, schema=SCHEMA)
            index_changes(self.db, changes)
        return receipt

    def verify_journal(self) -> tuple[JournalFinding, ...]:
        """Return everything that is not as the journal wrote it, and where; empty when all is well."""
        with edge(self.path):
            return verify_journal(self.db)

    def as_of(self, seq: int) -> Register:
        """Return the register as it was after entry ``seq``, in memory and for reading only."""
        with edge(self.path):
            past = replay(steps(self.db, seq))
            for digest, body in self.db.execute("SELECT sha256, body FROM blob"):
                past.execute("UPDATE blob SET body = ? WHERE sha256 = ?", [body, digest])
        return Register(self.path, past, self.key, self.id, self.epoch, self.evidence_key, read_only=True)

    def checkpoint(self, given_to: str, at: dt.datetime, *, by: str = "") -> Checkpoint:
        """Sign the journal as it is and record, as an entry of its own, that this state was given away."""
        made = self.sign_checkpoint(given_to, at)
        self.commit("give_checkpoint", [Change.put(made)], by=by, at=at, subject=given_to)
        return made

    def sign_checkpoint(self, given_to: str, at: dt.datetime) -> Checkpoint:
        """Sign the journal as it is; put the result into the commit of the act that gives it away."""
        with edge(self.path):
            return checkpoint.sign_checkpoint(self.db, self.id, self.epoch, given_to, at)

    @property
    def verifier_key(self) -> str:
        """Return the register's public key as it is printed and given to C2SP tools."""
        return checkpoint.verifier_key(self.id, self.setting("register_key"))

    def prove_inclusion(self, seq: int, size: int) -> list[bytes]:
        """Return the proof that entry ``seq`` is in the log of ``size`` entries."""
        with edge(self.path):
            return checkpoint.prove_inclusion(self.db, seq, size)

    def prove_consistency(self, old_size: int, size: int) -> list[bytes]:
        """Return the proof that the log of ``size`` entries begins with the first ``old_size``."""
        with edge(self.path):
            return checkpoint.prove_consistency(self.db, old_size, size)

    def unwitnessed(self) -> int:
        """Return how many entries no checkpoint that left the laptop covers yet."""
        with edge(self.path):
            (covered,) = self.db.execute("SELECT coalesce(max(size), 0) FROM checkpoint").fetchone()
        return self.size - int(covered)

    def seqs_of(self, cls: type, object_id: str) -> tuple[int, ...]:
        """Return the entries that hold a row image of this object, oldest first."""
        with edge(self.path):
            return journal.seqs_holding(self.db, table_of(cls), object_id)

    def close(self) -> None:
        """Close the file and let the next opener in."""
        with edge(self.path):
            if not self.read_only and self.lock is not None:
                remember(self)
            self.db.close()
        if self.lock is not None:
            self.lock.release()
            self.lock = None
