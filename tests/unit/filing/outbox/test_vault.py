"""The keys of an outbox: what they open, and what nobody opens."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tipline.domain.errors import KeysUnusableError, SealBrokenError
from tipline.filing.outbox import vault as v

PLAIN = b"Synthetic narrative 17."
PKCS8 = serialization.PrivateFormat.PKCS8
PEM = serialization.Encoding.PEM


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    v.create_keys(tmp_path)
    return tmp_path


def test_a_data_key_opens_under_both_keys(folder: Path) -> None:
    vault = v.load_vault(folder)
    preserver = v.load_preserver(folder / v.PRIVATE)
    made = vault.new_key(b"r17")
    assert vault.data_key(made.working, b"r17") == made.key
    assert preserver.data_key(made.preserved, b"r17") == made.key
    assert v.unseal(made.key, v.seal(made.key, PLAIN, b"here"), b"here") == PLAIN
    assert vault.new_key(b"r17") != made
    assert v.seal(made.key, PLAIN, b"here") != v.seal(made.key, PLAIN, b"here")


def test_nothing_opens_elsewhere(folder: Path) -> None:
    vault = v.load_vault(folder)
    preserver = v.load_preserver(folder / v.PRIVATE)
    made = vault.new_key(b"r17")
    sealed = v.seal(made.key, PLAIN, b"here")
    with pytest.raises(SealBrokenError):
        vault.data_key(made.working, b"r18")
    with pytest.raises(SealBrokenError):
        preserver.data_key(made.preserved, b"r18")
    with pytest.raises(SealBrokenError):
        v.unseal(made.key, sealed, b"there")
    with pytest.raises(SealBrokenError):
        v.unseal(vault.new_key(b"r17").key, sealed, b"here")


def test_no_byte_can_be_changed(folder: Path) -> None:
    vault = v.load_vault(folder)
    preserver = v.load_preserver(folder / v.PRIVATE)
    made = vault.new_key(b"r17")
    for place in range(len(made.working)):
        with pytest.raises(SealBrokenError):
            vault.data_key(changed(made.working, place), b"r17")
    for place in range(len(made.preserved)):
        with pytest.raises(SealBrokenError):
            preserver.data_key(changed(made.preserved, place), b"r17")
    for length in 0, 1, 5, 13, len(made.working) - 1:
        with pytest.raises(SealBrokenError):
            vault.data_key(made.working[:length], b"r17")
        with pytest.raises(SealBrokenError):
            preserver.data_key(made.preserved[:length], b"r17")


def changed(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_equal_contents_are_known_to_one_outbox(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    v.create_keys(other)
    mark = v.load_vault(folder).mark(PLAIN)
    assert mark == v.load_vault(folder).mark(PLAIN)
    assert mark != v.load_vault(folder).mark(PLAIN + b" ")
    assert mark != v.load_vault(other).mark(PLAIN)


def test_keys_are_made_once(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    v.create_keys(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())


def test_a_preservation_key_under_a_passphrase(folder: Path) -> None:
    place = folder / v.PRIVATE
    assert not v.is_locked(place)
    secret = serialization.BestAvailableEncryption(b"example passphrase")
    place.write_bytes(X25519PrivateKey.generate().private_bytes(PEM, PKCS8, secret))
    assert v.is_locked(place)
    v.load_preserver(place, "example passphrase")
    for wrong in None, "another":
        with pytest.raises(KeysUnusableError):
            v.load_preserver(place, wrong)


@pytest.mark.parametrize("content", [b"", b"Synthetic.", b"\x00" * 32])
def test_a_damaged_preservation_key(content: bytes, folder: Path) -> None:
    place = folder / v.PRIVATE
    place.write_bytes(content)
    with pytest.raises(KeysUnusableError):
        v.load_preserver(place)
    with pytest.raises(KeysUnusableError):
        v.load_preserver(folder / "missing")
    place.chmod(0o644)
    with pytest.raises(KeysUnusableError, match="chmod 600"):
        v.load_preserver(place)


def test_keys_of_another_kind(folder: Path) -> None:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(PEM, PKCS8, serialization.NoEncryption())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    (folder / v.PRIVATE).write_bytes(private)
    (folder / v.PUBLIC).write_bytes(key.public_key().public_bytes(PEM, form))
    with pytest.raises(KeysUnusableError, match="no preservation key"):
        v.load_preserver(folder / v.PRIVATE)
    with pytest.raises(KeysUnusableError, match="another kind"):
        v.load_vault(folder)
