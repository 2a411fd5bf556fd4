"""Texts that are easily taken for each other look the same; others do not."""

import pytest

from tipline.domain.identifiers.text.lookalikes import look


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("user17", "USER17"),
        ("user17", "userl7"),
        ("user17", "useri7"),
        ("userl7", "user|7"),
        ("oscar", "0scar"),
        ("mike", "rnike"),
        ("walter", "vvalter"),
        ("example", "\u0435x\u0430m\u0440l\u0435"),  # Cyrillic
        ("example", "\u03b5xam\u03c1le"),  # Greek
        ("liam", "\u0456i\u0430m"),
        ("example", "ex\u00e0mple"),
        ("example", "exa\u0301mple"),
        ("example", "ex\u0251mple"),
        ("lobby", "\u0142\u00f8\u0253by"),
        ("user", "\u1d1cs\u1d07\u0280"),  # small capitals
        ("user", "us\u200ber"),
        ("user", "\U0001d532\U0001d530\U0001d522\U0001d52f"),  # mathematical Fraktur
        ("user", "\uff55\uff53\uff45\uff52"),
        ("aesir", "\u00e6sir"),
        ("user-17", "user\u201317"),
    ],
)
def test_look_alikes(one: str, other: str) -> None:
    assert look(one) == look(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("user17", "user18"),
        ("user_17", "user-17"),
        ("\u0915\u093f", "\u0915\u0940"),  # a vowel is no ornament
        ("\u4f8b", "\u5217"),
    ],
)
def test_different_texts_look_different(one: str, other: str) -> None:
    assert look(one) != look(other)


@pytest.mark.parametrize("text", ["", "\u0301", "\u200b\u200d", "\ufe0f"])
def test_what_cannot_be_seen(text: str) -> None:
    assert look(text) == ""
