"""Addresses made harmless are mended; anything that may mean something else stays."""

import pytest

from tipline.domain.identifiers.text.refang import refang, refang_at


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("hxxp://example.org/17", "http://example.org/17"),
        ("hXXps://example.org/17", "https://example.org/17"),
        ("h**p://example.org", "http://example.org"),
        ("htxps://example.org", "htxps://example.org"),
        ("fxp://example.org", "ftp://example.org"),
        ("https://example[.]org", "https://example.org"),
        ("https://example(.)org", "https://example.org"),
        ("https://example{dot}org", "https://example.org"),
        ("https://example[[DOT]]org", "https://example.org"),
        ("hxxps[://]example[.]org[/]17", "https://example.org/17"),
        ("hxxps[:]//example.org", "https://example.org"),
        ("https://[2001:db8::17]/", "https://[2001:db8::17]/"),
        ("example dot org", "example dot org"),
        ("https://example.org/hxxp", "https://example.org/hxxp"),
        ("https://example.org/?q[]=1", "https://example.org/?q[]=1"),
        ("https://example.org/17", "https://example.org/17"),
    ],
)
def test_refang(text: str, mended: str) -> None:
    assert refang(text) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("user17[at]example[.]org", "user17@example.org"),
        ("user17 (AT) example.org", "user17 @ example.org"),
        ("user17[@]example.org", "user17@example.org"),
        ("user17 at example.org", "user17 at example.org"),
    ],
)
def test_refang_at(text: str, mended: str) -> None:
    assert refang_at(text) == mended
