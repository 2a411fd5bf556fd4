"""The desk in a real browser: with and without JavaScript, on a desktop and at 320 pixels."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Site
from tests.doors.desk.reporters import CONTACT, left_before_the_end, reporter
from tests.doors.desk.test_links import held, reported
from tipline.domain.desk import DeskRole
from tipline.domain.public.marks import Mark
from tipline.domain.vocabulary import ContactWish

pytestmark = pytest.mark.browser

WIDTHS = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=320, height=640),
}
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


class Visitor:
    """A page of the browser, and what it asked for; `judge` is a page that can run axe."""

    def __init__(self, page: Page, judge: Page, name: str) -> None:
        self.page, self.name = page, name
        self._judge = judge
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def look(self, name: str) -> None:
        """Check what must hold on every page; keep a picture if a folder for them is named."""
        folder = os.environ.get("TIPLINE_PICTURES")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}-{self.name}.png", full_page=True)
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        found = Axe().run(self._to_judge(), options=RULES)
        assert found.violations_count == 0, found.generate_report()

    def _to_judge(self) -> Page:
        """Return the page as it is now, where axe can run: it never ends without JavaScript."""
        if self._judge is self.page:
            return self.page
        text = re.sub(r"<script.*?</script>", "", self.page.content(), flags=re.DOTALL)
        self._judge.unroute_all()
        self._judge.route(
            lambda url: "/assets/" not in url,
            lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"),
        )
        self._judge.goto(self.page.url)
        return self._judge


EVERYWHERE = "TIPLINE_AXE_EVERYWHERE" in os.environ


@pytest.fixture(
    params=[
        (width, scripts)
        for width in WIDTHS
        for scripts in (True, False)
        # A wide page with scripts and a narrow one without, unless all are asked for.
        if EVERYWHERE or scripts is (width == "desktop")
    ],
    ids=str,
)
def visitor(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Visitor]:
    width, scripts = request.param
    context = chromium.new_context(viewport=WIDTHS[width], java_script_enabled=scripts)
    judging = context if scripts else chromium.new_context(viewport=WIDTHS[width])
    page = context.new_page()
    judge = page if scripts else judging.new_page()
    yield Visitor(page, judge, f"{width}-{'js' if scripts else 'nojs'}")
    context.close()
    judging.close()


def test_a_shift_at_the_desk(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    sue = site.do(lambda: site.desk.user("sue", DeskRole.SUPERVISOR))
    page.goto(f"{site.address}/desk/")
    visitor.look("log-in")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    visitor.look("log-in-refused")
    site.log_in(page, sue)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    visitor.look("queue-empty")

    urgent = site.do(lambda: site.desk.report(urgent=True))
    site.do(lambda: [site.desk.report() for _ in range(27)])
    page.goto(f"{site.address}/desk/")
    expect(page.get_by_role("region", name="Alert")).to_contain_text("1 urgent report is unread")
    visitor.look("queue")
    page.get_by_role("link", name="Next page").click()
    visitor.look("queue-next")
    page.get_by_role("link", name="First page").click()

    page.get_by_role("link", name=str(urgent), exact=True).click()
    expect(page).to_have_title(f"Report {urgent} - Hotline desk")
    expect(page.get_by_role("region", name="Alert")).to_have_count(0)
    expect(page.get_by_text("Synthetic narrative 14.")).to_have_count(0)
    visitor.look("report")
    page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_text("sue, until")).to_be_visible()
    page.get_by_role("button", name="Show the free text").click()
    expect(page.get_by_text("Synthetic narrative 14.")).to_be_visible()
    visitor.look("report-text")

    page.get_by_role("button", name="Close the report").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why")
    visitor.look("close-without-reason")
    page.get_by_label("Duplicate").check()
    page.get_by_role("button", name="Close the report").click()
    expect(page.get_by_text(f"Report {urgent} is closed.")).to_be_visible()
    visitor.look("closed")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Close the report")).to_be_visible()

    page.goto(f"{site.address}/desk/search/")
    visitor.look("search")
    page.get_by_label("What do you look for?").fill("SHARED@example.org")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Found")).to_be_visible()
    visitor.look("search-found")
    for name in ("operation", "password", "nowhere", "reports/5"):
        page.goto(f"{site.address}/desk/{name}/")
        visitor.look(name.replace("/", "-"))
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/desk/log-in/$"))

    assert {url for url in visitor.asked if not url.startswith(f"{site.address}/desk/")} == set()
    assert [text for text in visitor.complaints if "404" not in text and "422" not in text] == []


def test_a_reporter_is_asked(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    ada = site.do(lambda: site.desk.user("ada"))
    who = site.do(lambda: reporter(site.desk, urgent=True, marks=Mark.UNCONFIRMED))
    left = site.do(lambda: left_before_the_end(site.desk))
    site.log_in(page, ada)
    visitor.look("queue-public")
    page.get_by_role("link", name=str(who.number), exact=True).click()
    expect(page.get_by_text("because JavaScript was off")).to_be_visible()
    visitor.look("report-public")

    page.get_by_role("link", name="Go to “Talking with the reporter”").click()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the question")
    visitor.look("question-empty")
    page.get_by_label("Ask one question").fill("Synthetic question 1. " * 46)
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("alert")).to_contain_text("Shorten the question")
    expect(page.get_by_label("Ask one question")).to_have_value(
        re.compile("^(Synthetic question 1. ?){46}$")
    )
    page.get_by_label("Ask one question").fill("Synthetic question 1?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("A question waits for the reporter")).to_be_visible()
    visitor.look("question-waits")
    page.get_by_role("button", name="Withdraw the question").click()
    page.get_by_label("Ask one question").fill("Synthetic question 2?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Synthetic question 2?")).to_be_visible()
    assert site.do(who.sees) == ["Synthetic question 2?"]
    site.do(who.adds)
    page.goto(f"{site.address}/desk/reports/{who.number}/text/")
    expect(page.get_by_role("heading", name="by the reporter")).to_be_visible()
    visitor.look("question-answered")
    site.do(who.stops)
    page.reload()
    expect(page.get_by_text("They can still add facts by themselves")).to_be_visible()
    visitor.look("contact-stopped")
    page.goto(f"{site.address}/desk/reports/{left}/")
    expect(page.get_by_text("There is no way back to this reporter")).to_be_visible()
    visitor.look("report-incomplete")
    page.get_by_role("button", name="Log out").click()


def test_how_a_reporter_can_be_reached_is_shown_by_leave(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    ada, sue = site.do(lambda: (site.desk.user("ada"), site.desk.user("sue", DeskRole.SUPERVISOR)))
    number = site.do(lambda: reporter(site.desk, ContactWish.BY_PHONE)).number
    site.log_in(page, ada)
    page.goto(f"{site.address}/desk/reports/{number}/")
    page.get_by_role("button", name="Ask to see it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why you must see")
    visitor.look("contact-without-reason")
    page.get_by_label("A fact is missing").check()
    page.get_by_role("button", name="Ask to see it").click()
    expect(page.get_by_text("Your request waits")).to_be_visible()
    visitor.look("contact-waits")
    page.get_by_role("button", name="Log out").click()

    site.log_in(page, sue)
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name="Contact requests (1)").click()
    visitor.look("contact-requests")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("is approved")
    visitor.look("contact-requests-none")
    page.get_by_role("button", name="Log out").click()

    site.log_in(page, ada)
    page.goto(f"{site.address}/desk/reports/{number}/")
    visitor.look("contact-approved")
    page.get_by_role("button", name="Show how to reach the reporter").click()
    expect(page.get_by_text(CONTACT.phone)).to_be_visible()
    visitor.look("contact-shown")
    assert {url for url in visitor.asked if not url.startswith(f"{site.address}/desk/")} == set()


def test_links_are_shown_decided_and_undone(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    sue = site.do(lambda: site.desk.user("sue", DeskRole.SUPERVISOR))
    merge, _ = site.do(lambda: held(site.desk))
    about = reported(mail="user17@example.net", name="user_17")
    number, other = site.do(lambda: [site.desk.report(about) for _ in range(2)])
    site.log_in(page, sue)
    page.goto(f"{site.address}/desk/reports/{number}/")
    page.get_by_role("link", name="Go to “Linked reports” (1)").click()
    linked = page.get_by_role("table", name="Reports linked with this one")
    linked.get_by_text("Decide").click()
    visitor.look("links")
    linked.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why.")
    expect(linked.get_by_label("They belong together: why?")).to_be_visible()
    visitor.look("links-without-reason")
    linked.get_by_label("They belong together: why?").select_option("same_incident")
    linked.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status")).to_contain_text("joined by your word")
    page.get_by_role("button", name="Undo decision 1").click()
    expect(page.get_by_role("status")).to_contain_text("taken back")

    page.get_by_text("Add a link by number").click()
    page.get_by_label("Number of the other report").fill("17")
    page.get_by_label("Why do they belong together?").select_option("same_victim")
    page.get_by_role("button", name="Join the two reports").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no report 17")
    expect(page.get_by_label("Number of the other report")).to_have_value("17")
    visitor.look("links-no-such-report")
    page.goto(f"{site.address}/desk/reports/{other}/")
    shared = page.get_by_role("table", name="What it shares with them")
    shared.get_by_text("Decide").first.click()
    shared.get_by_label("It links nobody: why?").first.select_option("placeholder")
    shared.get_by_role("button", name="Put it on the stop list").first.click()
    expect(page.get_by_role("status")).to_contain_text("on the stop list")
    page.get_by_role("link", name="See the stop list").click()
    visitor.look("stop-list")
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("Nothing is on the list.")).to_be_visible()

    page.goto(f"{site.address}/desk/held-merges/")
    visitor.look("held-merges")
    page.get_by_role("link", name=str(merge)).click()
    visitor.look("links-held")
    page.get_by_role("button", name="Approve the merge").click()
    expect(page.get_by_role("status")).to_contain_text("The merge is approved")
    assert {url for url in visitor.asked if not url.startswith(f"{site.address}/desk/")} == set()
    assert [text for text in visitor.complaints if "409" not in text and "422" not in text] == []


def test_the_desk_is_used_with_the_keyboard_alone(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    ada = site.do(lambda: site.desk.user("ada"))
    number = site.do(site.desk.report)
    site.log_in(page, ada)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == str(number):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"Report {number} - Hotline desk")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Take it on":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("ada, until")).to_be_visible()
