"""Proof of work is believed only where it was done."""

import hashlib
from itertools import count

import pytest

from tipline.domain.public.work import enough_work


def worked(challenge: str, bits: int) -> str:
    for number in count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest) >> (256 - bits) == 0:
            return str(number)
    raise AssertionError


@pytest.mark.parametrize("bits", [0, 1, 7, 8, 9])
def test_work_that_was_done_is_enough(bits: int) -> None:
    answer = worked("challenge-17", bits)
    assert enough_work("challenge-17", answer, bits)


def test_less_work_is_not_enough() -> None:
    assert not enough_work("challenge-17", worked("challenge-17", 8), 40)
    assert not enough_work("challenge-18", worked("challenge-17", 12), 12)


@pytest.mark.parametrize("answer", ["", "-1", "1.0", "1" * 21, "\u0661", " 1", "1\n", "a"])
def test_an_answer_is_a_short_number(answer: str) -> None:
    assert not enough_work("challenge-17", answer, 0)


def test_a_challenge_is_ascii() -> None:
    assert not enough_work("\u00e9", "1", 0)
