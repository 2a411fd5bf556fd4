"""An honest visit: the whole form, page by page, as somebody fills it in, up to the receipt."""

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from random import Random
from typing import Final

from benchmarks.public.wire import LOST, Answer, Browser
from tipline.domain.public.work import enough_work

THINK_SECONDS: Final = (0.4, 1.2)
"""Between a page and what is sent from it. People take 1 to 3 s at the very least."""

PATIENCE_SECONDS: Final = 15.0
_MOST_PAGES: Final = 30
_TRIES_AT_ONCE: Final = 500
_TOKEN: Final = re.compile(rb'name="t" value="([^"]*)"')
_CHALLENGE: Final = re.compile(rb'data-challenge="([0-9a-f]+)" data-bits="(\d+)"')
_FILES: Final = re.compile(rb'(?:href|src)="(/assets/[^"]+\.(?:css|js))"')
_RECEIPT: Final = b'class="tl-code"'
_FINE: Final = 200
_SEE_OTHER: Final = 303

Note = Callable[[str, float], None]
"""Takes the kind of a request and the seconds it took."""


class FailedError(Exception):
    """The visit did not come to its receipt; says at what."""


class Visit:
    """One visitor; every second does the proof of work, and every second keeps the connection."""

    def __init__(self, port: int, number: int, note: Note) -> None:
        self._chance = Random(number)
        self._number = number
        self._language = self._chance.choice(("en", "es", "fr", "ar"))
        self._works = number % 2 == 0
        self._wishes_mail = number % 8 < 2
        keep = number % 4 < 2
        self._browser = Browser(
            port, keep=keep, patience=PATIENCE_SECONDS, language=self._language
        )
        self._note = note
        self._places = 0

    async def walk(self) -> None:
        """Go through the form.

        Raises:
            FailedError: no receipt was shown.
        """
        try:
            await self._walk()
        finally:
            self._browser.close()

    async def _walk(self) -> None:
        page = await self._timed("page", "GET", "/")
        for file in dict.fromkeys(_FILES.findall(page.body)):
            await self._timed("file", "GET", file.decode())
        path = f"/{self._language}/1/"
        for _ in range(_MOST_PAGES):
            await asyncio.sleep(self._chance.uniform(*THINK_SECONDS))
            page = await self._timed("page", "GET", path)
            if path.endswith("/11/"):
                if _RECEIPT not in page.body:
                    raise FailedError("the receipt is not on its page")
                return
            path = await self._answer(path, page)
        raise FailedError("the form does not end")

    async def _answer(self, path: str, page: Answer) -> str:
        """Fill in a page, send it, and return where the browser is sent."""
        step = path.removeprefix(f"/{self._language}/").strip("/")
        fields = dict(self._fields(step))
        token = _TOKEN.search(page.body)
        if token is None:
            raise FailedError(f"there is no form on page {step}")
        fields["t"] = token[1].decode()
        if step == "10":
            fields["work"] = await self._work(page) if self._works else ""
        await asyncio.sleep(self._chance.uniform(*THINK_SECONDS))
        kind = "send" if step == "10" else "answer"
        sent = await self._timed(kind, "POST", path, fields)
        return sent.location

    def _fields(self, step: str) -> dict[str, str]:
        number = self._number
        if step == "4":
            self._places += 1
            return {"kind": "a" if self._places == 1 else "no"}
        return {
            "1": {"relation": "witness"},
            "2": {"danger_now": "no"},
            "2b": {"still_going_on": "yes"},
            "3": {"category": "unsure"},
            "4/a": {"text": f"hxxps://www.example.org/pages/{number}", "year": "2026"},
            "5": {"narrative": f"Synthetic narrative {number}."},
            "7": {"other-names": f"user{number:010d}"},
            "9": {"reach-wish": "by_email" if self._wishes_mail else "by_code"},
            "9b": {"reach-email": f"visitor{number}@example.net"},
        }.get(step, {})

    async def _work(self, page: Answer) -> str:
        """Find the proof of work a page asks for, a little at a time as a browser does."""
        asked = _CHALLENGE.search(page.body)
        if asked is None:
            raise FailedError("no work is asked for")
        begun = hashlib.sha256(asked[1] + b":")
        bits, answer = int(asked[2]), 0
        most = 1 << (256 - bits)
        while True:
            for candidate in range(answer, answer + _TRIES_AT_ONCE):
                digest = begun.copy()
                digest.update(b"%d" % candidate)
                if int.from_bytes(digest.digest()) < most:
                    assert enough_work(asked[1].decode(), str(candidate), bits)
                    return str(candidate)
            answer += _TRIES_AT_ONCE
            await asyncio.sleep(0)

    async def _timed(
        self, kind: str, method: str, path: str, fields: dict[str, str] | None = None
    ) -> Answer:
        began = time.perf_counter()
        try:
            if fields is None:
                answer = await self._browser.get(path)
            else:
                answer = await self._browser.post(path, fields)
        except LOST as error:
            self._note(kind, time.perf_counter() - began)
            raise FailedError(f"{method} of a {kind}: {type(error).__name__}") from None
        self._note(kind, time.perf_counter() - began)
        wanted = _SEE_OTHER if method == "POST" else _FINE
        if answer.status != wanted:
            raise FailedError(f"{method} of a {kind}: status {answer.status}")
        return answer
