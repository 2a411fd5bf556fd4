"""Folding makes spellings of one text equal, and survives any text."""

import pytest

from tipline.domain.identifiers.text.folding import (
    ascii_digits,
    fold,
    settled,
    single_spaced,
    whole,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \t\n\x00\x7f ", ""),
        (" User 17 ", "user 17"),
        ("\u00a0\u200b\ufeffuser\u202e\u3000", "user"),
        ("\uff35ser", "user"),
        ("Stra\u00dfe", "strasse"),
        ("\u0130x", "i\u0307x"),
        ("e\u0301", "\u00e9"),
        ("\u3164user\u2800", "user"),
        ("a\u200db", "a\u200db"),
        ("\ud800user", "\ufffduser"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_settled_goes_on_until_nothing_changes() -> None:
    assert settled(lambda text: text.removeprefix("x"), "xxxuser") == "user"
    assert settled(lambda text: text.removeprefix("x"), "xx") is None


def test_what_never_rests_is_nothing() -> None:
    assert settled(lambda text: text[::-1], "ab") is None


def test_whole_texts_can_be_encoded() -> None:
    assert whole("a\udc17\ud800b") == "a\ufffd\ufffdb"
    assert whole("user") == "user"


def test_digits_of_any_script_are_digits() -> None:
    assert ascii_digits("+1 (202) x\u0661\u0967\u00b2") == "120211"
    assert ascii_digits("none") == ""


def test_single_spaced() -> None:
    assert single_spaced("  a \t b\u00a0c ") == "a b c"
