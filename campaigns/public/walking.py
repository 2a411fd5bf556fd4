"""Visitors who walk through the form while processes die, and look whether their answers stay."""

import html
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from campaigns.faults.ledger import Ledger
from campaigns.public.browsing import GONE, Answer, Browser

_OK, _ON, _AWAY = 200, 303, 503
_CHECK: Final = "/en/10/"


class GivenUpError(Exception):
    """The visitor went away, and does not know what became of the last page."""


@dataclass
class Visit:
    """One visit: what was acknowledged, page by page, and how it ended.

    `asked` once the report was sent off, `sent` once that was acknowledged; then `code` is the
    receipt that was shown.
    """

    token: str
    answers: dict[str, str] = field(default_factory=dict)
    asked: bool = False
    sent: bool = False
    code: str = ""


class Walker(threading.Thread):
    """Makes one visit after the other until asked to stop; tries again until it is answered."""

    def __init__(self, name: str, port: int, ledger: Ledger, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._chance = Random(name)
        self._port = port
        self._ledger = ledger
        self._stop_asked = stop
        self._browser = Browser(port)
        self.visits: list[Visit] = []

    def run(self) -> None:
        """Visit; what was begun is followed up to its end, unless the visitor goes away."""
        try:
            while not self._stop_asked.is_set():
                self._browser.close()
                self._browser = Browser(self._port)
                visit = Visit(f"{self.name}-{len(self.visits) + 1}")
                self.visits.append(visit)
                try:
                    self._walk(visit)
                except GivenUpError:
                    self._ledger.count("given_up")
        except Exception as error:  # noqa: BLE001 - a visitor who fails is a broken campaign
            self._ledger.breaks(f"visitor {self.name} failed: {type(error).__name__}: {error}")
        self._browser.close()

    def _walk(self, visit: Visit) -> None:
        self._until(lambda: self._browser.get("/en/1/"), _OK, "/en/1/")
        for path, name, said in _answers(visit.token, self._chance):
            self._answer(visit, path, name, said)
            time.sleep(self._chance.uniform(0.0, 0.03))
        if self._chance.random() < 0.7:
            self._send(visit)

    def _answer(self, visit: Visit, path: str, name: str, said: str) -> None:
        """Answer one page; once that is acknowledged, every answer must be there."""
        page = self._until(lambda: self._browser.get(path), _OK, path)
        typed = page.hidden(path) | {name: said}
        self._until(lambda: self._browser.post(path, typed), _ON, path)
        self._ledger.count("acknowledged")
        visit.answers[path] = said
        read_back = "/en/4/1/" if path == "/en/4/a/" else path
        again = self._until(lambda: self._browser.get(read_back), _OK, read_back)
        self._holds(said, again, read_back)
        if self._chance.random() < 0.3:
            self._look_at_all(visit)

    def _look_at_all(self, visit: Visit) -> Answer:
        page = self._until(lambda: self._browser.get(_CHECK), _OK, _CHECK)
        for path, said in visit.answers.items():
            self._holds(said, page, path)
        self._ledger.count("looked_at_all")
        return page

    def _holds(self, said: str, page: Answer, path: str) -> None:
        """Hold a page against what was acknowledged."""
        found = html.unescape(page.page).count(said)
        if found != 1:
            self._ledger.count("answers_lost")
            self._ledger.breaks(f"an answer to {path} is there {found} times")

    def _send(self, visit: Visit) -> None:
        """Send the report until it is acknowledged, and read the receipt."""
        hidden = self._look_at_all(visit).hidden(_CHECK)
        visit.asked = True
        answer = self._until(lambda: self._browser.post(_CHECK, hidden), _ON, _CHECK)
        visit.sent = True
        self._ledger.count("acknowledged")
        if answer.to != "/en/11/":
            self._ledger.breaks(f"sending led to {answer.to}")
        visit.code = self._until(lambda: self._browser.get("/en/11/"), _OK, "/en/11/").code
        self._ledger.count("receipts")
        if self._chance.random() < 0.2:
            again = self._until(lambda: self._browser.get("/en/11/"), _OK, "/en/11/")
            if again.code != visit.code:
                self._ledger.breaks("the receipt is another when it is shown again")

    def _until(self, ask: Callable[[], Answer], status: int, path: str) -> Answer:
        """Ask until the answer has the status that is wanted; only 503 may come before."""
        for attempt in range(10_000):
            if attempt:
                self._ledger.count("retried")
                if self._chance.random() < 0.02 and not self._stop_asked.is_set():
                    raise GivenUpError
                time.sleep(min(0.02 * attempt, 0.3))
            self._ledger.count("requests")
            try:
                answer = ask()
            except GONE:
                self._ledger.count("unknown_outcomes")
                continue
            if answer.status == status:
                return answer
            self._ledger.count("refused_503" if answer.status == _AWAY else "refused_otherwise")
            if answer.status != _AWAY:
                self._ledger.breaks(f"{path} answered {answer.status} {answer.to}")
                raise GivenUpError
        self._ledger.breaks(f"{path} was never answered")
        raise GivenUpError


def _answers(token: str, chance: Random) -> list[tuple[str, str, str]]:
    """Return the pages of a visit with a field and what is typed there, in some order."""
    other = token.upper()
    pages = [
        ("/en/4/a/", "text", f"https://example.org/place-{other}"),
        ("/en/5/", "narrative", token),
        ("/en/6/", "child-name", f"name-{other}"),
        ("/en/7/", "other-names", f"other-{other}"),
        ("/en/8/", "region", f"region-{other}"),
    ]
    chance.shuffle(pages)
    return pages
