"""The public page in a real browser: on a phone and a desktop, with no fault that axe finds."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, expect

from tipline.doors.theme.django_app import django_door, prepare_django

# The database before the browser, whose event loop Django takes for its own.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite")]

WIDTHS = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=320, height=640),
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def address() -> Iterator[str]:
    """Serve the public door."""
    prepare_django(bytes(32), secure=False)
    app = django_door("tipline.doors.public.urls")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_config=None, server_header=False, lifespan="off")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        serving.join()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_can_be_read_by_everybody(chromium: Browser, address: str, width: str) -> None:
    context = chromium.new_context(viewport=WIDTHS[width])
    page = context.new_page()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for path, heading in (("/", "Reporting to this hotline"), ("/no", "There is no such page")):
        page.goto(address + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        folder = os.environ.get("TIPLINE_PICTURES")
        if folder:
            name = f"public-{path.strip('/') or 'start'}-{width}.png"
            page.screenshot(path=Path(folder) / name, full_page=True)
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    assert all(one.startswith(address) for one in asked)
    assert [one for one in complaints if "404" not in one] == []
    assert context.cookies() == []
    context.close()
