"""What nobody should send: files in every disguise, made at run time from heads and zero bytes.

No real file is anywhere in it: a head is what a format begins with, and only zeros follow.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple
from urllib.parse import quote

HEADS: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/gif": b"GIF89a",
    "application/pdf": b"%PDF-1.7\n",
    "application/zip": b"PK\x03\x04",
    "video/mp4": b"\x00\x00\x00\x18ftypisom",
}
_TYPES: Final = (
    *HEADS,
    *("", "text/plain", "image/svg+xml", "IMAGE/PNG", "video/*", "x/y;charset=utf-8"),
)


class Payload(NamedTuple):
    """Something that is a file in disguise; `signs` are pieces that must be found nowhere."""

    kind: str
    text: str

    @property
    def signs(self) -> tuple[str, ...]:
        """Pieces of it that are in no honest answer."""
        lines = [line.strip() for line in self.text.splitlines()]
        told = [line for line in lines if not line.startswith("begin ")]
        return tuple(line[:24] for line in told if len(line) >= 20 and len(set(line[:24])) > 3)


def headed(chance: Random) -> bytes:
    """Return the head of a file with zeros behind it."""
    return chance.choice(list(HEADS.values())) + bytes(chance.randint(60, 1_500))


def data_uri(chance: Random) -> str:
    """Return a data: URI, spelled in one of many ways."""
    word = "".join(chance.choice((sign, sign.upper())) for sign in "data")
    media = chance.choice(_TYPES)
    if chance.random() < 0.5:
        digits = base64.b64encode(headed(chance)).decode()
        return f"{word}:{media};base64,{digits}"
    return f"{word}:{media},{quote(headed(chance))}"


def wrapped(text: str, width: int, between: str = "\n") -> str:
    """Return a text in lines."""
    return between.join(text[at : at + width] for at in range(0, len(text), width))


def in_base64(chance: Random) -> str:
    """Return a file in base64: in one piece, in lines, or in groups."""
    encode = chance.choice((base64.b64encode, base64.urlsafe_b64encode))
    digits = encode(headed(chance)).decode()
    form = chance.randrange(5)
    if form == 0:
        return digits
    if form == 1:
        return wrapped(digits, chance.choice((76, 64)))
    if form == 2:
        return wrapped(digits, chance.choice((76, 64)), chance.choice((" \n", " ", "\t\r\n")))
    if form == 3:
        return digits.rstrip("=")
    return "".join(f"{line}\r\n" for line in wrapped(digits, 76).splitlines())


def in_hex(chance: Random) -> str:
    """Return a file in hexadecimal digits: solid, in pairs, or as a listing."""
    data = headed(chance) + bytes(128)
    form = chance.randrange(4)
    if form == 0:
        return data.hex() if chance.random() < 0.5 else data.hex().upper()
    if form == 1:
        return data.hex(chance.choice((" ", ":", ",")))
    if form == 2:
        rows = (data[at : at + 16] for at in range(0, len(data) // 16 * 16, 16))
        return "\n".join(
            f"{at * 16:08x}  {row.hex(' ')}  |................|" for at, row in enumerate(rows)
        )
    return ", ".join(f"0x{byte:02x}" for byte in data)


def uuencoded(chance: Random) -> str:
    """Return a file as uuencode writes it."""
    data = headed(chance) + bytes(90)
    lines = (data[at : at + 45] for at in range(0, len(data), 45))
    body = "".join(binascii.b2a_uu(line, backtick=True).decode() for line in lines)
    return f"begin 644 seventeen.bin\n{body}`\nend"


def in_ascii85(chance: Random) -> str:
    """Return a file as Adobe's Ascii85; zeros are written out, so that it has some length."""
    digits = base64.a85encode(headed(chance), adobe=True).decode()
    return digits.replace("z", "!!!!!")


def escaped(chance: Random) -> str:
    """Return a file with its bytes as escapes."""
    data = headed(chance)[:400]
    form = chance.randrange(4)
    if form == 0:
        return "".join(f"%{byte:02X}" for byte in data)
    if form == 1:
        return "".join(f"\\x{byte:02x}" for byte in data)
    if form == 2:
        return "".join(f"&#{byte};" for byte in data)
    return binascii.b2a_qp(data, quotetabs=True).decode("ascii").replace("=\n", "")


def nested(chance: Random) -> str:
    """Return a disguise in up to three wrappings."""
    text = data_uri(chance)
    wrappings: list[Callable[[str], str]] = [
        lambda inner: quote(inner, safe=""),
        lambda inner: base64.b64encode(inner.encode()).decode(),
        lambda inner: inner.replace(":", "&colon;").replace("/", "&#47;"),
        lambda inner: "".join(f"&#{ord(sign)};" for sign in inner[:60]) + inner[60:],
    ]
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(wrappings)(text)
    return text


DISGUISES: Final = {
    "data": data_uri,
    "base64": in_base64,
    "hex": in_hex,
    "uuencode": uuencoded,
    "ascii85": in_ascii85,
    "escapes": escaped,
    "nested": nested,
}


def payloads(chance: Random) -> Iterator[Payload]:
    """Yield disguised files without end, each kind in turn."""
    while True:
        for kind, made in DISGUISES.items():
            yield Payload(kind, made(chance))


def multipart(chance: Random) -> tuple[bytes, str]:
    """Return a form with a file in it, as a browser would send it, and its content type."""
    boundary = f"----{chance.randrange(10**12):012d}"
    media = chance.choice(list(HEADS))
    body = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="narrative"; '
            f'filename="seventeen-{chance.randrange(10**6)}.bin"\r\nContent-Type: {media}\r\n\r\n'
        ).encode()
        + HEADS[media]
        + bytes(chance.choice((64, 5_000, 70_000)))
    )
    return body + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def binary(chance: Random) -> bytes:
    """Return bytes that are no text: a head, zeros, and controls in disorder."""
    return headed(chance) + bytes(chance.choices((*range(9), *range(14, 32), 255), k=300))
