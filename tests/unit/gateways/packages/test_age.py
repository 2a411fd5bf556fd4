"""What is encrypted to an agency opens with its key, and with no other."""

import pyrage
import pytest

from tipline.gateways.packages import AgeEncrypter
from tipline.ports.packages import PackageEncrypter, RecipientUnusableError

DATA = b"Synthetic narrative 17." * 10_000


def test_every_recipient_opens_it_and_nobody_else() -> None:
    encrypter: PackageEncrypter = AgeEncrypter()
    one, two, other = (pyrage.x25519.Identity.generate() for _ in range(3))
    encrypted = encrypter.encrypt(DATA, [str(one.to_public()), f" {two.to_public()}\n"])
    assert encrypted.startswith(b"age-encryption.org/v1\n")
    assert b"Synthetic" not in encrypted
    assert pyrage.decrypt(encrypted, [one]) == pyrage.decrypt(encrypted, [two]) == DATA
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(encrypted, [other])


def test_the_same_never_looks_the_same() -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    assert AgeEncrypter().encrypt(DATA, [key]) != AgeEncrypter().encrypt(DATA, [key])


@pytest.mark.parametrize("recipients", [[], [""], ["age1"], ["example.org"]])
def test_without_a_good_key_nothing_is_encrypted(recipients: list[str]) -> None:
    with pytest.raises(RecipientUnusableError) as refused:
        AgeEncrypter().encrypt(DATA, recipients)
    assert "example.org" not in str(refused.value)


def test_one_bad_key_among_good_ones_is_refused() -> None:
    good = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(RecipientUnusableError):
        AgeEncrypter().encrypt(DATA, [good, good[:-1]])
