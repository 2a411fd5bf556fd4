"""Sixty visits with planted addresses and browsers: none of it is found anywhere on disk."""

import http.client
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from campaigns.databases import Database, database
from campaigns.hotline import Hotline, free_port
from campaigns.public.browsing import Answer, Browser
from tests.doors.planting import MARK, needles
from tests.doors.test_canary import files, opened, tables

VISITS = 60
"""Enough to fill every field of every kind of visit a dozen times."""
TWICE = MARK * 2
"""In every planted word, so that even a part of one is found."""
ADDRESSES = (b"127.77.", b"203.0.113.77", b"2001:db8:cafe:77")


class Visit(NamedTuple):
    """One visit and how far it goes: a draft, a report, or back with the code."""

    number: int

    @property
    def kind(self) -> str:
        return ("draft", "sent", "draft", "sent", "back")[self.number % 5]

    def word(self, place: str) -> str:
        return f"{place}{TWICE}{self.number:05}q"

    @property
    def headers(self) -> dict[str, str]:
        address = f"2001:db8:cafe:77::{self.number:x}"
        return {
            "User-Agent": f"Mozilla/5.0 {self.word('ua')}",
            "X-Forwarded-For": f"203.0.113.77, {self.word('xff')}",
            "Forwarded": f'for="[{address}]";by={self.word("fwd")}',
            "X-Real-IP": "203.0.113.77",
            "Referer": f"https://{self.word('ref')}.example.org/{self.word('path')}",
            "Accept-Language": f"en, {self.word('al')};q=0.5, x-{self.word('al')};q=zero",
            "Via": f"1.1 {self.word('via')}",
            "DNT": self.word("dnt"),
        }

    def make(self, port: int) -> str:
        """Walk through the form, and say how it ended."""
        source = f"127.77.{self.number % 250 + 1}.{self.number % 199 + 1}"
        browser = Browser(port, self.headers, source)
        browser.get("/en/")
        browser.get(f"/en/1/?{self.word('q')}={self.word('q')}")
        browser.get(f"/en/{self.word('lost')}/")
        for step, typed in self.answers():
            assert answered(browser, step, typed).status == 303
        if self.kind == "draft":
            browser.close()
            return self.kind
        assert answered(browser, "/en/10/", {}).to == "/en/11/"
        code = browser.get("/en/11/").code
        assert len(code) == 23
        if self.kind == "back":
            self.come_back(Browser(port, self.headers, source), code)
        browser.close()
        return self.kind

    def answers(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what is typed, page by page."""
        yield "/en/1/", {"relation": "witness", "send_if_left": "yes"}
        yield "/en/4/a/", {"text": f"https://example.org/{self.word('url')}"}
        yield "/en/5/", {"narrative": f"Synthetic narrative {self.word('said')}."}
        yield "/en/7/", {"other-names": self.word("name")}
        yield "/en/9/", {"reach-wish": "by_email"}
        yield "/en/9b/", {"reach-email": f"{self.word('mail')}@example.org"}

    def come_back(self, browser: Browser, code: str) -> None:
        """Come back with the code and add something."""
        assert answered(browser, "/en/code/", {"code": code}).to == "/en/code/open/"
        page = browser.get("/en/code/open/")
        more = page.hidden("/en/code/add/") | {"narrative": f"More {self.word('more')}."}
        assert browser.post("/en/code/add/", more).status == 303
        assert self.word("more") in browser.get("/en/code/open/").page
        browser.close()


def answered(browser: Browser, path: str, typed: dict[str, str]) -> Answer:
    """Load a page and send its form."""
    return browser.post(path, browser.get(path).hidden(path) | typed)


def figures(first: int, processes: int) -> bytes:
    """Return what Prometheus reads."""
    said = b""
    for port in range(first, first + processes):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/metrics", headers={"User-Agent": TWICE})
        said += connection.getresponse().read()
        connection.close()
    return said


@pytest.fixture(params=["sqlite", "postgresql"])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with database(request.param, tmp_path) as found:
        yield found


def test_nothing_of_any_visitor_is_kept(used: Database, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    port = free_port()
    places = {"TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)}
    settings = {"TIPLINE_METRICS_PORT": str(port), "TIPLINE_WEB_PROCESSES": "2"}
    hotline = Hotline(tmp_path / "hotline" / "data", used.environ | places | settings)
    hotline.folder.parent.mkdir()
    hotline.start()
    try:
        visits = [Visit(number) for number in range(VISITS)]
        with ThreadPoolExecutor(12) as threads:
            ended = Counter(threads.map(lambda visit: visit.make(hotline.port), visits))
        said = figures(port, 2)
        while_it_runs = [*files(hotline.folder.parent), *files(temporary)]
        assert hotline.command("backup", str(tmp_path / "copy")).returncode == 0
    finally:
        hotline.stop()
    assert ended == {"draft": 24, "sent": 24, "back": 12}
    assert b"tipline_" in said
    afterwards = [*files(tmp_path), *([] if used.address is None else tables(used.address))]
    marks = {*needles(TWICE), *ADDRESSES}
    for data in (said, *while_it_runs, *afterwards):
        small = data.lower()
        assert [mark for mark in marks if mark in small] == []
    told = opened(used, hotline.folder)
    for visit in visits:
        assert (visit.word("said").encode() in told) == (visit.kind != "draft")
        assert (visit.word("more").encode() in told) == (visit.kind == "back")
        assert visit.word("mail").encode() not in told
    assert b"127.77" not in told


def test_the_search_finds_what_is_planted() -> None:
    marks = {*needles(TWICE), *ADDRESSES}
    for value in Visit(17).headers.values():
        assert any(mark in value.lower().encode() for mark in marks)
