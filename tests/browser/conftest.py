"""A desk that a real browser can load: the application on a real socket, Debian's Chromium."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
import uvicorn
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import stores
from tests.doors.desk.wiring import PASSWORD, STEP, Desk, Person

T = TypeVar("T")

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""Nothing is asked for but what the pages ask for, and no other machine is ever looked for."""

expect.set_options(timeout=30_000)
"""A busy machine may take its time: these tests say what happens, not how fast."""


@pytest.fixture(scope="session")
def chromium(sqlite: Path) -> Iterator[Browser]:  # noqa: ARG001 - see below
    """Start one browser for all tests.

    Its driver keeps an event loop running in this thread, so Django must have its tables before.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


class Site:
    """A desk at an address.

    Playwright keeps an event loop running in the test's thread, where Django touches no database;
    so whatever does is done on a thread of its own.
    """

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self.desk = self.do(Desk)
        self.address = ""

    def do(self, work: Callable[[], T]) -> T:
        """Do something with the store."""
        return self._thread.submit(work).result()

    def log_in(self, page: Page, person: Person) -> None:
        """Come in through the log-in page."""
        self.desk.clock.wait(STEP)
        page.goto(f"{self.address}/desk/")
        page.get_by_label("Name").fill(person.name)
        page.locator("#password").fill(PASSWORD)
        page.get_by_label("Code").fill(self.desk.code(person.secret))
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda address: "log-in" not in address)


@pytest.fixture
def site(sqlite: Path) -> Iterator[Site]:  # noqa: ARG001 - it must be there
    """Serve an empty desk."""
    with ThreadPoolExecutor(1) as own, socket.create_server(("127.0.0.1", 0)) as listening:
        own.submit(stores.empty).result()
        found = Site(own)
        found.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            found.desk.app, log_config=None, server_header=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        yield found
        server.should_exit = True
        serving.join()
        own.submit(stores.empty).result()
        own.submit(connections.close_all).result()
