import hashlib
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.register.keys import RawKey, argon2id, derived, key_for, key_from_recovery_code, read_salt

KEY = RawKey(bytes(range(32)), bytes(range(100, 116)))


def test_the_derivation_of_the_format_never_changes() -> None:
    key = argon2id("correct horse battery", bytes(16))
    assert hashlib.sha256(key).hexdigest() == "422125ddf1bfc93047457dda3137ae8408b8ee24c266ae234eeab1122b48293d"
    assert len(key) == 32


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(UserFacingError, match="empty"):
        key_for("", bytes(16))


def test_a_recovery_code_gives_the_key_back() -> None:
    code = KEY.recovery_code()
    assert key_from_recovery_code(code) == KEY
    assert key_from_recovery_code(code.lower().replace("-", " ")) == KEY


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_one_wrong_character_in_a_recovery_code_is_noticed(place: int) -> None:
    code = list(KEY.recovery_code())
    if code[place] == "-":
        place += 1
    code[place] = "A" if code[place] != "A" else "B"
    with pytest.raises(UserFacingError, match="recovery code"):
        key_from_recovery_code("".join(code))


@pytest.mark.parametrize("code", ["", "ABCD", "1890-0000"])
def test_an_incomplete_recovery_code_is_refused(code: str) -> None:
    with pytest.raises(UserFacingError):
        key_from_recovery_code(code)


def test_a_key_is_never_printed() -> None:
    assert KEY.key.hex() not in repr(KEY)
    assert str(KEY.key) not in repr(KEY)


def test_keys_for_two_purposes_differ() -> None:
    assert derived(KEY.key, "evidence file") != derived(KEY.key, "evidence name")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="no such file"):
        read_salt(tmp_path / "none.placet")
    with pytest.raises(UserFacingError, match="cannot be read"):
        read_salt(tmp_path)
