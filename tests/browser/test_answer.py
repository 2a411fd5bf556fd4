"""The answer page in a real browser: phone and desktop, by keyboard alone, with scripts or not."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.answering import Site, acknowledge, decline, give_outcome, partner_site
from tests.doors.partner.wiring import link
from tipline.domain.referrals.states import AnswerKind

# The database before the browser, whose event loop Django takes for its own.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite")]

WIDTHS: Final = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=320, height=640),
}
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}


@pytest.fixture
def site() -> Iterator[Site]:
    with partner_site() as found:
        yield found


def look(page: Page, name: str, *, judged: bool = True) -> None:
    """Check what must hold on every page; keep a picture if a folder for them is named."""
    folder = os.environ.get("TIPLINE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"answer-{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    if judged:
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this id, or this value, is reached."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(
            "n => [document.activeElement.id, document.activeElement.innerText].includes(n)", name
        ):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize("width", WIDTHS)
def test_by_keyboard_an_agency_acknowledges_and_gives_an_outcome(
    chromium: Browser, site: Site, width: str
) -> None:
    referral, _ = site.do(site.partner.released)
    page = chromium.new_page(viewport=WIDTHS[width])
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(site.address + site.do(lambda: link(referral)))
    look(page, f"{width}-1-open")
    tab_to(page, "acknowledge")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We have your answer: acknowledged.")).to_be_visible()
    look(page, f"{width}-2-acknowledged")
    tab_to(page, "Give an outcome")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outcome/")
    look(page, f"{width}-3-outcome")
    tab_to(page, "note")
    page.keyboard.type("Synthetic note 17.")
    tab_to(page, "send")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title() == "Error: Answer a referral"
    look(page, f"{width}-4-problem")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#under_investigation")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "send")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We have your answer: outcome: the child is safe.")).to_be_visible()
    look(page, f"{width}-5-answered")
    answers = site.do(lambda: site.partner.answers(referral))
    assert [row.kind for row in answers] == [AnswerKind.ACKNOWLEDGED, AnswerKind.OUTCOME]
    assert site.do(lambda: site.partner.notes(referral)) == ["", "Synthetic note 17."]
    assert all(url.startswith(site.address) for url in asked)
    assert [text for text in complaints if "422" not in text] == []
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_with_scripts_or_without_an_agency_declines_and_changes_its_mind(
    chromium: Browser, site: Site, width: str, *, scripts: bool
) -> None:
    referral, _ = site.do(site.partner.released)
    context = chromium.new_context(viewport=WIDTHS[width], java_script_enabled=scripts)
    page = context.new_page()
    address = site.address + site.do(lambda: link(referral))
    page.goto(f"{address}decline/")
    look(page, f"{width}-6-decline-{scripts}", judged=scripts)
    page.locator("#name").fill("Agency E of Example")
    page.locator("#agency").select_option(label="Agency C of Example")
    page.get_by_role("button", name="Decline it").click()
    expect(page.get_by_text("not both").first).to_be_visible()
    expect(page.locator("#name")).to_have_value("Agency E of Example")
    look(page, f"{width}-7-decline-problem-{scripts}", judged=scripts)
    decline(page, address, "Not our task", "Agency E of Example")
    acknowledge(page, address)
    give_outcome(page, address, "Under investigation", "Synthetic note 18.")
    look(page, f"{width}-8-all-{scripts}", judged=scripts)
    kinds = [row.kind for row in site.do(lambda: site.partner.answers(referral))]
    assert kinds == [AnswerKind.REDIRECTED, AnswerKind.ACKNOWLEDGED, AnswerKind.OUTCOME]
    page.goto(site.address + "/answer/none/")
    expect(page.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    look(page, f"{width}-9-none-{scripts}", judged=scripts)
    context.close()
