"""The partner door in a browser: at an address, and in the hands of whoever has a link."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import uvicorn
from django.db import connections
from playwright.sync_api import Page
from starlette.types import ASGIApp

from tests import stores
from tests.doors.partner.wiring import Partner

T = TypeVar("T")


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a real socket of this machine; yield where."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_config=None, server_header=False, lifespan="off")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        serving.join()


class Site:
    """A partner door at an address; whatever touches the store is done on a thread of its own."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self.partner = self.do(Partner)
        self.address = ""

    def do(self, work: Callable[[], T]) -> T:
        """Do something with the store."""
        return self._thread.submit(work).result()


@contextmanager
def partner_site() -> Iterator[Site]:
    """Serve the partner door of an empty hotline."""
    with ThreadPoolExecutor(1) as own:
        own.submit(stores.empty).result()
        found = Site(own)
        with served(found.partner.app) as address:
            found.address = address
            yield found
        own.submit(stores.empty).result()
        own.submit(connections.close_all).result()


def acknowledge(page: Page, link: str) -> None:
    """Open a link and say that it arrived."""
    page.goto(link)
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("We have your answer").wait_for()


def give_outcome(page: Page, link: str, outcome: str, note: str = "") -> None:
    """Open a link and give an outcome by its words."""
    page.goto(link)
    page.get_by_role("button", name="Give an outcome").click()
    page.get_by_label(outcome, exact=True).check()
    page.locator("#note").fill(note)
    page.get_by_role("button", name="Send the outcome").click()
    page.get_by_text("We have your answer").wait_for()


def decline(page: Page, link: str, reason: str, agency: str = "") -> None:
    """Open a link and decline by a reason's words; name another agency by its name if given."""
    page.goto(link)
    page.get_by_role("button", name="Decline or name another agency").click()
    page.get_by_label(reason, exact=True).check()
    page.locator("#name").fill(agency)
    page.get_by_role("button", name="Decline it").click()
    page.get_by_text("We have your answer").wait_for()
