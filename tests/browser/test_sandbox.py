"""The page of the sandbox in a real browser: without JavaScript, and for everybody to read."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.doors.provider.papers import wrong
from tests.doors.sandbox.serving import Served

pytestmark = pytest.mark.browser

WIDTHS = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=320, height=640),
}
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Served]:
    """Serve a sandbox."""
    with Served() as served:
        yield served


@pytest.fixture(autouse=True)
def empty(sandbox: Served) -> None:
    """Begin anew."""
    sandbox.tell("reset")


def look(page: Page, name: str) -> None:
    """Check what must hold on every page; keep a picture if a folder for them is named."""
    folder = os.environ.get("TIPLINE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"sandbox-{name}.png", full_page=True)
    page.wait_for_load_state("load")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def provoke(page: Page, fault: str, call: str, times: str) -> None:
    page.get_by_label("Fault", exact=True).select_option(label=fault)
    page.get_by_label("On", exact=True).select_option(call)
    page.get_by_label("Times").fill(times)
    page.get_by_role("button", name="Provoke").click()


def test_a_fault_is_provoked_through_the_page(chromium: Browser, sandbox: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sandbox.address)
    expect(page.get_by_text("Nothing yet. Copy one of these:")).to_be_visible()
    number = sandbox.submitted()
    provoke(page, "Lost answer", "finish", "1")
    expect(page.get_by_text("Lost answer on finish, 1 time more")).to_be_visible()
    with pytest.raises(httpx.TransportError):
        sandbox.move("finish", number)
    page.get_by_role("link", name="Look again", exact=True).click()
    expect(page.get_by_text("No answer; the door had done it")).to_be_visible()
    page.get_by_role("cell", name=str(number)).get_by_role("link").click()
    expect(page.get_by_role("heading", name=f"Report {number}")).to_be_visible()
    page.get_by_role("link", name="Back to what arrived").click()
    provoke(page, "Another page", "any", "")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="24 hours").click()
    expect(page.get_by_text("1 day ahead")).to_be_visible()
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_text("No report was accepted yet.")).to_be_visible()
    assert all(address.startswith(sandbox.address) for address in asked)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_it(
    chromium: Browser, sandbox: Served, width: str, scheme: Literal["light", "dark"]
) -> None:
    context = chromium.new_context(
        viewport=WIDTHS[width],
        color_scheme=scheme,
        bypass_csp=True,  # axe is a script
    )
    page = context.new_page()
    page.goto(sandbox.address)
    look(page, f"empty-{width}-{scheme}")
    number = sandbox.submitted()
    sandbox.submit(wrong())
    sandbox.fail("answer", code=1000, times=2)
    sandbox.submit()
    page.goto(sandbox.address)
    page.get_by_text("What each fault does").click()
    look(page, f"full-{width}-{scheme}")
    page.get_by_label("Times").fill("many")
    page.get_by_role("button", name="Provoke").click()
    expect(page.get_by_role("alert")).to_contain_text("must be numbers")
    look(page, f"refused-{width}-{scheme}")
    page.goto(f"{sandbox.address}/sandbox/reports/{number}")
    look(page, f"report-{width}-{scheme}")
    context.close()
