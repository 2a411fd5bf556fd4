"""Passwords: hashed slowly, compared even when there is nothing to compare with."""

from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from tipline.gateways.passwords import Argon2Passwords


def test_a_password_matches_its_hash_and_no_other() -> None:
    passwords = Argon2Passwords()
    stored = passwords.hash("several words in a row")
    assert extract_parameters(stored) == RFC_9106_LOW_MEMORY
    assert passwords.matches("several words in a row", stored)
    assert not passwords.matches("other words in a row", stored)
    assert not passwords.matches("nobody's password", None)
    assert not passwords.matches("several words in a row", "damaged")
