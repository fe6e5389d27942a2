import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Person
from placet.register.backup import backups
from placet.register.evidence_store import INSIDE_AT_MOST, read_evidence, store_evidence
from placet.register.journal import Change
from placet.register.keys import read_salt
from placet.register.rekeying import change_passphrase
from placet.register.restoring import open_newest_backup
from placet.register.store import Register


def test_a_new_passphrase_opens_everything_and_the_old_one_nothing(
    register: Register,
    reopen: Callable[..., Register],
    path: Path,
    tmp_path: Path,
    now: dt.datetime,
    quick: Callable[[str, bytes], bytes],
    passphrase: str,
) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(b"large" * INSIDE_AT_MOST)
    digest, _, _ = store_evidence(register, large)
    register.commit("add", [Change.put(Person("p1", "Chan"))], by="x", at=now)
    salt = read_salt(path)
    changed = change_passphrase(register, "another one", by="x", at=now, derive=quick)
    changed.commit("add", [Change.put(Person("p2", "Lee"))], by="x", at=now)
    changed.close()
    assert read_salt(path) != salt
    with pytest.raises(UserFacingError, match="passphrase"):
        reopen(passphrase)
    with reopen("another one") as again:
        assert again.count(Person) == 2
        assert again.verify_journal() == ()
        assert read_evidence(again, digest) == b"large" * INSIDE_AT_MOST
    assert len(backups(path)) == 1
    with open_newest_backup(path, "another one", derive=quick) as backup:
        assert backup.count(Person) == 1
