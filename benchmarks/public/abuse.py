"""What abusive clients do, each a few requests, with fresh cookies; and how often each is done."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from benchmarks.public.wire import Browser
from tipline.domain.public.receipt import SECRET_BYTES, receipt_code

_TOKEN: Final = re.compile(rb'name="t" value="([^"]*)"')
_BOUNDARY: Final = "synthetic"
_PART: Final = (
    f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="narrative"; filename="a.bin"\r\n\r\n'
    f"{'0' * 2_000}\r\n--{_BOUNDARY}--\r\n"
).encode()
_LARGE: Final = 200_000
_TOO_LARGE: Final = 300_000

Say = Callable[[int], None]
"""Takes the status of one answer."""

Act = Callable[[Browser, Say], Awaitable[None]]


class Kind(NamedTuple):
    """One kind of abuse: its share of all abusive requests in hundredths, and how many one is."""

    name: str
    share: int
    requests: int
    act: Act


async def _start_page(browser: Browser, say: Say) -> None:
    say((await browser.get("/")).status)


async def _begin(browser: Browser, say: Say) -> None:
    say((await browser.get("/en/1/")).status)


async def _token(browser: Browser, say: Say, path: str = "/en/1/") -> str:
    page = await browser.get(path)
    say(page.status)
    found = _TOKEN.search(page.body)
    return found[1].decode() if found else ""


async def _whole_form(browser: Browser, say: Say) -> None:
    token = await _token(browser, say)
    text = f"Synthetic narrative {secrets.randbelow(10**9)}."
    say((await browser.post("/en/5/", {"t": token, "narrative": text})).status)
    say((await browser.post("/en/10/", {"t": token, "work": ""})).status)
    say((await browser.get("/en/11/")).status)


async def _trapped(browser: Browser, say: Say) -> None:
    fields = {"t": await _token(browser, say), "homepage": "https://www.example.org/"}
    say((await browser.post("/en/5/", {**fields, "narrative": "Synthetic."})).status)


async def _junk_token(browser: Browser, say: Say) -> None:
    browser.carry(b"visit", f"d.{secrets.token_urlsafe(32)}.1795348000.AAAA".encode())
    fields = {"t": secrets.token_urlsafe(16), "narrative": "Synthetic."}
    say((await browser.post("/en/5/", fields)).status)


async def _multipart(browser: Browser, say: Say) -> None:
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    say((await browser.ask("POST", "/en/5/", _PART, kind)).status)


async def _data_address(browser: Browser, say: Say) -> None:
    text = "data:application/octet-stream;base64," + "A" * 2_000
    fields = {"t": await _token(browser, say), "narrative": text}
    say((await browser.post("/en/5/", fields)).status)


async def _large(browser: Browser, say: Say) -> None:
    fields = {"t": await _token(browser, say), "narrative": "word " * (_LARGE // 5)}
    say((await browser.post("/en/5/", fields)).status)


async def _too_large(browser: Browser, say: Say) -> None:
    say((await browser.ask("POST", "/en/5/", b"narrative=" + b"a" * _TOO_LARGE)).status)


async def _code(browser: Browser, say: Say) -> None:
    token = await _token(browser, say, "/en/code/")
    code = receipt_code(secrets.token_bytes(SECRET_BYTES))
    say((await browser.post("/en/code/", {"t": token, "code": code})).status)
    say((await browser.get("/en/code/open/")).status)


async def _unknown_path(browser: Browser, say: Say) -> None:
    say((await browser.get(f"/en/{secrets.token_hex(6)}/")).status)


KINDS: Final = (
    Kind("start pages", 25, 1, _start_page),
    Kind("visits begun and left", 20, 1, _begin),
    Kind("whole forms at machine speed", 20, 4, _whole_form),
    Kind("honeypot filled in", 8, 2, _trapped),
    Kind("junk tokens", 6, 1, _junk_token),
    Kind("multipart bodies", 3, 1, _multipart),
    Kind("data: addresses", 4, 2, _data_address),
    Kind("forms of 200 KB", 2, 2, _large),
    Kind("bodies of 300 KB", 1, 1, _too_large),
    Kind("random receipt codes", 6, 3, _code),
    Kind("unknown paths", 5, 1, _unknown_path),
)
"""The mix: cheap to send, and dear to answer as far as we know how."""


async def send_slowly(port: int, *, body: bool) -> None:
    """Send a byte a second: of a form, or before that of the request's head; until hung up on."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"POST /en/5/ HTTP/1.1\r\nHost: localhost\r\n")
        if body:
            writer.write(b"Content-Type: application/x-www-form-urlencoded\r\n")
            writer.write(b"Content-Length: 4000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(1)
    finally:
        writer.close()
