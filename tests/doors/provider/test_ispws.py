"""The XML surface: the calls, the life of a report, and the code of each answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.doors.provider.papers import MINIMAL, URGENT, done, response, tags
from tests.doors.provider.wiring import DAY, NOON, Door
from tipline.codecs import cybertipline
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.ports.operations import MoveReport, SubmitReport

Call = Callable[[Door, object], int]


def submit(door: Door, document: str = MINIMAL) -> int:
    answer = response(door.post("/ispws/submit", document.encode()).content)
    assert answer.report_id is not None
    return answer.report_id


def finish(door: Door, number: object) -> int:
    """Finish, and return the code."""
    answer = door.ask("POST", "/ispws/finish", data={"id": str(number)})
    return cybertipline.decode_response(answer.content).code


def retract(door: Door, number: object) -> int:
    answer = door.ask("POST", "/ispws/retract", data={"id": str(number)})
    return response(answer.content).code


def test_status_says_who_asks_and_from_where(door: Door) -> None:
    answer = door.ask("GET", "/ispws/status")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")
    assert tags(answer.content) == ["reportResponse", "responseCode", "responseDescription"]
    said = response(answer.content)
    assert said.code == 0
    name = door.credentials.username
    assert said.description == f"Remote User : {name}, Remote Ip : 192.0.2.17"


def test_the_schema_is_the_published_one(door: Door) -> None:
    answer = door.ask("GET", "/ispws/xsd")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.content == cybertipline.xsd_document()


def test_submit_opens_a_report(door: Door) -> None:
    answer = door.post("/ispws/submit", MINIMAL.encode())
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert tags(answer.content) == [
        "reportResponse",
        "responseCode",
        "responseDescription",
        "reportId",
    ]
    said = response(answer.content)
    assert (said.code, said.description) == (0, "Success")
    assert said.report_id is not None
    row = door.row(said.report_id)
    assert (row.door, row.state, row.is_test, row.urgent) == ("xml", State.OPEN, False, False)
    assert row.opened_at == to_microseconds(NOON)
    assert door.opened(said.report_id) == cybertipline.decode_report(MINIMAL.encode())


def test_one_write_stores_a_report(door: Door) -> None:
    submit(door)
    door.writer.written.clear()
    submit(door)
    (request,) = door.writer.written
    assert isinstance(request.operation, SubmitReport)
    assert request.actor == f"provider:{door.row(request.operation.report.number).provider}"


def test_without_a_key_every_submit_is_a_new_report(door: Door) -> None:
    assert len({submit(door) for _ in range(3)}) == 3


def test_only_the_reporters_own_word_makes_a_report_urgent(door: Door) -> None:
    assert door.row(submit(door, URGENT)).urgent
    assert not door.row(submit(door)).urgent


def test_finish_completes_a_report(door: Door) -> None:
    number = submit(door)
    answer = door.ask("POST", "/ispws/finish", data={"id": str(number)})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert tags(answer.content) == ["reportDoneResponse", "responseCode", "reportId", "files"]
    assert (done(answer.content).code, done(answer.content).report_id) == (0, number)
    assert door.row(number).state is State.FINISHED


def test_retract_cancels_a_report(door: Door) -> None:
    number = submit(door)
    answer = door.ask("POST", "/ispws/retract", data={"id": str(number)})
    said = response(answer.content)
    assert answer.status_code == 200
    assert (said.code, said.description, said.report_id) == (0, "Success", number)
    assert door.row(number).state is State.RETRACTED


def test_what_is_finished_stays_finished(door: Door) -> None:
    number = submit(door)
    assert finish(door, number) == 0
    assert (finish(door, number), retract(door, number)) == (5102, 5102)
    assert door.row(number).state is State.FINISHED


def test_what_is_retracted_stays_retracted(door: Door) -> None:
    number = submit(door)
    assert retract(door, number) == 0
    assert (finish(door, number), retract(door, number)) == (5101, 5101)
    assert door.row(number).state is State.RETRACTED


def test_an_open_report_can_be_finished_for_a_day(door: Door) -> None:
    number = submit(door)
    door.clock.wait(DAY - timedelta(microseconds=1))
    assert finish(door, number) == 0


@pytest.mark.parametrize("call", [finish, retract])
def test_after_a_day_an_open_report_does_not_exist(door: Door, call: Call) -> None:
    number = submit(door)
    door.clock.wait(DAY)
    assert call(door, number) == 5001


@pytest.mark.parametrize("call", [finish, retract])
@pytest.mark.parametrize("number", [0, -5, 10**15, 2**63 - 1, 2**63, 10**30])
def test_an_unknown_report_does_not_exist(door: Door, call: Call, number: int) -> None:
    assert call(door, number) == 5001


def test_somebody_elses_report_does_not_exist(door: Door) -> None:
    number = submit(door)
    other = door.admit()
    for path in ("/ispws/finish", "/ispws/retract"):
        answer = door.ask("POST", path, data={"id": str(number)}, as_=other)
        assert (answer.status_code, response(answer.content).code) == (404, 5001)
    assert door.row(number).state is State.OPEN


@pytest.mark.parametrize(
    ("steps", "status", "code", "words"),
    [
        (["finish", "finish"], 409, 5102, "already finished"),
        (["retract", "finish"], 409, 5101, "already retracted"),
        (["expire", "finish"], 404, 5001, "not found"),
        (["finish", "retract"], 409, 5102, "already finished"),
    ],
)
def test_a_call_in_the_wrong_state_is_answered_with_4xx_and_a_response(
    door: Door, steps: list[str], status: int, code: int, words: str
) -> None:
    number = submit(door)
    for step in steps[:-1]:
        if step == "expire":
            door.clock.wait(DAY)
        else:
            door.ask("POST", f"/ispws/{step}", data={"id": str(number)})
    answer = door.ask("POST", f"/ispws/{steps[-1]}", data={"id": str(number)})
    said = response(answer.content)
    assert (answer.status_code, said.code, said.report_id) == (status, code, None)
    assert answer.headers["content-type"] == "application/xml"
    assert words in said.description


def test_a_test_credential_marks_its_reports(door: Door) -> None:
    tester = door.admit(is_test=True)
    answer = door.post("/ispws/submit", MINIMAL.encode(), as_=tester)
    number = response(answer.content).report_id
    assert number is not None
    assert door.row(number).is_test


def test_moving_a_report_is_one_write(door: Door) -> None:
    number = submit(door)
    door.writer.written.clear()
    finish(door, number)
    assert [type(request.operation) for request in door.writer.written] == [MoveReport]
