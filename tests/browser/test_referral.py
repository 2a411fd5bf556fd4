"""From a report to a released referral in a real browser, on a phone and on a desktop."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Site
from tests.browser.test_desk import RULES
from tests.doors.desk.agencies import A, B
from tests.doors.desk.referring import answered
from tests.doors.desk.test_referring import in_us
from tests.doors.desk.wiring import STEP
from tipline.domain.referrals.states import AnswerKind, OutcomeCode

pytestmark = pytest.mark.browser

WIDTHS = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=390, height=844),
}


def look(page: Page, name: str, width: str) -> None:
    """Check that a page fits, and what axe says; keep a picture if a folder for them is named."""
    folder = os.environ.get("TIPLINE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"desk-{name}-{width}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_is_referred(site: Site, chromium: Browser, width: str, tmp_path: Path) -> None:
    ada = site.do(lambda: site.desk.user("ada"))
    number = site.do(lambda: site.desk.report(in_us(), urgent=True))
    context = chromium.new_context(viewport=WIDTHS[width])
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    site.log_in(page, ada)
    page.goto(f"{site.address}/desk/referrals/")
    look(page, "referrals-empty", width)

    _refer(site, page, width, number)
    page.get_by_role("link", name="Referral 2").click()
    look(page, "referral", width)
    _follow(site, page, width, tmp_path)
    site.desk.clock.wait(STEP * 2 * 60 * 25)
    site.log_in(page, ada)
    page.goto(f"{site.address}/desk/referrals/?show=overdue")
    expect(page.get_by_role("region", name="Referrals")).to_contain_text("1 referral needs")
    look(page, "referrals-overdue", width)
    page.goto(f"{site.address}/desk/cases/1/")
    look(page, "case", width)
    assert [text for text in complaints if "422" not in text] == []
    context.close()


def _follow(site: Site, page: Page, width: str, folder: Path) -> None:
    """Download what was released, let the agency answer, and look at that."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the package").click()
    assert coming.value.suggested_filename == "referral-2-v1.zip"
    coming.value.save_as(folder / "package.zip")
    assert (folder / "package.zip").stat().st_size > 10_000
    page.reload()
    expect(page.get_by_text("downloaded version 1 to hand it over")).to_be_visible()
    site.do(lambda: answered(site.desk, 2, AnswerKind.ACKNOWLEDGED))
    kind, safe = AnswerKind.OUTCOME, OutcomeCode.CHILD_SAFE
    site.do(lambda: answered(site.desk, 2, kind, outcome=safe, note="Synthetic note 5."))
    page.reload()
    expect(page.get_by_text("Outcome: the child is safe (version 1)")).to_be_visible()
    page.get_by_role("button", name="Show what they wrote").click()
    expect(page.get_by_text("Synthetic note 5.")).to_be_visible()
    look(page, "referral-answered", width)
    page.goto(f"{site.address}/desk/referrals/?show=answered")
    look(page, "referrals-answered", width)


def _refer(site: Site, page: Page, width: str, number: int) -> None:
    """Go from a report to what is released, past what is missing on the way."""
    page.goto(f"{site.address}/desk/reports/{number}/")
    page.get_by_role("button", name="Refer this report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where case")
    expect(page.get_by_text("Where the reported person is").first).to_be_visible()
    look(page, "refer", width)
    page.get_by_role("button", name="Decide what they get").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one agency")
    page.get_by_text("United States (", exact=False).click()
    page.get_by_label(A.name).check()
    page.get_by_label(B.name).check()
    page.get_by_role("button", name="Decide what they get").click()
    look(page, "groups", width)
    page.get_by_role("button", name="Check before release").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Choose why {A.name} gets it")
    look(page, "groups-missing", width)
    page.get_by_label("Why does it get this case?").select_option("local_knowledge")
    first = page.get_by_role("region", name=A.name)
    first.get_by_label("Free text").uncheck()
    page.get_by_role("button", name="Check before release").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Before you release")
    expect(page.get_by_role("table", name="What goes to whom")).to_contain_text("Held back")
    page.get_by_text(f"Every field that goes to {A.name}").click()
    look(page, "check", width)
    page.get_by_role("button", name="Change what goes").click()
    expect(page.get_by_role("region", name=A.name).get_by_label("Free text")).not_to_be_checked()
    page.get_by_role("button", name="Check before release").click()
    page.get_by_role("button", name="Release to these 2 agencies").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is released")
    look(page, "released", width)
