"""Idempotency keys: sent twice, stored once, and answered alike for a day."""

import asyncio

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, URGENT, response, wrong
from tests.doors.provider.wiring import DAY, Door
from tipline.codecs import cybertipline
from tipline.domain.lifecycle import State

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
OTHER = AS_JSON.replace(b"sex_trafficking", b"sex_tourism")


def code_of(answer: httpx.Response) -> int:
    return cybertipline.decode_response(answer.content).code


def test_submit_with_a_key_opens_one_report(door: Door) -> None:
    first, second = (door.post("/ispws/submit", MINIMAL.encode(), headers=KEY) for _ in range(2))
    assert first.status_code == 200
    assert (second.status_code, second.content) == (first.status_code, first.content)


def test_a_report_in_json_gives_the_same_receipt(door: Door) -> None:
    first, second = (door.post("/api/v1/reports", AS_JSON, headers=KEY) for _ in range(2))
    assert first.status_code == 201
    assert (second.status_code, second.content) == (201, first.content)
    assert first.headers["location"] == second.headers["location"]


def test_a_supplement_is_added_once(door: Door) -> None:
    number = door.post("/api/v1/reports", AS_JSON).json()["number"]
    path = f"/api/v1/reports/{number}/supplements"
    first, second = (door.post(path, AS_JSON, headers=KEY) for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert door.reader.supplements(number) == [first.json()["number"]]


@pytest.mark.parametrize("call", ["finish", "retract"])
def test_a_step_is_taken_once_whatever_form_asks_for_it(door: Door, call: str) -> None:
    number = response(door.post("/ispws/submit", MINIMAL.encode()).content).report_id
    path, field = f"/ispws/{call}", {"id": str(number)}
    first = door.ask("POST", path, data=field, headers=KEY)
    again = [
        door.ask("POST", path, data=field, headers=KEY),
        door.ask("POST", path, files={"id": (None, str(number))}, headers=KEY),
        door.ask("POST", path, files={"id": (None, str(number))}, headers=KEY),
    ]
    assert code_of(first) == 0
    assert {answer.content for answer in again} == {first.content}
    assert code_of(door.ask("POST", path, data=field)) in {5101, 5102}


def test_a_refused_step_is_refused_again(door: Door) -> None:
    first, second = (
        door.ask("POST", "/ispws/finish", data={"id": "999999999999"}, headers=KEY)
        for _ in range(2)
    )
    assert (code_of(first), second.content) == (5001, first.content)


@pytest.mark.parametrize("body", [URGENT, MINIMAL + "\n", wrong(), "no document", ""])
def test_the_key_of_another_body_is_refused_in_xml(door: Door, body: str) -> None:
    door.post("/ispws/submit", MINIMAL.encode(), headers=KEY)
    answer = door.post("/ispws/submit", body.encode(), headers=KEY)
    said = response(answer.content)
    assert (answer.status_code, said.code, said.report_id) == (422, 4000, None)


@pytest.mark.parametrize("body", [OTHER, AS_JSON + b" ", b"{}", b"no document", b""])
def test_the_key_of_another_body_is_refused_in_json(door: Door, body: bytes) -> None:
    door.post("/api/v1/reports", AS_JSON, headers=KEY)
    answer = door.post("/api/v1/reports", body, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_key_of_another_call_is_refused(door: Door) -> None:
    number = response(door.post("/ispws/submit", MINIMAL.encode(), headers=KEY).content).report_id
    field = {"id": str(number)}
    assert door.ask("POST", "/ispws/finish", data=field, headers=KEY).status_code == 422
    assert door.post("/api/v1/reports", AS_JSON, headers=KEY).status_code == 422
    assert number is not None
    assert door.row(number).state is State.OPEN


def test_the_key_of_another_report_is_refused(door: Door) -> None:
    numbers = [
        str(response(door.post("/ispws/submit", MINIMAL.encode()).content).report_id)
        for _ in range(2)
    ]
    answers = [
        door.ask("POST", "/ispws/finish", data={"id": number}, headers=KEY) for number in numbers
    ]
    assert [answer.status_code for answer in answers] == [200, 422]


def test_a_key_is_the_providers_own(door: Door) -> None:
    first = door.post("/ispws/submit", MINIMAL.encode(), headers=KEY)
    second = door.post("/ispws/submit", MINIMAL.encode(), headers=KEY, as_=door.admit())
    assert second.status_code == 200
    assert second.content != first.content


def test_a_key_is_forgotten_after_a_day(door: Door) -> None:
    first = door.post("/ispws/submit", MINIMAL.encode(), headers=KEY)
    door.clock.wait(DAY / 2)
    assert door.post("/ispws/submit", MINIMAL.encode(), headers=KEY).content == first.content
    door.clock.wait(DAY / 2)
    assert door.post("/ispws/submit", MINIMAL.encode(), headers=KEY).content != first.content


def test_a_refused_document_uses_no_key_up(door: Door) -> None:
    refused = door.post("/ispws/submit", wrong().encode(), headers=KEY)
    assert code_of(refused) == 4100
    assert code_of(door.post("/ispws/submit", MINIMAL.encode(), headers=KEY)) == 0


def test_a_lost_answer_uses_no_key_up(door: Door) -> None:
    door.writer.fails = True
    assert door.post("/ispws/submit", MINIMAL.encode(), headers=KEY).status_code == 503
    door.writer.fails = False
    assert code_of(door.post("/ispws/submit", MINIMAL.encode(), headers=KEY)) == 0


def test_the_same_request_many_times_at_once_is_stored_once(door: Door) -> None:
    async def sending() -> list[httpx.Response]:
        auth = httpx.BasicAuth(door.credentials.username, door.credentials.password)
        async with door.client() as client:
            return await asyncio.gather(
                *(
                    client.post("/ispws/submit", content=MINIMAL, headers=KEY, auth=auth)
                    for _ in range(20)
                )
            )

    answers = door.run(sending)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "caf\xe9", "a\tb"])
def test_what_is_no_key_is_refused(door: Door, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode("latin-1"))]
    answer = door.post("/ispws/submit", MINIMAL.encode(), headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, 4000)
    assert "Idempotency-Key" in response(answer.content).description
    answer = door.post("/api/v1/reports", AS_JSON, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


def test_two_keys_are_none(door: Door) -> None:
    headers = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]
    assert door.post("/ispws/submit", MINIMAL.encode(), headers=headers).status_code == 400


@pytest.mark.parametrize("key", ["1", '"quoted"', "x" * 255, "two words"])
def test_any_visible_text_is_a_key(door: Door, key: str) -> None:
    headers = {"Idempotency-Key": key}
    assert door.post("/ispws/submit", MINIMAL.encode(), headers=headers).status_code == 200
