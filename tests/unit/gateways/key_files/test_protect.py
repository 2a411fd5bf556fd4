"""The private key goes under a passphrase and out again; it stays the same key."""

from pathlib import Path

import pytest

from tests.unit.gateways.key_files.keys import modes_of, told_by
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files import (
    create_keys,
    load_hotline_private,
    needs_passphrase,
    protect_private,
)

FIRST, SECOND = "a first passphrase", "a second passphrase"


def raw(folder: Path, passphrase: str | None) -> bytes:
    return load_hotline_private(folder, passphrase).private_bytes_raw()


def test_a_passphrase_comes_changes_and_goes(tmp_path: Path) -> None:
    create_keys(tmp_path)
    key = raw(tmp_path, None)
    for old, new in ((None, FIRST), (FIRST, SECOND), (SECOND, None)):
        protect_private(tmp_path, old, new)
        assert needs_passphrase(tmp_path) is (new is not None)
        assert raw(tmp_path, new) == key
        assert modes_of(tmp_path) == {0o600}


@pytest.mark.parametrize(("old", "new"), [(None, FIRST), (SECOND, None), (FIRST, "")])
def test_a_wrong_passphrase_changes_nothing(tmp_path: Path, old: str | None, new: str) -> None:
    create_keys(tmp_path, FIRST)
    before = (tmp_path / "hotline.private").read_bytes()
    with pytest.raises(KeysUnusableError) as caught:
        protect_private(tmp_path, old, new)
    assert (tmp_path / "hotline.private").read_bytes() == before
    assert FIRST not in told_by(caught.value)
