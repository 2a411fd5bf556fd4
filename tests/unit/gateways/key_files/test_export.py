"""All keys go into one file and come back; nothing is overwritten and nothing shows."""

import stat
from pathlib import Path

import pytest

from tests.unit.gateways.key_files.keys import modes_of, secrets_of, texts_of, told_by
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.desk_key import load_desk_key
from tipline.gateways.key_files import (
    create_keys,
    export_keys,
    fingerprint,
    import_keys,
    load_hotline_private,
    load_hotline_public,
)
from tipline.gateways.key_files.armour import armour, unarmour
from tipline.gateways.key_files.bundle import _sum_of
from tipline.gateways.key_files.folder import ALL, DESK_KEY

PASSPHRASE = "a passphrase of seventeen"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    create_keys(folder)
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "safe.txt"


def refusal(source: Path, folder: Path, passphrase: str | None = None) -> str:
    before = texts_of(folder) if folder.exists() else {}
    with pytest.raises(KeysUnusableError) as caught:
        import_keys(source, folder, passphrase)
    assert (texts_of(folder) if folder.exists() else {}) == before
    assert PASSPHRASE not in told_by(caught.value)
    return str(caught.value)


def test_keys_come_back_as_they_were(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    import_keys(target, tmp_path / "back")
    assert texts_of(tmp_path / "back") == texts_of(made)
    assert modes_of(tmp_path / "back") == {0o600}
    import_keys(target, tmp_path / "back")
    assert texts_of(tmp_path / "back") == texts_of(made)


def test_the_file_says_what_it_is(made: Path, target: Path) -> None:
    export_keys(made, target)
    text = target.read_text("ascii")
    assert "Without these keys no report can be read" in text
    assert "tipline keys import" in text
    assert fingerprint(load_hotline_public(made)) in text


def test_a_passphrase_protects_the_export(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target, PASSPHRASE)
    assert not [secret for secret in secrets_of(made) if secret in target.read_text()]
    assert "Give its passphrase" in refusal(target, tmp_path / "back")
    assert "does not open" in refusal(target, tmp_path / "back", "another passphrase")
    import_keys(target, tmp_path / "back", PASSPHRASE)
    assert texts_of(tmp_path / "back") == texts_of(made)


def test_a_passphrase_for_an_open_export_is_told(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    assert "another passphrase, or none" in refusal(target, tmp_path / "back", PASSPHRASE)


def test_a_protected_private_key_stays_protected(target: Path, tmp_path: Path) -> None:
    create_keys(tmp_path / "locked", PASSPHRASE)
    export_keys(tmp_path / "locked", target)
    import_keys(target, tmp_path / "back")
    load_hotline_private(tmp_path / "back", PASSPHRASE)


def test_no_file_is_overwritten(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    before = target.read_bytes()
    with pytest.raises(KeysUnusableError, match=r"safe.txt is in the way"):
        export_keys(made, target)
    assert target.read_bytes() == before
    create_keys(tmp_path / "other")
    assert "index.key is another key" in refusal(target, tmp_path / "other")


def test_what_is_missing_is_put_back_beside_what_is_there(
    made: Path, target: Path, tmp_path: Path
) -> None:
    export_keys(made, target)
    import_keys(target, tmp_path / "back")
    for name in ALL[1::2]:
        (tmp_path / "back" / name).unlink()
    import_keys(target, tmp_path / "back")
    assert texts_of(tmp_path / "back") == texts_of(made)


def test_damaged_keys_are_not_kept_safe(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    for name in ALL:
        folder = tmp_path / name
        import_keys(target, folder)
        (folder / name).write_bytes(b"damaged")
        with pytest.raises(KeysUnusableError, match=f"{name} in .* is damaged"):
            export_keys(folder, tmp_path / "unsafe.txt")
        (folder / name).unlink()
        with pytest.raises(KeysUnusableError, match=f"{name} is missing"):
            export_keys(folder, tmp_path / "unsafe.txt")
    assert not (tmp_path / "unsafe.txt").exists()


def test_pairs_that_do_not_match_are_not_kept_safe(
    made: Path, target: Path, tmp_path: Path
) -> None:
    create_keys(tmp_path / "other")
    for name in ("audit.public", "hotline.public"):
        export_keys(made, target)
        folder = tmp_path / name
        import_keys(target, folder)
        target.unlink()
        (folder / name).write_bytes((tmp_path / "other" / name).read_bytes())
        with pytest.raises(KeysUnusableError, match="does not belong"):
            export_keys(folder, target)


def test_every_changed_letter_is_noticed(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    text = target.read_bytes()
    secrets = secrets_of(made)
    for place in range(text.index(b"-----BEGIN"), len(text) - 1, 7):
        target.write_bytes(text[:place] + bytes([text[place] ^ 4]) + text[place + 1 :])
        with pytest.raises(KeysUnusableError) as caught:
            import_keys(target, tmp_path / "back")
        assert not [secret for secret in secrets if secret in told_by(caught.value)]
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("keys", [b"[]", b"{}", b"{", b'{"index.key":1}', b'{"index.key":"x"}'])
def test_what_never_was_an_export_is_refused(target: Path, tmp_path: Path, keys: bytes) -> None:
    target.write_bytes(armour("TIPLINE KEYS", _sum_of(keys) + keys))
    assert "is no export of keys" in refusal(target, tmp_path / "back")


def test_a_wrong_checksum_alone_is_refused(made: Path, target: Path, tmp_path: Path) -> None:
    export_keys(made, target)
    data = unarmour("TIPLINE KEYS", target.read_bytes())
    target.write_bytes(armour("TIPLINE KEYS", bytes(8) + data[8:]))
    assert "is damaged" in refusal(target, tmp_path / "back")


def test_files_that_cannot_be_reached_are_told(made: Path, tmp_path: Path) -> None:
    assert "none.txt is missing. Check" in refusal(tmp_path / "none.txt", tmp_path / "back")
    with pytest.raises(KeysUnusableError, match="Make its folder first"):
        export_keys(made, tmp_path / "none" / "safe.txt")


def test_an_empty_passphrase_writes_nothing(made: Path, target: Path) -> None:
    with pytest.raises(KeysUnusableError, match="empty"):
        export_keys(made, target, "")
    assert not target.exists()


def test_the_desk_key_goes_along_and_comes_back(tmp_path: Path, target: Path) -> None:
    create_keys(tmp_path / "made")
    key = load_desk_key(tmp_path / "made")
    export_keys(tmp_path / "made", target, PASSPHRASE)
    import_keys(target, tmp_path / "back", PASSPHRASE)
    assert load_desk_key(tmp_path / "back") == key
    assert modes_of(tmp_path / "back") == {0o600}


def test_an_export_without_a_desk_key_still_comes_back(
    made: Path, target: Path, tmp_path: Path
) -> None:
    assert not (made / DESK_KEY).exists()
    export_keys(made, target)
    import_keys(target, tmp_path / "back")
    assert {*texts_of(tmp_path / "back")} == {*ALL}


def test_another_desk_key_is_not_overwritten(tmp_path: Path, target: Path) -> None:
    for name in ("one", "two"):
        create_keys(tmp_path / name)
        load_desk_key(tmp_path / name)
    export_keys(tmp_path / "one", target)
    for name in ALL:
        (tmp_path / "two" / name).write_bytes((tmp_path / "one" / name).read_bytes())
    assert DESK_KEY in refusal(target, tmp_path / "two")


@pytest.mark.parametrize("text", [b"abcd\n", b"no hexadecimal", b"\xff" * 64])
def test_a_damaged_desk_key_is_not_exported(tmp_path: Path, target: Path, text: bytes) -> None:
    create_keys(tmp_path / "made")
    (tmp_path / "made" / DESK_KEY).write_bytes(text)
    (tmp_path / "made" / DESK_KEY).chmod(0o600)
    with pytest.raises(KeysUnusableError) as caught:
        export_keys(tmp_path / "made", target)
    assert DESK_KEY in str(caught.value)
    assert not target.exists()
