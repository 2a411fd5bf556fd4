"""Links to answer by: only ours are read, for exactly what they were made."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.gateways.delivery.links import answer_links
from tipline.ports.referrals.links import Linked

LINKS = answer_links(b"index key 1".ljust(32, b"-"))
OTHERS = answer_links(b"index key 2".ljust(32, b"-"))


@given(st.integers(1, 2**63 - 1), st.integers(1, 9_999))
def test_a_token_says_what_it_was_made_for(referral: int, version: int) -> None:
    token = LINKS.token(referral, version)
    assert LINKS.read(token) == Linked(referral=referral, version=version)
    assert OTHERS.read(token) is None


@given(st.integers(0, 34), st.sampled_from("ABab01-_"))
def test_a_changed_token_is_none_of_ours(place: int, mark: str) -> None:
    token = LINKS.token(7, 1)
    changed = token[:place] + mark + token[place + 1 :]
    assert LINKS.read(changed) is None or _raw(changed) == _raw(token)


def _raw(token: str) -> bytes:
    return base64.urlsafe_b64decode(f"{token}=")


@pytest.mark.parametrize("bad", ["", "a", "a" * 34, "a" * 36, "!" * 35, "é" * 35, "a" * 35])
def test_what_is_no_token_is_none(bad: str) -> None:
    assert LINKS.read(bad) is None


def test_the_token_of_one_version_is_not_that_of_another() -> None:
    tokens = {LINKS.token(referral, version) for referral in (7, 8) for version in (1, 2)}
    assert len(tokens) == 4


def test_the_same_answer_has_the_same_fingerprint_here_only() -> None:
    assert LINKS.fingerprint(b"answer") == LINKS.fingerprint(b"answer")
    assert len(LINKS.fingerprint(b"answer")) == 16
    assert LINKS.fingerprint(b"answer") != LINKS.fingerprint(b"another")
    assert LINKS.fingerprint(b"answer") != OTHERS.fingerprint(b"answer")
