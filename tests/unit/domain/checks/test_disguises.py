"""The rarer disguises of a file are found, and lists, poems and numbers pass. Synthetic bytes."""

import base64
import binascii
import html
import quopri
from urllib.parse import quote

import pytest

from tests.unit.domain.checks.test_smuggling import HEADS, digits, emptied, noise, wrapped
from tipline.domain.checks.disguises import encoded_rows, legible
from tipline.domain.checks.smuggling import hides_file


def plain_digits(length: int, seed: str = "") -> str:
    return base64.b64encode(noise(length, seed)).decode()


def uuencoded(data: bytes) -> str:
    return "".join(
        binascii.b2a_uu(data[at : at + 45], backtick=True).decode()
        for at in range(0, len(data), 45)
    )


@pytest.mark.parametrize("width", [4, 8, 16, 20, 32, 38, 39])
@pytest.mark.parametrize("between", ["\n", "\r\n", " ", "\n\n", "  "])
def test_base64_in_short_groups_is_found(width: int, between: str) -> None:
    for head in HEADS:
        assert hides_file(wrapped(base64.b64encode(emptied(head, 300)).decode(), width, between))
    text = wrapped(plain_digits(900), width, between)
    assert hides_file(text)
    assert hides_file(f"Synthetic narrative 17:\n{text}\n\nSynthetic.")


@pytest.mark.parametrize("mark", [",", ";", ".", "|", "*", ":", ", ", "; "])
def test_base64_between_other_marks_is_found(mark: str) -> None:
    text = wrapped(base64.b64encode(emptied(HEADS[0], 300)).decode(), 4, mark)
    assert hides_file(text)
    assert hides_file(f"Synthetic narrative 17: {text} and more of it, in so many words as here.")


@pytest.mark.parametrize("width", [4, 8, 16, 32])
@pytest.mark.parametrize("between", ["\n", " ", ","])
def test_a_file_head_in_hex_groups_is_found(width: int, between: str) -> None:
    for head in HEADS[:4]:
        assert hides_file(wrapped(emptied(head, 200).hex(), width, between))


def test_hex_with_prefixes_is_found() -> None:
    data = noise(200)
    for text in (
        ", ".join(f"0x{byte:02x}" for byte in data),
        " ".join(f"0x{byte:02X}" for byte in data),
        "".join(f"\\x{byte:02x}" for byte in data),
        "\n".join(f"\\x{byte:02x}" for byte in data),
    ):
        assert hides_file(text)


def test_escaped_bytes_are_found() -> None:
    data = noise(600)
    for text in (
        quopri.encodestring(data).decode(),
        wrapped(quote(data), 30, "\n"),
        " ".join(f"&#{byte};" for byte in data),
        " ".join(f"&#x{byte:x};" for byte in data),
        " ".join(f"\\{byte:03o}" for byte in data),
    ):
        assert hides_file(text), text[:60]


def test_quoted_data_addresses_are_found() -> None:
    text = "Synthetic narrative 17, told at some length for the sake of it here. "
    assert hides_file(f"{text}data=3Aimage/png=2CAAAA")
    assert hides_file(text + "".join(f"\\x{ord(mark):02x}" for mark in "data:,AAAA"))
    assert not hides_file(f"{text}ratio=3Aone and \\x41")
    assert not hides_file(f"{text}\\xyz")


def test_uuencode_is_found() -> None:
    data = noise(400)
    assert hides_file(f"begin 644 name\n{uuencoded(data)}`\nend\n")
    assert hides_file(f"Synthetic narrative 17.\n{uuencoded(data)}")
    assert hides_file(f"begin 644 name\n{uuencoded(noise(30))}`\nend and so much more of it here")


def test_ascii85_is_found() -> None:
    assert hides_file(base64.a85encode(noise(200), adobe=True).decode())
    assert hides_file(base64.a85encode(noise(200), adobe=True, wrapcol=30).decode())


@pytest.mark.parametrize("before", ["(photo):", "narrated", "user_17!"])
@pytest.mark.parametrize("after", ["", "and more", "Thanks!!"])
def test_words_as_wide_as_the_groups_around_them_hide_nothing(before: str, after: str) -> None:
    for text in (
        wrapped(base64.b64encode(emptied(HEADS[1], 300)).decode(), 8, " "),
        wrapped(emptied(HEADS[1], 300).hex(), 8, " "),
        wrapped(plain_digits(900), 8, " "),
    ):
        assert hides_file(f"{before} {text} {after}")


def test_hex_pairs_with_commas_and_blanks_are_found() -> None:
    assert hides_file(", ".join(f"{byte:02x}" for byte in noise(128)))
    assert not hides_file(", ".join(f"{byte:02x}" for byte in noise(127)))


@pytest.mark.parametrize("mark", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
def test_invisible_characters_hide_nothing(mark: str) -> None:
    assert hides_file(mark.join("data:image/png;base64,AAAA"))
    assert hides_file(f"Synthetic {mark.join(digits(2_000))}")
    assert not hides_file(mark.join("Synthetic narrative 17. " * 20))


def test_full_width_forms_hide_nothing() -> None:
    for text in ("data:image/png;base64,AAAA", digits(2_000)):
        assert hides_file("".join(chr(ord(mark) + 0xFEE0) for mark in text))


def test_only_what_may_hide_something_is_read_as_ascii() -> None:
    for text in ("Synthetic", "\u4f8b\uff0c\u4f8b\uff1a", "\u0642\u0635\u0629"):
        assert legible(text) is text
    assert legible("\uff11\uff0c\u200b\u4f8b") == "1,\u4f8b"


def test_a_row_says_where_the_file_is() -> None:
    groups = wrapped(base64.b64encode(emptied(HEADS[1], 60)).decode(), 4, " ").split()
    words = ["Seen", "here", *groups, "gone", "--,-"]
    assert list(encoded_rows(words)) == [slice(2, 23)]
    assert list(encoded_rows(["-,"] * 70 + ["--"] * 70)) == []
    assert list(encoded_rows(["Synthetic", "narrative"])) == []


HONEST = {
    "account names": "\n".join(f"user_{n:04}" for n in range(400)),
    "account names of mixed case": "\n".join(f"SyntheticUser{n:03}x" for n in range(400)),
    "names with blanks": " ".join(f"Name{n:03}" for n in range(400)),
    "names with commas": ",".join(f"Synthetic{n:03}" for n in range(150)),
    "short addresses": "\n".join(f"https://example.org/{n:05}" for n in range(400)),
    "paths": "\n".join(f"example.org/User{n:05}/Page" for n in range(400)),
    "bare paths": "\n".join(f"example/User{n:05}/Page" for n in range(400)),
    "ids of 22 letters and digits": "\n".join(
        digits(60, str(n)).replace("+", "a").replace("x", "b")[:22] for n in range(200)
    ),
    "ids of 11 safe digits": "\n".join(
        base64.urlsafe_b64encode(noise(8, str(n))).decode()[:11] for n in range(20)
    ),
    "md5 in base64": "\n".join(base64.b64encode(noise(16, str(n))).decode() for n in range(99)),
    "md5 in hex": "\n".join(noise(16, str(n)).hex() for n in range(200)),
    "joined letters": "\u0645\u06cc\u200c\u0631\u0648\u062f 17 " * 200,
    "full-width numbers": "\u4f8b\uff11\uff17\uff0c\u4f8b\uff1a\uff33\uff4e\uff53\u3002" * 400,
    "codes": " ".join(f"K7M-2QX-{n:03}" for n in range(100)),
    "numbers": "\n".join(f"+1 202 555 01{n:02}" for n in range(100)),
    "long numbers": " ".join(str(10**20 + n) for n in range(100)),
    "one number": "17" * 500,
    "few escapes": "a%01b%02 c=10 d=11 e=12 f=13 g=14 h=15 i=16 j=17 k=18 l=19 " * 1,
    "a query": "x=10&y=11&z=12&u=13&v=14&w=15&t=16&s=17&r=18&q=19&p=1A&o=1B " * 3,
    "quoted Arabic": quopri.encodestring(
        "\u0642\u0635\u0629 \u0631\u0642\u0645 17. ".encode() * 40
    ).decode(),
    "escaped Arabic": quote("\u0642\u0635\u0629 \u0631\u0642\u0645 17. " * 40),
    "references": html.escape("<17> & ") * 40 + "&#1602;&#1589; " * 40,
    "windows paths": "C:\\Users\\synthetic\\x64\\x86\\Documents " * 7,
    "constants": "0x1f, 0xff and 0x7f0000ff " * 60,
    "a poem": "One two six ten,\nred big sun men,\nall the day now,\nsee the red cow.\n" * 30,
    "equal words": "This that then when also even some more than they have done " * 40,
    "shouting": "MY SYNTHETIC NARRATIVE IS NUMBER SEVENTEEN AND SO ON AND ON\n" * 40,
    "begin": "begin 644 times and begin again\nMy narrative goes on from there, and on and on",
    "hearts": "<3 <~ and " * 40,
    "equal lines": ("A line of just so many words\n" * 40),
    "few groups": wrapped(plain_digits(36), 8, " "),
    "long words by marks": "-".join(["x" * 300] * 9) + " Synthetic" * 10,
    "mixed widths": " ".join("Ab1" * (n % 5 + 1) for n in range(200)),
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_lists_and_odd_text_pass(text: str) -> None:
    assert not hides_file(text)
