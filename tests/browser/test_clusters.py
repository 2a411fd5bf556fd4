"""Clusters and cases in a real browser, as wide as a phone and as a desktop."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_desk import RULES
from tests.doors.desk.groups import two_halves

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    """Check that a page fits a phone and a desktop, and that axe finds nothing wrong with it."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("load")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide for {width}"
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_cluster_is_looked_at_split_and_made_a_case(site: Site, chromium: Browser) -> None:
    left, right, both = site.do(lambda: two_halves(site.desk, 12, 8))
    ada = site.do(lambda: site.desk.user("ada"))
    context = chromium.new_context()
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    site.log_in(page, ada)
    page.goto(f"{site.address}/desk/clusters/")
    look(page, "clusters")
    page.get_by_role("link", name=f"Cluster of report {left[0]}").click()
    drawing = page.get_by_role("group", name=f"The cluster of report {left[0]}")
    expect(drawing.get_by_role("link")).to_have_count(21)
    look(page, "cluster")
    page.get_by_role("button", name="Show the values").click()
    expect(page.get_by_text("left@example.org")).to_be_visible()

    page.get_by_label(f"Choose report {right[0]}").check()
    page.get_by_role("button", name="Keep the chosen reports apart").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why")
    page.get_by_label("It is somebody else").check()
    page.get_by_role("button", name="Keep the chosen reports apart").click()
    expect(page.get_by_role("status")).to_contain_text("kept apart from the rest")
    expect(drawing.get_by_role("link")).to_have_count(20)
    look(page, "split")
    page.get_by_role("button", name="Undo").click()
    expect(drawing.get_by_role("link")).to_have_count(21)

    page.get_by_label(f"Choose report {both}").check()
    page.get_by_role("button", name="Open a case with the chosen reports").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case")
    page.get_by_role("button", name=f"Add report {right[-1]}").click()
    page.get_by_role("button", name=f"Take out report {both}").click()
    look(page, "case with something taken out")
    page.goto(f"{site.address}/desk/cases/")
    look(page, "cases")
    assert [text for text in complaints if "422" not in text] == []
    context.close()
