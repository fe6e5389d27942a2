"""Give a register another passphrase; backups made before keep the one they were made under."""

from __future__ import annotations

import dataclasses
import datetime as dt

from placet.register.backup import make_backup
from placet.register.connection import edge
from placet.register.journal import Act
from placet.register.keys import Derive, argon2id, key_for, new_salt
from placet.register.store import Register


def change_passphrase(
    register: Register, passphrase: str, *, by: str, at: dt.datetime, derive: Derive = argon2id
) -> Register:
    """Encrypt the file anew under another passphrase, make a backup under it, and return the register to go on with.

    The register passed in must not be used any more. Large files keep their own key.
    """
    key = key_for(passphrase, new_salt(), derive)
    with register.writing(), edge(register.path):
        register.append(Act("change_passphrase", by, at, register.id), [])
        register.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        register.db.execute(f"PRAGMA rekey = {key.pragma()}")
        register.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    changed = dataclasses.replace(register, key=key)
    make_backup(changed, at)
    return changed
