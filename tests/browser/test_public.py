"""The public form in a real browser: each language, phone and desktop, with scripts or not."""

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import stores
from tests.doors.public.wiring import SOON, Public, plain_site

T = TypeVar("T")

# The database before the browser, whose event loop Django takes for its own.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite")]

WIDTHS = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=320, height=640),
}
ZOOMED = ViewportSize(width=320, height=225)
"""What is left of 1280 by 900 pixels at 400 % (WCAG 1.4.10)."""
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
LANGUAGES = ("en", "es", "fr", "ar")
WAYS = (
    *(("en", "phone", True), ("en", "desktop", False)),
    *(("es", "phone", False), ("es", "desktop", True)),
    *(("fr", "phone", False), ("fr", "desktop", True)),
    *(("ar", "phone", True), ("ar", "desktop", False)),
)
"""Each language meets both widths, with and without scripts, and each width both."""
ALL_WAYS = tuple(product(LANGUAGES, WIDTHS, (True, False)))
EVERYWHERE = "TIPLINE_AXE_EVERYWHERE" in os.environ
JUDGED = LANGUAGES if EVERYWHERE else ("en", "ar")
"""One language for each direction: axe looks at every page of theirs."""
JUDGED_IN_ALL = frozenset({"0", "4d-error", "10"})
"""The first page, one with mistakes, and the longest: with scripts, axe looks in each language."""


class Site:
    """A public door at an address; whatever touches the store is done on a thread of its own."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self.public = self.do(self._opened)
        self.address = ""

    def do(self, work: Callable[[], T]) -> T:
        """Do something with the store."""
        return self._thread.submit(work).result()

    def _opened(self) -> Public:
        site = plain_site(
            countries=("FR",), exit_to="https://www.example.org/", phone="+1 202 555 0117"
        )
        return Public(site, work_bits=8)


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve an empty hotline's public door."""
    with ThreadPoolExecutor(1) as own, socket.create_server(("127.0.0.1", 0)) as listening:
        own.submit(stores.empty).result()
        found = Site(own)
        found.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            found.public.app, log_config=None, server_header=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        yield found
        server.should_exit = True
        serving.join()
        own.submit(stores.empty).result()
        own.submit(connections.close_all).result()


class Visit:
    """One browser's visit: what it asked for, what it complained of; `judge` can run axe."""

    def __init__(self, page: Page, judge: Page | None, site: Site, name: str) -> None:
        self.page, self.name, self.site = page, name, site
        self._judge = judge
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def look(self, name: str) -> None:
        """Check what must hold on every page; keep a picture if a folder for them is named."""
        folder = os.environ.get("TIPLINE_PICTURES")
        if folder:
            path = Path(folder) / f"public-{self.name}-{name}.png"
            self.page.screenshot(path=path, full_page=True)
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        assert self.page.locator(".govuk-exit-this-page__button").count() >= 1
        everywhere = self.name[:2] in JUDGED or self.name[:2] not in LANGUAGES
        if self._judge is None or not (everywhere or name in JUDGED_IN_ALL):
            return
        found = Axe().run(self._to_judge(self._judge), options=RULES)
        assert found.violations_count == 0, found.generate_report()

    def _to_judge(self, judge: Page) -> Page:
        """Return the page as it is now, where axe can run: it never ends without JavaScript."""
        if judge is self.page:
            return self.page
        text = re.sub(r"<script.*?</script>", "", self.page.content(), flags=re.DOTALL)
        judge.unroute_all()
        judge.route(
            lambda url: "/assets/" not in url,
            lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"),
        )
        judge.goto(self.page.url)
        return judge

    def start(self) -> None:
        """Begin the form on the first page."""
        self.send("/new/")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def send(self, ending: str) -> None:
        """Send the form that goes to an address."""
        self.page.locator(f"form[action$='{ending}'] button").first.click()


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opens(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Return what opens a browser window for a visit."""
    contexts = []

    def open_visit(
        name: str, viewport: ViewportSize, *, scripts: bool, judged: bool = True
    ) -> Visit:
        context = chromium.new_context(viewport=viewport, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        judge: Page | None = page if judged else None
        if judged and not scripts:
            judging = chromium.new_context(viewport=viewport)
            contexts.append(judging)
            judge = judging.new_page() if name[:2] in JUDGED else None
        return Visit(page, judge, site, name)

    yield open_visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "width", "scripts"),
    ALL_WAYS if EVERYWHERE else WAYS,
)
def test_the_whole_form(
    opens: Callable[..., Visit], language: str, width: str, scripts: bool
) -> None:
    name = f"{language}-{width}-{'js' if scripts else 'nojs'}"
    visit = opens(name, WIDTHS[width], scripts=scripts)
    page = visit.page
    fill_in(visit, language)
    visit.site.public.clock.wait(SOON)
    if scripts:
        expect(page.locator("#work")).not_to_have_value("")
    visit.send("/10/")
    expect(page).to_have_url(re.compile("/11/$"))
    visit.look("11")
    code = page.locator(".tl-code").inner_text()
    assert len(re.sub(r"[^0-9A-Z]", "", code)) == 18
    (number,) = visit.site.do(visit.site.public.reports)
    report = visit.site.do(lambda: visit.site.public.opened(number))
    assert report.public is not None
    assert report.public.unconfirmed is not scripts
    assert report.public.language == language
    visit.send("/done/")
    visit.look("done")
    assert page.context.cookies() == []
    come_back(visit, language, code, number)
    assert all(one.startswith(visit.site.address) for one in visit.asked)
    assert [one for one in visit.complaints if "422" not in one] == []


def fill_in(visit: Visit, language: str) -> None:
    """Go from the first page to the one where everything is checked, with a mistake on the way."""
    page = visit.page
    visit.go(f"/{language}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    visit.look("0")
    assert page.context.cookies() == []
    visit.start()
    visit.look("1")
    visit.choose("relation", "young_person")
    visit.send("/1/")
    visit.look("2")
    visit.choose("danger_now", "yes")
    visit.send("/2/")
    visit.look("2b")
    visit.choose("meeting_planned", "unknown")
    visit.send("/2b/")
    visit.look("3")
    visit.choose("category", "unsure")
    visit.send("/3/")
    visit.look("4")
    for letter in "abcd":
        visit.choose("kind", letter)
        visit.send("/4/")
        visit.look(f"4{letter}")
        page.locator("#text").fill("hxxp://example[.]org/page" if letter == "a" else "user_17")
        if letter == "d":
            page.locator("#text").fill("user17@example.net")
            page.locator("[name=day]").fill("31")
            page.locator("[name=month]").fill("2")
            visit.send("/4/d/")
            expect(page.get_by_role("alert")).to_be_visible()
            visit.look("4d-error")
            expect(page.locator("[name=day]")).to_have_value("31")
            page.locator("[name=day]").fill("28")
        visit.send(f"/4/{letter}/")
    visit.look("4-list")
    visit.choose("kind", "no")
    visit.send("/4/")
    visit.look("5")
    fill_in_the_rest(visit)


def fill_in_the_rest(visit: Visit) -> None:
    """Go on from "What happened?", with a disguised file and a wrong e-mail address."""
    page = visit.page
    page.locator("#narrative").fill("Synthetic narrative 17. data:image/png;base64,AAAAAAAAAAAA")
    visit.send("/5/")
    visit.look("5-error")
    expect(page.locator("#narrative")).to_have_value(re.compile(r"^Synthetic narrative 17\."))
    visit.send("/5/")
    visit.look("6")
    page.locator("[name='child-country']").select_option("FR")
    visit.send("/6/")
    visit.look("7")
    page.locator("[name='other-names']").fill("user_17")
    visit.send("/7/")
    visit.look("8")
    visit.send("/8/")
    visit.look("9")
    visit.choose("reach-wish", "by_email")
    visit.send("/9/")
    visit.look("9b")
    page.locator("[name='reach-email']").fill("nothing")
    visit.send("/9b/")
    visit.look("9b-error")
    page.locator("[name='reach-email']").fill("reader@example.org")
    visit.send("/9b/")
    expect(page).to_have_url(re.compile("/10/$"))
    visit.look("10")


def come_back(visit: Visit, language: str, code: str, number: int) -> None:
    """Come back with a wrong code, then the right one; answer; want no more questions."""
    page = visit.page
    visit.go(f"/{language}/code/")
    visit.look("code")
    page.locator("#code").fill("K7M")
    visit.send("/code/")
    visit.look("code-error")
    page.locator("#code").fill(code.lower().replace("-", " "))
    visit.send("/code/")
    expect(page).to_have_url(re.compile("/code/open/$"))
    visit.look("way")
    page.locator("#narrative").fill("Synthetic addition 18.")
    visit.send("/code/add/")
    expect(page.locator(".tl-message")).to_contain_text("Synthetic addition 18.")
    visit.send("/code/stop/")
    visit.look("way-stopped")
    numbers = visit.site.do(visit.site.public.reports)
    assert len(numbers) == 2
    assert numbers[0] == number


def test_the_other_pages(opens: Callable[..., Visit], width: str) -> None:
    visit = opens(width, WIDTHS[width], scripts=True)
    for path in ("/", "/en/privacy/", "/ar/privacy/", "/fr/nowhere/", "/xx/"):
        visit.go(path)
        visit.look(path.strip("/").replace("/", "-") or "root")
    assert visit.page.context.cookies() == []
    assert all(one.startswith(visit.site.address) for one in visit.asked)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_at_four_hundred_percent(opens: Callable[..., Visit], language: str) -> None:
    """Nothing is too wide; for axe it is the phone, whose width this is, and it looked there."""
    visit = opens(f"{language}-zoom", ZOOMED, scripts=True, judged=EVERYWHERE)
    fill_in(visit, language)


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_the_form_with_the_keyboard_alone(opens: Callable[..., Visit], scripts: bool) -> None:
    """Every page is finished with Tab, Space, arrows and Enter, and focus is always seen."""
    visit = opens("keyboard", WIDTHS["desktop"], scripts=scripts)
    page = visit.page
    visit.go("/en/")
    tab_to(page, "form[action='/en/new/'] button")
    page.keyboard.press("Enter")
    for key in ("1", "2", "2b", "3"):
        expect(page).to_have_url(re.compile(f"/{key}/$"))
        tab_to(page, f"form[action='/en/{key}/'] button")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/4/$"))
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "form[action='/en/4/'] button")
    page.keyboard.press("Enter")
    tab_to(page, "#text")
    page.keyboard.type("example.org/page")
    tab_to(page, "form[action^='/en/4/'] button")
    page.keyboard.press("Enter")
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowUp")
    tab_to(page, "form[action='/en/4/'] button")
    page.keyboard.press("Enter")
    for key in ("5", "6", "7", "8", "9"):
        expect(page).to_have_url(re.compile(f"/{key}/$"))
        tab_to(page, f"form[action='/en/{key}/'] button")
        page.keyboard.press("Enter")
    tab_to(page, "form[action='/en/10/'] button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/11/$"))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must be seen."""
    wanted = page.locator(selector).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate(
            "one => one === document.activeElement || one.name && "
            "document.activeElement.name === one.name"
        ):
            seen = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " const n = document.activeElement.nextElementSibling;"
                " const b = n ? getComputedStyle(n, '::before') : s;"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
                " || b.boxShadow !== 'none' || b.outlineStyle !== 'none'; })()"
            )
            assert seen, f"the focus on {selector} is not seen"
            return
    raise AssertionError(f"{selector} is not reached with Tab")


@pytest.mark.parametrize("way", ["click", "escape", "shift", "nojs"])
def test_leaving(opens: Callable[..., Visit], way: str) -> None:
    """It forgets the visit, and Back does not show what was answered."""
    visit = opens(f"leave-{way}", WIDTHS["phone"], scripts=way != "nojs")
    page = visit.page
    page.route("https://www.example.org/", lambda route: route.fulfill(body="Elsewhere"))
    visit.go("/en/")
    visit.start()
    visit.choose("relation", "witness")
    visit.send("/1/")
    expect(page).to_have_url(re.compile("/2/$"))
    assert len(page.context.cookies()) == 1
    page.wait_for_load_state("load")
    if way == "escape":
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    elif way == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator(".govuk-exit-this-page__button").click()
    expect(page).to_have_url("https://www.example.org/")
    assert page.context.cookies() == []
    page.go_back()
    expect(page.locator("[name=relation][value=witness]")).not_to_be_checked()
    assert page.context.cookies() == [] or "/1/" in page.url
