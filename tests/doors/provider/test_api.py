"""The JSON surface: filing, supplementing and looking at one's own reports."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import DAY, NOON, Door
from tipline.codecs import cybertipline, report_json
from tipline.domain.completeness import completeness
from tipline.domain.completeness.groups import GROUPS
from tipline.domain.lifecycle import State
from tipline.domain.report import Report
from tipline.ports.operations import SubmitReport

REPORTS = "/api/v1/reports"
TYPICAL = cybertipline.decode_report(
    (Path(__file__).parents[3] / "examples" / "typical.xml").read_bytes()
)
NOTE = b'{"additional_info": "Synthetic narrative 17."}'


def file(door: Door, report: Report | None = None) -> int:
    body = AS_JSON if report is None else report_json.encode_report(report)
    answer = door.post(REPORTS, body)
    assert answer.status_code == 201
    return int(answer.json()["number"])


def open_in_xml(door: Door) -> int:
    number = response(door.post("/ispws/submit", MINIMAL.encode()).content).report_id
    assert number is not None
    return number


def test_a_report_is_opened_and_finished_in_one_call(door: Door) -> None:
    answer = door.post(REPORTS, AS_JSON, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    number = said["number"]
    assert answer.headers["location"] == f"{REPORTS}/{number}"
    row = door.row(number)
    assert (said["state"], said["test"]) == ("finished", False)
    assert said["receipt"] == {
        "number": number,
        "received_at": "2026-11-22T12:00:00Z",
        "digest": row.digest.hex(),
    }
    assert (row.state, row.door, row.is_test) == (State.FINISHED, "json", False)
    assert row.opened_at == row.finished_at
    assert door.opened(number) == report_json.decode_report(AS_JSON)


def test_one_write_stores_a_report(door: Door) -> None:
    file(door)
    door.writer.written.clear()
    file(door)
    assert [type(request.operation) for request in door.writer.written] == [SubmitReport]


@pytest.mark.parametrize("kind", [None, "text/plain", "application/json; charset=utf-8"])
def test_no_content_type_is_insisted_on(door: Door, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert door.post(REPORTS, AS_JSON, headers=headers).status_code == 201


@pytest.mark.parametrize("report", [report_json.decode_report(AS_JSON), TYPICAL])
def test_the_hints_say_what_is_there_and_why_it_matters(door: Door, report: Report) -> None:
    answer = door.post(REPORTS, report_json.encode_report(report))
    hints = answer.json()["completeness"]
    judged = completeness(report).groups
    assert [hint["group"] for hint in hints] == [*GROUPS]
    assert hints == [
        {"group": g.group, "title": g.title, "state": g.state.value, "why": g.why} for g in judged
    ]


def test_a_test_credential_marks_its_reports(door: Door) -> None:
    tester = door.admit(is_test=True)
    said = door.post(REPORTS, AS_JSON, as_=tester).json()
    assert said["test"] is True
    assert door.row(said["number"]).is_test
    assert door.ask("GET", f"{REPORTS}/{said['number']}", as_=tester).json()["test"] is True


def test_a_report_is_shown_as_it_was_answered(door: Door) -> None:
    filed = door.post(REPORTS, AS_JSON).json()
    shown = door.ask("GET", f"{REPORTS}/{filed['number']}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "application/json")
    assert shown.json() == filed


def test_no_fact_of_a_report_is_shown(door: Door) -> None:
    number = file(door, TYPICAL)
    shown = door.ask("GET", f"{REPORTS}/{number}").text
    for fact in ("1700017", "user_17", "198.51.100.17", "narrative", "Example Chat"):
        assert fact not in shown


def test_the_state_of_a_report_from_the_other_surface(door: Door) -> None:
    number = open_in_xml(door)
    path = f"{REPORTS}/{number}"
    assert door.ask("GET", path).json()["state"] == "open"
    door.ask("POST", "/ispws/finish", data={"id": str(number)})
    assert door.ask("GET", path).json()["state"] == "finished"
    retracted = open_in_xml(door)
    door.ask("POST", "/ispws/retract", data={"id": str(retracted)})
    assert door.ask("GET", f"{REPORTS}/{retracted}").json()["state"] == "retracted"


def test_a_report_left_open_is_shown_as_expired(door: Door) -> None:
    path = f"{REPORTS}/{open_in_xml(door)}"
    door.clock.wait(DAY - timedelta(microseconds=1))
    assert door.ask("GET", path).json()["state"] == "open"
    door.clock.wait(timedelta(microseconds=1))
    assert door.ask("GET", path).json()["state"] == "expired"


@pytest.mark.parametrize(
    "number", ["1", "0", "-17", "x", "1.5", "9" * 19, "9" * 40, "%00", "1%2F2", "٣"]
)
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("POST", "/supplements")])
def test_an_unknown_report_is_not_found(door: Door, number: str, method: str, rest: str) -> None:
    answer = door.ask(method, f"{REPORTS}/{number}{rest}", content=NOTE)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_somebody_elses_report_is_not_found(door: Door) -> None:
    number = file(door)
    other = door.admit()
    unknown = door.ask("GET", f"{REPORTS}/999999999999", as_=other)
    theirs = door.ask("GET", f"{REPORTS}/{number}", as_=other)
    assert (theirs.status_code, theirs.content) == (404, unknown.content)
    answer = door.post(f"{REPORTS}/{number}/supplements", NOTE, as_=other)
    assert (answer.status_code, answer.json()["code"]) == (404, "report_unknown")
    assert door.reader.supplements(number) == []


def test_a_supplement_adds_facts_to_a_report(door: Door) -> None:
    number = file(door)
    door.clock.wait(timedelta(hours=1))
    answer = door.post(f"{REPORTS}/{number}/supplements", NOTE)
    said = answer.json()
    extra = said["number"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{REPORTS}/{extra}"
    assert (said["supplement_to"], said["state"]) == (number, "finished")
    assert said["receipt"]["received_at"] == (NOON + timedelta(hours=1)).isoformat().replace(
        "+00:00", "Z"
    )
    assert door.ask("GET", f"{REPORTS}/{extra}").json() == said
    assert door.ask("GET", f"{REPORTS}/{number}").json()["supplements"] == [extra]
    assert door.opened(extra).additional_info == "Synthetic narrative 17."


def test_an_open_report_can_be_supplemented_and_finished(door: Door) -> None:
    number = open_in_xml(door)
    assert door.post(f"{REPORTS}/{number}/supplements", NOTE).status_code == 201
    assert door.ask("POST", "/ispws/finish", data={"id": str(number)}).status_code == 200


def test_a_retracted_or_expired_report_cannot_be_supplemented(door: Door) -> None:
    retracted, left = open_in_xml(door), open_in_xml(door)
    door.ask("POST", "/ispws/retract", data={"id": str(retracted)})
    answer = door.post(f"{REPORTS}/{retracted}/supplements", NOTE)
    assert (answer.status_code, answer.json()["code"]) == (409, "report_retracted")
    door.clock.wait(DAY)
    answer = door.post(f"{REPORTS}/{left}/supplements", NOTE)
    assert (answer.status_code, answer.json()["code"]) == (409, "report_expired")


def test_a_supplement_is_supplemented_by_nothing(door: Door) -> None:
    extra = door.post(f"{REPORTS}/{file(door)}/supplements", NOTE).json()["number"]
    assert door.post(f"{REPORTS}/{extra}/supplements", NOTE).status_code == 404
    assert door.ask("POST", "/ispws/retract", data={"id": str(extra)}).status_code == 404


def test_a_supplement_can_make_it_urgent(door: Door) -> None:
    body = b'{"summary": {"urgency_reason": "Synthetic reason 17."}}'
    extra = door.post(f"{REPORTS}/{file(door)}/supplements", body).json()["number"]
    assert door.row(extra).urgent
