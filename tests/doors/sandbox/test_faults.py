"""Each fault does what the table says: to the client, to the report, and in what is noted."""

import threading

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.sandbox.serving import Served
from tipline.doors.sandbox.faults import CODES, FAULTS

CUT = (httpx.RemoteProtocolError, httpx.ReadError)
"""What a client sees of a connection that was cut."""
REPORTS = "/api/v1/reports"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_answered_and_nothing_is_done(sandbox: Served, code: int) -> None:
    number = sandbox.submitted()
    sandbox.fail("answer", code=code, call="finish")
    answer = sandbox.move("finish", number)
    assert answer.status_code == CODES[code].status
    if code == 2000:
        assert answer.content == b""
        assert answer.headers["www-authenticate"].startswith("Basic")
    else:
        assert response(answer.content).code == code
        assert response(answer.content).report_id is None
    assert answer.headers["request-id"]
    assert sandbox.state(number) == "open"
    noted = sandbox.last()
    assert (noted["fault"], noted["code"], noted["done"]) == ("answer", code, False)
    assert sandbox.move("finish", number).status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_in_json_a_code_is_a_problem_detail(sandbox: Served, code: int) -> None:
    sandbox.fail("answer", code=code)
    answer = sandbox.client.post(REPORTS, content=AS_JSON)
    assert answer.status_code == CODES[code].status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == CODES[code].error
    assert sandbox.ask("reports")["reports"] == []


def test_a_code_takes_another_status(sandbox: Served) -> None:
    sandbox.fail("answer", code=1000, status=503)
    sandbox.fail("answer", code=5102, status=200)
    first, second = sandbox.submit(), sandbox.submit()
    assert (first.status_code, first.headers["retry-after"]) == (503, "1")
    assert (second.status_code, response(second.content).code) == (200, 5102)


def test_too_many_requests_says_when_to_go_on(sandbox: Served) -> None:
    sandbox.fail("too_many", seconds=7)
    answer = sandbox.submit()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert response(answer.content).code == 1000
    sandbox.fail("too_many")
    told = sandbox.client.post(REPORTS, content=AS_JSON).json()
    assert told["code"] == "too_many_requests"


def test_after_a_delay_the_door_does_its_work(sandbox: Served) -> None:
    sandbox.fail("delay", seconds=0.05)
    assert sandbox.submit().status_code == 200
    assert sandbox.last()["milliseconds"] >= 50
    assert sandbox.last()["done"]


@pytest.mark.parametrize(("fault", "acts"), [("hang", False), ("hang_after", True)])
def test_a_hang_answers_nothing_until_the_client_leaves(
    sandbox: Served, fault: str, acts: bool
) -> None:
    sandbox.fail(fault, call="submit")
    with pytest.raises(httpx.ReadTimeout):
        sandbox.client.post("/ispws/submit", content=MINIMAL, timeout=0.3)
    noted = sandbox.last()
    assert (noted["status"], noted["fault"], noted["done"]) == (None, fault, acts)
    assert len(sandbox.ask("reports")["reports"]) == int(acts)


@pytest.mark.parametrize("fault", ["hang", "hang_after"])
def test_a_hang_ends_with_a_cut(sandbox: Served, fault: str) -> None:
    sandbox.fail(fault, seconds=0.05)
    with pytest.raises(CUT):
        sandbox.submit()


def waits(sandbox: Served, fault: str) -> bool:
    """Tell whether somebody is kept waiting: a hang is noted as it begins, a delay at its end."""
    if fault == "delay":
        return len(sandbox.ask("faults")["faults"]) == 1
    return bool(sandbox.ask("exchanges")["exchanges"])


@pytest.mark.parametrize("fault", ["hang", "hang_after", "delay"])
def test_a_reset_lets_go_whoever_waits(sandbox: Served, fault: str) -> None:
    sandbox.fail(fault, call="submit", seconds=60)
    sandbox.fail("garbage", call="xsd", times=None)
    outcomes: list[type[Exception]] = []

    def wait() -> None:
        try:
            sandbox.submit()
        except CUT as error:
            outcomes.append(type(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not waits(sandbox, fault):
        pass
    sandbox.tell("reset")
    waiting.join(20)
    assert len(outcomes) == 1
    assert sandbox.ask("reports")["reports"] == sandbox.ask("exchanges")["exchanges"] == []


@pytest.mark.parametrize("step", ["finish", "retract"])
def test_a_cut_before_leaves_the_report_as_it_was(sandbox: Served, step: str) -> None:
    number = sandbox.submitted()
    sandbox.fail("cut_before", call=step)
    with pytest.raises(CUT):
        sandbox.move(step, number)
    assert sandbox.state(number) == "open"
    assert sandbox.move(step, number).status_code == 200


@pytest.mark.parametrize(
    ("step", "state", "then"), [("finish", "finished", 5102), ("retract", "retracted", 5101)]
)
def test_a_lost_answer_is_one_to_what_was_done(
    sandbox: Served, step: str, state: str, then: int
) -> None:
    number = sandbox.submitted()
    sandbox.fail("cut_after", call=step)
    with pytest.raises(CUT):
        sandbox.move(step, number)
    noted = sandbox.last()
    assert (noted["status"], noted["report"], noted["done"]) == (None, number, True)
    assert sandbox.state(number) == state
    assert response(sandbox.move("retract", number).content).code == then


def test_a_lost_number_is_found_again_with_the_same_key(sandbox: Served) -> None:
    key = {"Idempotency-Key": "7d0c4a31"}
    sandbox.fail("cut_after", call="submit")
    with pytest.raises(CUT):
        sandbox.client.post("/ispws/submit", content=MINIMAL, headers=key)
    lost = sandbox.last()["report"]
    again = sandbox.client.post("/ispws/submit", content=MINIMAL, headers=key)
    assert response(again.content).report_id == lost
    assert len(sandbox.ask("reports")["reports"]) == 1


def test_half_an_answer_is_half_of_the_real_one(sandbox: Served) -> None:
    sandbox.fail("truncate", call="submit")
    pieces: list[bytes] = []

    def read() -> None:
        with sandbox.client.stream("POST", "/ispws/submit", content=MINIMAL) as answer:
            assert answer.status_code == 200
            pieces.append(answer.headers["content-length"].encode())
            for piece in answer.iter_raw():
                pieces.append(piece)  # noqa: PERF402 - the same

    with pytest.raises(CUT):
        read()
    announced, got = int(pieces[0]), b"".join(pieces[1:])
    assert got.startswith(b"<?xml")
    assert b"</reportResponse>" not in got
    assert len(got) == announced // 2
    assert sandbox.last()["done"]


def test_garbage_is_a_page_of_somebody_else(sandbox: Served) -> None:
    sandbox.fail("garbage")
    answer = sandbox.submit()
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert sandbox.ask("reports")["reports"] == []


def test_a_fault_is_for_its_call_and_so_many_times(sandbox: Served) -> None:
    sandbox.fail("answer", code=1000, call="finish", times=2)
    number = sandbox.submitted()
    assert [sandbox.move("finish", number).status_code for _ in range(3)] == [500, 500, 200]
    assert sandbox.ask("faults")["faults"] == []


def test_a_fault_without_times_stays_until_it_is_cleared(sandbox: Served) -> None:
    sandbox.fail("answer", code=1000, times=None)
    assert [sandbox.submit().status_code for _ in range(3)] == [500] * 3
    (rule,) = sandbox.ask("faults")["faults"]
    assert (rule["times"], rule["used"]) == (None, 3)
    sandbox.client.delete(f"/sandbox/api/faults/{rule['id']}")
    assert sandbox.submit().status_code == 200


def test_faults_come_in_the_order_they_were_asked_for(sandbox: Served) -> None:
    for code in (1100, 1300):
        sandbox.fail("answer", code=code)
    assert [response(sandbox.submit().content).code for _ in range(3)] == [1100, 1300, 0]


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"fault": "nothing"}, "no such fault"),
        ({"fault": "hang", "call": "upload"}, "call must be"),
        ({"fault": "hang", "times": 0}, "times must be"),
        ({"fault": "answer"}, "code must be"),
        ({"fault": "answer", "code": 7}, "code must be"),
        ({"fault": "answer", "code": 1000, "status": 99}, "status must be"),
        ({"fault": "hang", "code": 1000}, "Only the fault answer"),
        ({"fault": "hang", "seconds": 601}, "seconds must be"),
        ({"fault": "hang", "seconds": 0}, "seconds must be"),
        ({"fault": "garbage", "seconds": 1}, "no seconds"),
        ({"fault": "hang", "file": "x"}, "unknown field"),
        ({"fault": 7}, "Expected"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_the_reason(
    sandbox: Served, wish: dict[str, object], word: str
) -> None:
    answer = sandbox.tell("faults", wish)
    assert answer.status_code == 400
    assert word in " ".join(answer.json()["problems"])
    assert sandbox.ask("faults")["faults"] == []


@pytest.mark.parametrize(("id_", "status"), [("17", 204), ("x", 400), ("1" * 5_000, 400)])
def test_an_id_of_no_fault_ends_none(sandbox: Served, id_: str, status: int) -> None:
    sandbox.fail("garbage")
    assert sandbox.client.delete(f"/sandbox/api/faults/{id_}").status_code == status
    assert len(sandbox.ask("faults")["faults"]) == 1


def test_all_faults_can_be_in_force_up_to_a_number(sandbox: Served) -> None:
    for _ in range(100):
        sandbox.fail("garbage")
    assert sandbox.tell("faults", {"fault": "garbage"}).status_code == 409
    sandbox.client.delete("/sandbox/api/faults")
    assert sandbox.submit().status_code == 200


def test_the_faults_are_listed(sandbox: Served) -> None:
    assert sandbox.ask("faults")["kinds"] == list(FAULTS)
