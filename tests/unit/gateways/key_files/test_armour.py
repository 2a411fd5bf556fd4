"""Armour holds any bytes, and a lock opens with its own passphrase only."""

import base64

import pytest

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.armour import armour, lock, unarmour, unlock

LABEL = "TIPLINE TEST"

# Locked by the first version.
STORED = base64.b64decode("AU7ssbBiDlFvfwJv/IYonPej7FDEWxd6z0WnUJk0qaDDh7/AbyNQsMsMjZZFePiyZtrv")


@pytest.mark.parametrize("length", [0, 1, 48, 49, 500])
def test_armour_comes_off(length: int) -> None:
    text = armour(LABEL, bytes(range(256))[:length])
    assert text.startswith(b"-----BEGIN TIPLINE TEST-----\n")
    assert max(len(line) for line in text.splitlines()) <= 64
    assert unarmour(LABEL, text) == bytes(range(256))[:length]


def test_words_around_it_and_other_line_ends_do_no_harm() -> None:
    text = b"Some words.\n\n" + armour(LABEL, b"data" * 30).replace(b"\n", b"\r\n") + b"\nMore."
    assert unarmour(LABEL, text) == b"data" * 30


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        armour("TIPLINE OTHER", b"data"),
        armour(LABEL, b"data") * 2,
        armour(LABEL, b"data")[:-3],
        armour(LABEL, b"data").replace(b"=", b""),
        armour(LABEL, b"data").replace(b"Z", b"\xc3\xa4"),
        armour(LABEL, b"data").replace(b"Z", b"!"),
    ],
)
def test_damaged_armour_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"block|base64|padding|character"):
        unarmour(LABEL, text)


def test_a_lock_opens_with_its_passphrase_however_it_was_typed() -> None:
    locked = lock(LABEL, b"secret", "caf\u00e9 17")
    assert b"secret" not in locked
    assert unlock(LABEL, locked, "cafe\u0301 17") == b"secret"
    for label, damaged, passphrase in (
        (LABEL, locked, "cafe 17"),
        ("TIPLINE OTHER", locked, "caf\u00e9 17"),
        (LABEL, locked[:-1] + bytes([locked[-1] ^ 1]), "caf\u00e9 17"),
    ):
        with pytest.raises(ValueError, match="another passphrase"):
            unlock(label, damaged, passphrase)


def test_what_was_locked_by_the_first_version_opens_forever() -> None:
    assert unlock(LABEL, STORED, "caf\u00e9 17") == b"secret"


@pytest.mark.parametrize("locked", [b"", b"\x02" + bytes(60), b"\x01" + bytes(27)])
def test_what_was_not_locked_by_this_version_is_refused(locked: bytes) -> None:
    with pytest.raises(ValueError, match="this version"):
        unlock(LABEL, locked, "passphrase")


def test_a_passphrase_from_any_terminal_works() -> None:
    assert unlock(LABEL, lock(LABEL, b"", "\udce9"), "\udce9") == b""


def test_an_empty_passphrase_is_no_passphrase() -> None:
    with pytest.raises(KeysUnusableError, match="empty"):
        lock(LABEL, b"secret", "")
