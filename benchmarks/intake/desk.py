"""Somebody works at the desk while reports pour in: takes reports and gives them back."""

import json
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import httpx
import pyotp

from benchmarks.intake.hotline import Running

_PAUSE_SECONDS: Final = 0.1
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_REPORT: Final = re.compile(r"/desk/reports/(\d+)/")
_PASSWORD: Final = "several words in a row"  # noqa: S105 - of a made-up person
_OF_OUR_PAGE: Final = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
_FINE: Final = 200
_SEE_OTHER: Final = 303
_LOOKS: Final = 9
_SOUGHT: Final = "user0000000017@example.net"


@dataclass
class Work:
    """How long each write at the desk took, in milliseconds."""

    times_ms: list[float] = field(default_factory=list)

    @property
    def p99_ms(self) -> float:
        """The time that 99 of 100 writes stay below."""
        ordered = sorted(self.times_ms)
        return ordered[max(0, -(-99 * len(ordered) // 100) - 1)] if ordered else float("nan")


class Analyst:
    """Somebody who is logged in, over real HTTP."""

    def __init__(self, hotline: Running) -> None:
        self._client = httpx.Client(base_url=hotline.address, headers=_OF_OUR_PAGE, timeout=30)
        made = _admit(hotline)
        self._post(
            "/desk/log-in/",
            "/desk/log-in/",
            name=made["name"],
            password=made["password"],
            code=pyotp.TOTP(made["secret"]).at(datetime.now(UTC)),  # noqa: TID251 - a real desk's
        )
        self._post(
            "/desk/password/",
            "/desk/password/",
            old=made["password"],
            new=_PASSWORD,
            again=_PASSWORD,
        )
        page = self._client.get("/desk/")
        found = _REPORT.search(page.text)
        if found is None:
            raise RuntimeError(f"there is no report at the desk (status {page.status_code})")
        self._report = f"/desk/reports/{found[1]}/"
        self._token = self._token_at("/desk/password/")

    def take_and_give_back(self) -> Iterator[float]:
        """Take a report and give it back; yield how many milliseconds each took."""
        for act in ("claim", "release"):
            began = time.perf_counter()
            answer = self._client.post(
                f"{self._report}{act}/", data={"csrfmiddlewaretoken": self._token}
            )
            yield (time.perf_counter() - began) * 1_000
            if answer.status_code != _SEE_OTHER:
                raise RuntimeError(f"{act} was answered with {answer.status_code}")

    def page_times(self) -> dict[str, float]:
        """Return how many milliseconds pages took, each the middle of several."""
        search = {"csrfmiddlewaretoken": self._token, "kind": "email", "text": _SOUGHT}
        pages: dict[str, Callable[[], httpx.Response]] = {
            "queue": lambda: self._client.get("/desk/"),
            "report": lambda: self._client.get(self._report),
            "search": lambda: self._client.post("/desk/search/", data=search),
        }
        return {name: statistics.median(_times(load)) for name, load in pages.items()}

    def _post(self, page: str, path: str, **fields: str) -> None:
        fields["csrfmiddlewaretoken"] = self._token_at(page)
        answer = self._client.post(path, data=fields)
        if answer.status_code != _SEE_OTHER:
            raise RuntimeError(f"{path} was answered with {answer.status_code}")

    def _token_at(self, page: str) -> str:
        found = _TOKEN.search(self._client.get(page).text)
        if found is None:
            raise RuntimeError(f"there is no form at {page}")
        return found[1]


@contextmanager
def working(hotline: Running) -> Iterator[Work]:
    """Work at the desk meanwhile; there must be a report already."""
    work, stop = Work(), threading.Event()
    analyst = Analyst(hotline)
    failures: list[Exception] = []

    def go_on() -> None:
        try:
            while not stop.wait(_PAUSE_SECONDS):
                work.times_ms.extend(analyst.take_and_give_back())
        except (RuntimeError, httpx.HTTPError) as error:
            failures.append(error)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield work
    finally:
        stop.set()
        thread.join()
    if failures:
        raise failures[0]


def _times(load: Callable[[], httpx.Response]) -> Iterator[float]:
    for _ in range(_LOOKS):
        began = time.perf_counter()
        answer = load()
        yield (time.perf_counter() - began) * 1_000
        if answer.status_code != _FINE:
            raise RuntimeError(f"a page was answered with {answer.status_code}")


def _admit(hotline: Running) -> dict[str, str]:
    command = [sys.executable, "-m", "tipline", "user", "add", "anna", "--json"]
    run = subprocess.run(
        [*command, "--data", str(hotline.data)], check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(run.stdout)
    return found
