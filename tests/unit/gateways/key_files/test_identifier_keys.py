"""The keys of identifiers: seen when they change, never half, and guarded like the others."""

from pathlib import Path

import pytest

from tests.unit.gateways.key_files.keys import texts_of, told_by
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files import (
    FolderIndex,
    FolderRing,
    check_key_files,
    create_keys,
    export_keys,
    import_keys,
    load_index_key,
    load_ledger_index,
)
from tipline.gateways.key_files.folder import IDENTIFIERS_KEY, NEXT_KEY
from tipline.gateways.key_files.identifier_keys import LOOKED_EVERY


class Seconds:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_keys(tmp_path / "keys")
    return tmp_path / "keys"


def prints(index: FolderIndex) -> list[bytes]:
    return [one.fingerprint for one in index.blinders()]


def test_the_first_key_is_the_index_key(folder: Path) -> None:
    index, ledger = FolderIndex(folder), load_ledger_index(folder)
    assert prints(index) == [ledger.fingerprint] == [FolderRing(folder).present().fingerprint]
    (one,) = index.blinders()
    assert one.blind("email", "", "x@example.org") == ledger.blind("email", "", "x@example.org")
    assert FolderRing(folder).coming() is None


def test_what_changes_is_seen_a_second_later_and_no_sooner(folder: Path) -> None:
    seconds, ring = Seconds(), FolderRing(folder)
    index, old = FolderIndex(folder, seconds), ring.present().fingerprint
    new = ring.make_coming().fingerprint
    assert prints(index) == [old]
    seconds.now += LOOKED_EVERY / 2
    assert prints(index) == [old]
    seconds.now += LOOKED_EVERY
    assert prints(index) == [old, new]
    ring.promote()
    assert prints(index) == [old, new]
    seconds.now += LOOKED_EVERY
    assert prints(index) == [new]
    seconds.now += LOOKED_EVERY
    assert prints(index) == [new]


def test_a_coming_key_is_made_once_and_takes_the_place_of_the_present_one(folder: Path) -> None:
    ring, before = FolderRing(folder), load_index_key(folder)
    first = ring.make_coming().fingerprint
    assert ring.make_coming().fingerprint == first
    ring.promote()
    assert (ring.present().fingerprint, ring.coming()) == (first, None)
    second = ring.make_coming().fingerprint
    ring.promote()
    assert ring.present().fingerprint == second != first
    assert load_index_key(folder) == before
    assert not (folder / NEXT_KEY).exists()
    with pytest.raises(KeysUnusableError, match="is missing"):
        ring.promote()


def test_they_are_for_their_owner_alone(folder: Path) -> None:
    ring = FolderRing(folder)
    ring.make_coming()
    ring.promote()
    ring.make_coming()
    check_key_files(folder)
    for name in (IDENTIFIERS_KEY, NEXT_KEY):
        path = folder / name
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o640)
        for look in (lambda: check_key_files(folder), lambda: FolderIndex(folder)):
            with pytest.raises(KeysUnusableError, match="open to others"):
                look()
        path.chmod(0o600)


def test_a_damaged_key_is_refused_when_it_is_seen(folder: Path) -> None:
    seconds, ring = Seconds(), FolderRing(folder)
    index = FolderIndex(folder, seconds)
    ring.make_coming()
    text = (folder / NEXT_KEY).read_bytes()
    (folder / NEXT_KEY).write_bytes(text[:40])
    seconds.now += LOOKED_EVERY
    with pytest.raises(KeysUnusableError, match="is damaged") as caught:
        index.blinders()
    assert text.decode().splitlines()[1] not in told_by(caught.value)
    (folder / NEXT_KEY).write_bytes(text)
    assert len(prints(index)) == 2


def test_exports_have_them_and_bring_them_back(folder: Path, tmp_path: Path) -> None:
    ring = FolderRing(folder)
    ring.make_coming()
    export_keys(folder, tmp_path / "early.txt")
    ring.promote()
    ring.make_coming()
    export_keys(folder, tmp_path / "late.txt", "a passphrase of seventeen")
    import_keys(tmp_path / "early.txt", tmp_path / "early")
    assert {IDENTIFIERS_KEY, NEXT_KEY} & texts_of(tmp_path / "early").keys() == {NEXT_KEY}
    import_keys(tmp_path / "late.txt", tmp_path / "late", "a passphrase of seventeen")
    assert texts_of(tmp_path / "late") == texts_of(folder)
    (folder / IDENTIFIERS_KEY).write_bytes(b"damaged")
    with pytest.raises(KeysUnusableError, match="is damaged"):
        export_keys(folder, tmp_path / "worse.txt")
