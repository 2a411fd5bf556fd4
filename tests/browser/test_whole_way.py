"""From a report by the public form to an acknowledged referral and back to its reporter.

A whole hotline as `tipline serve` runs it, and one browser in three hands: a visitor's, an
analyst's, an agency's.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.answering import acknowledge, give_outcome
from tests.serving.running import Running, running, tipline

pytestmark = pytest.mark.browser

SETTINGS = """\
country = "US"
public_url = "https://hotline.example.org/"
legal_gate = "Synthetic law, section 17."
"""
AGENCY = """\
[[agency]]
id = "agency-a"
name = "Agency A of Example"
kind = "task_force"
covers = [{ country = "US" }, { country = "US", subdivisions = ["US-NV"] }]
languages = ["en"]
page = "https://agency-a.example.org/"
source = "https://agency-a.example.org/about"
checked = 2026-11-01
verified = true
licence = "none needed: fictional"
"""
PASSWORD = "synthetic words for one analyst"


def test_a_report_is_referred_answered_and_its_reporter_told(
    chromium: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "agencies").mkdir(parents=True)
    (data / "tipline.toml").write_text(SETTINGS)
    (data / "agencies" / "own.toml").write_text(AGENCY)
    with running(data) as hotline:
        visitor, analyst, officer = (chromium.new_context() for _ in range(3))
        code = sent(visitor.new_page(), hotline)
        desk = analyst.new_page()
        log_in(desk, hotline)
        link = referred(desk, hotline, tmp_path)
        agency = officer.new_page()
        acknowledge(agency, link)
        told(visitor.new_page(), hotline, code, "have told us that they have it")
        give_outcome(agency, link, "The child is safe", "Synthetic note 5.")
        told(visitor.new_page(), hotline, code, "have looked at it")
        desk.reload()
        expect(desk.get_by_text("Outcome: the child is safe (version 1)")).to_be_visible()
        desk.get_by_role("button", name="Show what they wrote").click()
        expect(desk.get_by_text("Synthetic note 5.")).to_be_visible()
        for context in (visitor, analyst, officer):
            context.close()
    log = hotline.log.read_text()
    assert "Synthetic" not in log
    assert link.rstrip("/").rpartition("/")[2] not in log


def sent(page: Page, hotline: Running) -> str:
    """Send a report as a visitor and return the receipt code."""

    def choose(name: str, value: str) -> None:
        page.locator(f"[name='{name}'][value='{value}']").check()

    def go_on(ending: str) -> None:
        page.locator(f"form[action$='{ending}'] button").first.click()

    page.goto(f"{hotline.address}/en/")
    go_on("/new/")
    choose("relation", "witness")
    go_on("/1/")
    choose("danger_now", "no")
    go_on("/2/")
    choose("meeting_planned", "unknown")
    go_on("/2b/")
    choose("category", "unsure")
    go_on("/3/")
    choose("kind", "d")
    go_on("/4/")
    page.locator("#text").fill("+1 702 555 0117")
    go_on("/4/d/")
    choose("kind", "no")
    go_on("/4/")
    page.locator("#narrative").fill("Synthetic narrative 17.")
    go_on("/5/")
    page.locator("[name='child-country']").select_option("US")
    for step in ("6", "7", "8"):
        go_on(f"/{step}/")
    choose("reach-wish", "by_code")
    go_on("/9/")
    page.wait_for_url(re.compile("/10/$"))
    expect(page.locator("#work")).not_to_have_value("", timeout=30_000)
    go_on("/10/")
    page.wait_for_url(re.compile("/11/$"))
    code = page.locator(".tl-code").inner_text()
    go_on("/done/")
    return code


def log_in(page: Page, hotline: Running) -> None:
    """Let somebody work at the desk, and come in as they do the first time."""
    said = tipline("user", "add", "ada", "--json", "--data", str(hotline.data))
    given = json.loads(said.out)
    page.goto(f"{hotline.address}/desk/")
    page.get_by_label("Name").fill("ada")
    page.locator("#password").fill(given["password"])
    page.get_by_label("Code").fill(pyotp.TOTP(given["secret"]).now())
    page.get_by_role("button", name="Log in").click()
    page.locator("#old").fill(given["password"])
    page.locator("#new").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    page.wait_for_url(lambda address: "password" not in address)


def referred(page: Page, hotline: Running, folder: Path) -> str:
    """Refer the report, download the package, and return the link to answer that is in it."""
    page.goto(f"{hotline.address}/desk/")
    page.locator("main a[href*='/desk/reports/']").first.click()
    page.get_by_role("button", name="Refer this report").click()
    expect(page.get_by_text("Agency A of Example").first).to_be_visible()
    page.get_by_label("Agency A of Example").check()
    page.get_by_role("button", name="Decide what they get").click()
    page.locator("select[name^='left-']").select_option("faster")
    page.get_by_role("button", name="Check before release").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Before you release")
    page.get_by_role("button", name=re.compile("^Release")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Referral \d$"))
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the package").click()
    coming.value.save_as(folder / "package.zip")
    with ZipFile(folder / "package.zip") as package:
        facts = json.loads(package.read("facts.json"))
    (found,) = re.findall(r'"(https://hotline\.example\.org/answer/[^"]+)"', json.dumps(facts))
    page.reload()
    return f"{hotline.address}{urlsplit(found).path}"


def told(page: Page, hotline: Running, code: str, words: str) -> None:
    """Come back with the receipt and read how the report stands."""
    page.goto(f"{hotline.address}/en/code/")
    page.locator("#code").fill(code)
    page.locator("form[action$='/code/'] button").first.click()
    page.wait_for_url(re.compile("/code/open/$"))
    expect(page.locator("main")).to_contain_text(words)
    page.close()
