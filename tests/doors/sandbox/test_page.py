"""The page: what it shows, that it escapes everything, and its forms."""

import re

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response, wrong
from tests.doors.sandbox.serving import Served

HOSTILE = "&lt;script&gt;alert(17)&lt;/script&gt;"


def page(sandbox: Served, path: str = "/") -> str:
    answer = sandbox.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_empty_sandbox_says_what_to_do(sandbox: Served) -> None:
    text = page(sandbox)
    assert "Nothing yet" in text
    assert f"--data-binary @examples/typical.xml {sandbox.address}/ispws/submit" in text
    assert f"tipline file examples/typical.xml --to {sandbox.address}/ispws" in text
    assert "export TIPLINE_FILING_USERNAME=sandbox" in text


def test_it_shows_what_arrived_and_what_was_wrong(sandbox: Served) -> None:
    number = sandbox.submitted()
    sandbox.submit(wrong())
    sandbox.fail("cut_after", call="finish")
    with pytest.raises(httpx.TransportError):
        sandbox.move("finish", number)
    text = page(sandbox)
    assert "This must be a past date." in text
    assert "not_past, line 4, column 5" in text
    assert "No answer; the door had done it" in text
    assert "Provoked: Lost answer" in text
    assert "of 10 groups of facts" in text
    assert f'<a href="/sandbox/reports/{number}">Report {number}</a>' in text
    assert '<span class="state finished">finished</span>' in text


def test_a_report_is_shown_in_full_and_escaped(sandbox: Served) -> None:
    document = MINIMAL.replace("</report>", f"<additionalInfo>{HOSTILE}</additionalInfo></report>")
    number = sandbox.submitted() + 1
    assert response(sandbox.submit(document).content).report_id == number
    text = page(sandbox, f"/sandbox/reports/{number}")
    assert "<script>" not in text
    assert HOSTILE in text
    assert "desk@example.org" in text


def test_a_report_with_a_supplement_names_it(sandbox: Served) -> None:
    number = sandbox.client.post("/api/v1/reports", content=AS_JSON).json()["number"]
    extra = sandbox.client.post(
        f"/api/v1/reports/{number}/supplements", content=b'{"additional_info": "Note 17."}'
    ).json()["number"]
    assert f'/sandbox/reports/{extra}"' in page(sandbox, f"/sandbox/reports/{number}")
    assert f'/sandbox/reports/{number}"' in page(sandbox, f"/sandbox/reports/{extra}")


@pytest.mark.parametrize("number", ["17", "x", "1" * 5_000])
def test_a_report_that_is_gone_says_so(sandbox: Served, number: str) -> None:
    answer = sandbox.client.get(f"/sandbox/reports/{number}")
    assert answer.status_code == 404
    assert "There is no such report" in answer.text


def test_names_that_are_not_known_are_escaped(sandbox: Served) -> None:
    sandbox.client.post("/api/v1/reports", content=b'{"<script>": 1}')
    assert "<script>" not in page(sandbox)


def test_a_fault_is_provoked_and_cleared_with_forms(sandbox: Served) -> None:
    fields = {"fault": "answer:1000:503", "call": "submit", "times": "", "seconds": ""}
    answer = sandbox.client.post("/sandbox/faults", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/#faults")
    assert sandbox.submit().status_code == 503
    assert "until cleared" in page(sandbox)
    (rule,) = sandbox.ask("faults")["faults"]
    sandbox.client.post("/sandbox/faults/clear", data={"id": str(rule["id"])})
    assert sandbox.submit().status_code == 200


def test_every_fault_of_the_form_can_be_chosen(sandbox: Served) -> None:
    values = re.findall(r'<option value="([a-z_]+(?::\d+:\d+)?)">', page(sandbox))
    faults = [
        value for value in values if value.partition(":")[0] in sandbox.ask("faults")["kinds"]
    ]
    assert len(faults) > 20
    for value in faults:
        fields = {"fault": value, "call": "any", "times": "1"}
        assert sandbox.client.post("/sandbox/faults", data=fields).status_code == 303, value
    assert len(sandbox.ask("faults")["faults"]) == len(faults)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sandbox/faults", {"fault": "nothing", "call": "any"}),
        ("/sandbox/faults", {"fault": "hang", "call": "any", "times": "many"}),
        ("/sandbox/faults", {"fault": "garbage", "call": "any", "seconds": "5"}),
        ("/sandbox/faults", {}),
        ("/sandbox/faults/clear", {}),
        ("/sandbox/faults/clear", {"id": "1" * 5_000}),
        ("/sandbox/clock", {"seconds": "-5"}),
        ("/sandbox/clock", {"seconds": "nan"}),
        ("/sandbox/clock", {}),
    ],
)
def test_a_form_that_cannot_be_is_explained(
    sandbox: Served, path: str, fields: dict[str, str]
) -> None:
    answer = sandbox.client.post(path, data=fields or {"x": "y"})
    assert answer.status_code == 400
    assert "That was not possible" in answer.text


def test_no_form_takes_a_file(sandbox: Served) -> None:
    for path in ("faults", "faults/clear", "clock", "reset"):
        answer = sandbox.client.post(f"/sandbox/{path}", files={"file": b"synthetic"})
        assert answer.status_code == 415


def test_time_passes_and_all_is_forgotten_with_forms(sandbox: Served) -> None:
    number = sandbox.submitted()
    sandbox.client.post("/sandbox/clock", data={"seconds": "90061"})
    assert sandbox.state(number) == "expired"
    assert "1 day, 1 hour, 1 minute, 1 second ahead" in page(sandbox)
    sandbox.client.post("/sandbox/reset", data={"x": ""})
    assert "Nothing yet" in page(sandbox)


def test_pages_load_nothing_from_elsewhere_and_are_not_kept(sandbox: Served) -> None:
    sandbox.submitted()
    answer = sandbox.client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    addresses = re.findall(r'(?:src|href|action)="([^"]+)"', answer.text)
    assert addresses
    assert all(address.startswith(("/", "#")) for address in addresses)
    assert sandbox.client.get("/sandbox/style.css").headers["content-type"].startswith("text/css")


def test_the_page_can_look_again_by_itself(sandbox: Served) -> None:
    assert 'http-equiv="refresh" content="5"' in page(sandbox, "/?every=5")
    assert "http-equiv" not in page(sandbox, "/?every=0;url=x")
