"""Files in disguise are found, and honest text passes. All data is made here, from numbers."""

import base64
import hashlib
import html
import uuid
from itertools import count, islice
from urllib.parse import quote

import pytest

from tipline.domain.checks import disguises
from tipline.domain.checks.smuggling import hides_file, without_blocks

HEADS = (
    *disguises.FILE_HEADS,
    *(bytes([0, 0, 0, size]) + b"ftyp" + brand for size in (24, 32) for brand in (b"a", b"i")),
)


def noise(length: int, seed: str = "") -> bytes:
    """Return bytes that look random and are the same every time."""
    digests = (hashlib.sha256(f"{seed}{number}".encode()).digest() for number in count())
    return b"".join(islice(digests, length // 32 + 1))[:length]


def digits(length: int, seed: str = "") -> str:
    """Return base64 digits that look random."""
    return base64.b64encode(noise(length, seed)).decode().replace("/", "x")[:length]


def wrapped(text: str, width: int, newline: str = "\n") -> str:
    return newline.join(text[at : at + width] for at in range(0, len(text), width))


def emptied(head: bytes, length: int = 64) -> bytes:
    """Return how a file begins and nothing more."""
    return head.ljust(length, b"\0")


def listing(data: bytes, start: str, group: int, end: str) -> str:
    """Return a listing of bytes as hexadecimal dump programs print it."""
    lines = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16].hex()
        groups = " ".join(row[n : n + 2 * group] for n in range(0, len(row), 2 * group))
        lines.append(start.format(at) + groups + end)
    return "\n".join(lines)


DATA_URIS = (
    "data:text/plain,Synthetic",
    "data:text/plain;charset=utf-8,Synthetic",
    'data:text/plain;charset="utf-8";name=a.b,Synthetic',
    "data:image/png;base64,AAAA",
    "DATA:Image/PNG;Base64,AAAA",
    "data:;base64,AAAAAAAA",
    "data:;charset=utf-8,Synthetic",
    "data:,Synthetic narrative",
    "data:application/vnd.example+json;x=y;base64,AAAA",
    "Synthetic (data:image/*,AAAA) narrative",
    "https://example.org/?u=data:text/html,Synthetic",
    "data:data:text/plain,Synthetic",
    "see:data:text/plain,Synthetic\nnarrative 17.",
)


@pytest.mark.parametrize("text", DATA_URIS)
def test_data_addresses_are_found_in_every_disguise(text: str) -> None:
    percent = "".join(f"%{code:02X}" for code in text.encode())
    for disguise in (
        text,
        text.upper(),
        f"Synthetic narrative 17. {text}",
        quote(text),
        quote(quote(text)),
        percent,
        percent.lower(),
        html.escape(quote(text)),
        "".join(f"&#{ord(mark)};" for mark in text),
        "".join(f"&#x{ord(mark):x};" for mark in text),
        "".join(f"&#{'0' * 6_000}{ord(mark)};" for mark in text[:3]) + text[3:],
        text.replace(":", "&colon;").replace(",", "&comma;"),
    ):
        assert hides_file(disguise), disguise[:100]


@pytest.mark.parametrize(
    "text",
    [
        "data: we have none, sorry",
        "The data: text/plain, and more of it",
        "metadata:text/plain,Synthetic",
        "data:image/png without a comma",
        "data:text/plain\n,Synthetic",
        "database, data, and data:",
        "data: URIs are refused; so is base64.",
        "100 % of the data & more; 5 % of it",
    ],
)
def test_words_about_data_pass(text: str) -> None:
    assert not hides_file(text)


@pytest.mark.parametrize("head", HEADS, ids=bytes.hex)
def test_the_beginning_of_a_common_file_is_enough(head: bytes) -> None:
    plain = base64.b64encode(emptied(head)).decode()
    for text in (
        plain,
        plain.rstrip("="),
        base64.urlsafe_b64encode(emptied(head)).decode(),
        f"Synthetic narrative 17. {plain} Synthetic.",
        f"https://example.org/{plain}",
        f"https://example.org/?q={plain}",
        wrapped(base64.b64encode(emptied(head, 300)).decode(), 76, "\r\n"),
        wrapped(base64.b64encode(emptied(head, 300)).decode(), 64),
        quote(plain, safe=""),
        base64.b64encode(plain.encode()).decode(),
        base64.b64encode(base64.b64encode(plain.encode())).decode(),
        base64.b64encode(f"Synthetic narrative: {plain}.......".encode()).decode(),
    ):
        assert hides_file(text), text[:100]


@pytest.mark.parametrize("head", disguises.FILE_HEADS, ids=bytes.hex)
def test_the_beginning_of_a_common_file_is_enough_in_hexadecimal(head: bytes) -> None:
    plain = emptied(head).hex()
    dump = wrapped(emptied(head, 90).hex(), 60)
    for text in (plain, plain.upper(), f"0x{plain}", f"Synthetic: {plain}.", dump):
        assert hides_file(text), text[:100]
    assert not hides_file(emptied(head, 63).hex())


def test_shorter_beginnings_are_identifiers() -> None:
    for head in HEADS:
        assert not hides_file(base64.b64encode(emptied(head, 46)).decode().rstrip("=")[:63])


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_block_of_base64_is_found(seed: str) -> None:
    block = digits(4_000, seed)
    for text in (
        block,
        block[:400],
        f"Synthetic narrative 17.\n\n{block}\n\nSynthetic.",
        f'{{"content": "{block}"}}',
        wrapped(block, 76),
        wrapped(block, 76, "\r\n"),
        wrapped(block, 64, " \n"),
        wrapped(block[:400], 40),
        block.replace("+", "-").replace("x", "_"),
        base64.b64encode(base64.b64encode(noise(300, seed))).decode(),
    ):
        assert hides_file(text), text[:100]
    assert not hides_file(block[:399])


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_other_encodings_of_bytes_are_found(seed: str) -> None:
    data = noise(2_000, seed)
    for text in (
        base64.b85encode(data).decode(),
        base64.a85encode(data).decode(),
        quote(data),
        data[:512].hex(),
        data[:512].hex().upper(),
        *(data[:128].hex(mark) for mark in " :,"),
        *(data[:128].hex(mark).upper() for mark in " :,"),
        f"Synthetic: {data[:128].hex(' ')}",
        listing(data[:128], "{:08x}: ", 2, "  ................"),
        listing(data[:128], "{:08x}  ", 1, "  |................|"),
        listing(data[:128], "{:07x} ", 1, "\r"),
        listing(data[:128], "{:06X} ", 4, ""),
        f"Synthetic narrative 17.\n{listing(data[:160], '{:08x}: ', 2, '  ....')}\nSynthetic.",
    ):
        assert hides_file(text), text[:100]


def test_what_is_just_short_of_a_file_passes() -> None:
    data = noise(2_000)
    for text in (
        data.hex()[:1_023],
        *(data[:127].hex(mark) for mark in " :,"),
        base64.b85encode(data).decode()[:2_083],
        listing(data[:112], "{:08x}: ", 2, "  ................"),
    ):
        assert not hides_file(text), text[:100]


def test_blocks_are_cut_out_and_identifiers_stay() -> None:
    digest = noise(32).hex()
    for block in (digits(400), wrapped(digits(790), 76), wrapped(digits(798), 76) + "=="):
        text = f"Synthetic {digest}: {block}\n17 https://example.org/{digits(900)} words"
        left = f"Synthetic {digest}: \n17 https://example.org/{digits(900)} words"
        assert without_blocks(text) == left
    assert without_blocks(f"{digits(400)}\nUnfortunately") == "\nUnfortunately"


HONEST = {
    "hashes": "\n".join(
        hashlib.new(name, b"17").hexdigest() for name in ("md5", "sha1", "sha512")
    ),
    "forty sha256 lines": "\n".join(noise(32, str(n)).hex() for n in range(40)),
    "forty sha256 in upper case": "\r\n".join(noise(32, str(n)).hex().upper() for n in range(40)),
    "forty sha512 lines": "\n".join(noise(64, str(n)).hex() for n in range(40)),
    "hashes with commas": ",".join(noise(32, str(n)).hex() for n in range(200)),
    "hashes in base64": "\n".join(base64.b64encode(noise(32, str(n))).decode() for n in range(8)),
    "uuids": "\n".join(str(uuid.UUID(bytes=noise(16, str(n)))) for n in range(60)),
    "uuids with commas": ",".join(str(uuid.UUID(bytes=noise(16, str(n)))) for n in range(60)),
    "uuids in a path": "/".join(str(uuid.UUID(bytes=noise(16, str(n)))) for n in range(60)),
    "imeis": "\n".join(f"{990_000_000_000_000 + n}" for n in range(200)),
    "imeis with commas": ", ".join(f"{990_000_000_000_000 + n}" for n in range(200)),
    "hardware addresses": ",".join(noise(6, str(n)).hex(":") for n in range(100)),
    "hardware addresses in words": " ".join(noise(6, str(n)).hex(":") for n in range(100)),
    "certificate fingerprints": " ".join(noise(32, str(n)).hex(":") for n in range(20)),
    "pgp fingerprints": "\n".join(
        wrapped(noise(20, str(n)).hex().upper(), 4, " ") for n in range(20)
    ),
    "wallets": "\n".join(f"0x{noise(20, str(n)).hex()}" for n in range(60)),
    "wallets in mixed case": "\n".join(
        "0x" + "".join(d.upper() if n % 3 else d for n, d in enumerate(noise(20, str(m)).hex()))
        for m in range(60)
    ),
    "device tokens": "\n\n".join(digits(163, str(n)) for n in range(20)),
    "a bearer token": ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=")
        for part in (b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"user_17","iat":17}' * 8, noise(64))
    ),
    "a folded mail signature": (
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=17;\r\n"
        f"\th=from:to:subject:date; bh={digits(43)}=;\r\n\tb="
        + wrapped(digits(344), 64, "\r\n\t ")
    ),
    "an unfolded mail signature": f"DKIM-Signature: v=1; d=example.org; b={digits(344)};",
    "a long address": f"https://example.org/path?token={digits(1_900)}&next=17",
    "long addresses": "\n".join(f"https://example.org/{digits(600, str(n))}" for n in range(20)),
    "an address with escapes": "https://example.org/?q=" + quote("\u4f8b \u4f8b & 17") * 30,
    "addresses in a row": " ".join(f"2001:db8::{n:x}" for n in range(500)),
    "numbers in a row": ", ".join(str(n) for n in range(500)),
    "a table": "\n".join(f"{n}  {n + 1}  {n + 2} {n + 3}" for n in range(10, 90)),
    "x": "x" * 3_000,
    "a": "a" * 3_000,
    "A": "A" * 3_000,
    "zeros": "0" * 3_000,
    "laughter": "ha" * 3_000,
    "HAHA": "HAhaha" * 1_000,
    "a drawn line": "-" * 3_000,
    "more drawn lines": "\n".join(("_" * 79, "=" * 79, "#" * 79)) * 50,
    "a drawn table": ("+" + "-" * 60 + "+\n") * 60,
    "one long word": "Donaudampfschifffahrtsgesellschaft" * 100,
    "words by hyphens": "-".join(["Synthetic", "narrative"] * 300),
    "words by slashes": "/".join(["synthetic", "narrative"] * 300),
    "entities": "&amp; &lt;17&gt; &#233; &eacute; " * 300,
    "an impossible reference": f"&#{'9' * 5_000} &#{'%39' * 5_000};",
    "percent signs": "%" * 3_000,
    "ampersands": "&#" * 3_000,
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_identifiers_and_odd_text_pass(text: str) -> None:
    assert not hides_file(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Synthetic narrative 17, told at some length; the writer's account is user_17. ",
        "\u8fd9\u662f\u7b2c17\u4e2a\u5408\u6210\u7684\u6545\u4e8b\uff0c\u6ca1\u6709\u610f\u4e49\u3002",
        "\u0642\u0635\u0629 \u0631\u0642\u0645 17\u060c \u0644\u0627 \u0645\u0639\u0646\u0649. ",
        "\u0e40\u0e23\u0e37\u0e48\u0e2d\u0e07\u0e2a\u0e21\u0e21\u0e15\u0e34",
    ],
    ids=["English", "Chinese", "Arabic", "Thai"],
)
def test_long_honest_prose_passes(sentence: str) -> None:
    prose = sentence * (100_000 // len(sentence.encode()) + 1)
    assert len(prose.encode()) >= 100_000
    assert not hides_file(prose)
    assert hides_file(prose + DATA_URIS[0])
    assert hides_file(f"{prose}\n{digits(400)}\n{prose}")


def test_layers_are_taken_off_up_to_three_times() -> None:
    text = DATA_URIS[0]
    for _ in range(3):
        text = "".join(f"%{code:02X}" for code in text.encode())
    assert hides_file(text)
