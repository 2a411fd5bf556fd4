"""Certificate problems are told in a sentence before anything is served."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.serving.certificates import NOW, Pair, make_pair
from tipline.gateways.certificates import CertificateUnusableError, check_certificate


def test_a_good_pair_passes(tmp_path: Path) -> None:
    check_certificate(*make_pair(tmp_path), NOW)


def no_file(pair: Pair) -> None:
    pair.certificate.unlink()


def no_key(pair: Pair) -> None:
    pair.key.unlink()


def exchanged(pair: Pair) -> None:
    pair.certificate.write_bytes(pair.key.read_bytes())


def no_key_inside(pair: Pair) -> None:
    pair.key.write_bytes(pair.certificate.read_bytes())


def open_to_all(pair: Pair) -> None:
    pair.key.chmod(0o604)


def a_folder(pair: Pair) -> None:
    pair.certificate.unlink()
    pair.certificate.mkdir()


def of_another(pair: Pair) -> None:
    other = make_pair(pair.key.parent, "other")
    pair.key.write_bytes(other.key.read_bytes())


def locked(pair: Pair) -> None:
    make_pair(pair.key.parent, passphrase=b"seventeen")


def not_yet(pair: Pair) -> None:
    make_pair(pair.key.parent, begins=NOW + timedelta(hours=1))


def ended(pair: Pair) -> None:
    make_pair(pair.key.parent, begins=NOW - timedelta(days=3_651))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_file, "own.pem does not exist. Check the name."),
        (no_key, "own.key does not exist. Check the name."),
        (exchanged, "own.pem holds no certificate."),
        (no_key_inside, "own.key holds no private key."),
        (open_to_all, "own.key can be read by everybody on this machine. Run: chmod o= "),
        (a_folder, "own.pem cannot be read: Is a directory."),
        (of_another, "own.key is not the key of the first certificate in "),
        (locked, "own.key has a passphrase, which nobody could type at every start."),
        (not_yet, "own.pem begins only on 2026-11-22 at 13:00 UTC."),
        (ended, "own.pem ended on 2026-11-21. Renew it."),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, spoil: Callable[[Pair], None], said: str) -> None:
    pair = make_pair(tmp_path)
    spoil(pair)
    with pytest.raises(CertificateUnusableError) as caught:
        check_certificate(*pair, NOW)
    assert said in str(caught.value)
