"""What is remembered and told, the clock, the reset, and who may steer."""

import asyncio
import json
import socket

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response, wrong
from tests.doors.provider.wiring import NOON
from tests.doors.sandbox.serving import WHO, Served
from tipline.bootstrap.sandbox import open_sandbox
from tipline.doors.sandbox import build_sandbox
from tipline.doors.sandbox.exchanges import MOST_EXCHANGES, MOST_PROBLEMS, Exchange, Exchanges
from tipline.ports.operations import Done, Request, ReserveNumbers

REPORTS = "/api/v1/reports"
CONTROL = "/sandbox/api"


def test_an_accepted_document_is_noted_with_its_completeness(sandbox: Served) -> None:
    number = sandbox.submitted()
    noted = sandbox.last()
    del noted["at"], noted["milliseconds"], noted["number"]
    completeness = noted.pop("completeness")
    assert noted == {
        "call": "submit",
        "format": "xml",
        "status": 200,
        "code": 0,
        "error": None,
        "report": number,
        "done": True,
        "fault": None,
        "problems": [],
        "more_problems": 0,
    }
    assert completeness["time"] == "partly"
    assert len(completeness) == 10
    (row,) = sandbox.ask("reports")["reports"]
    assert (row["number"], row["state"], row["finished"]) == (number, "open", False)
    assert row["completeness"] == completeness


def test_a_refused_document_is_noted_with_its_problems_only(sandbox: Served) -> None:
    secret = "synthetic-word-17"
    sandbox.submit(wrong().replace("nobody", secret))
    noted = sandbox.last()
    assert (noted["status"], noted["code"], noted["error"]) == (400, 4100, "document_invalid")
    assert [problem["code"] for problem in noted["problems"]][-1] == "not_an_email"
    assert noted["problems"][0]["path"] == "/report/incidentSummary/incidentType"
    assert all(problem["line"] and problem["column"] for problem in noted["problems"])
    assert noted["completeness"] == {}
    everything = json.dumps(sandbox.ask("exchanges")) + sandbox.client.get("/").text
    assert secret not in everything


def test_what_was_refused_for_another_reason_is_noted_too(sandbox: Served) -> None:
    sandbox.client.get("/ispws/status", auth=("nobody", "nothing"))
    assert (sandbox.last()["status"], sandbox.last()["code"]) == (401, 2000)
    sandbox.client.get("/ispws/elsewhere/synthetic-word-17")
    noted = sandbox.last()
    assert (noted["call"], noted["code"], noted["error"]) == ("other", 1210, "path_unknown")
    assert "synthetic-word-17" not in json.dumps(noted)
    number = sandbox.submitted()
    sandbox.move("finish", number)
    sandbox.move("finish", number)
    assert (sandbox.last()["report"], sandbox.last()["code"]) == (number, 5102)


def test_json_calls_are_noted_by_name(sandbox: Served) -> None:
    number = sandbox.client.post(REPORTS, content=AS_JSON).json()["number"]
    sandbox.client.post(f"{REPORTS}/{number}/supplements", content=b'{"additional_info": "x"}')
    sandbox.client.get(f"{REPORTS}/{number}")
    sandbox.client.get(f"{REPORTS}/{number}/links")
    noted = sandbox.ask("exchanges")["exchanges"]
    assert [one["call"] for one in noted] == ["submit", "supplement", "show", "links"]
    assert {one["format"] for one in noted} == {"json"}
    assert {one["report"] for one in noted[2:]} == {number}


def test_files_are_refused_as_everywhere(sandbox: Served) -> None:
    answer = sandbox.client.post("/ispws/upload", files={"file": b"synthetic"})
    assert (answer.status_code, response(answer.content).code) == (400, 4000)
    assert sandbox.last()["error"] == "files_refused"


def test_the_newest_exchanges_are_remembered() -> None:
    exchanges = Exchanges()
    for _ in range(MOST_EXCHANGES + 5):
        exchanges.add(Exchange(number=0, at=NOON, call="status", format="xml"))
    assert exchanges.total == MOST_EXCHANGES + 5
    kept = [one.number for one in exchanges.kept()]
    assert kept == list(range(6, MOST_EXCHANGES + 6))


def test_a_document_with_very_many_problems_is_noted_in_part(sandbox: Served) -> None:
    flags = "<spam>no</spam>" * (MOST_PROBLEMS + 20)
    sandbox.submit(MINIMAL.replace("<incidentDateTime>", f"{flags}<incidentDateTime>"))
    noted = sandbox.last()
    assert len(noted["problems"]) == MOST_PROBLEMS
    assert noted["more_problems"] > 0


def test_a_day_passes_at_once(sandbox: Served) -> None:
    number, other = sandbox.submitted(), sandbox.submitted()
    key = {"Idempotency-Key": "7d0c4a31"}
    first = sandbox.client.post("/ispws/submit", content=MINIMAL, headers=key)
    sandbox.move("finish", other)
    told = sandbox.tell("clock", {"forward_seconds": 86_400})
    assert told.json()["ahead_seconds"] == 86_400
    assert (sandbox.state(number), sandbox.state(other)) == ("expired", "finished")
    answer = sandbox.move("finish", number)
    assert (answer.status_code, response(answer.content).code) == (404, 5001)
    again = sandbox.client.post("/ispws/submit", content=MINIMAL, headers=key)
    assert response(again.content).report_id != response(first.content).report_id
    assert sandbox.ask("clock")["ahead_seconds"] == 86_400


def test_a_little_less_than_a_day_is_not_enough(sandbox: Served) -> None:
    number = sandbox.submitted()
    sandbox.tell("clock", {"forward_seconds": 86_000})
    assert sandbox.move("finish", number).status_code == 200


@pytest.mark.parametrize("seconds", [0, -1, 1e12, "one", None])
def test_the_clock_goes_forward_only(sandbox: Served, seconds: object) -> None:
    assert sandbox.tell("clock", {"forward_seconds": seconds}).status_code == 400
    assert sandbox.ask("clock")["ahead_seconds"] == 0


def test_a_reset_forgets_all(sandbox: Served) -> None:
    number = sandbox.submitted()
    sandbox.fail("garbage", times=None)
    sandbox.tell("clock", {"forward_seconds": 60})
    assert sandbox.tell("reset").status_code == 204
    assert sandbox.ask("exchanges") == {"total": 0, "exchanges": []}
    assert sandbox.ask("reports")["reports"] == sandbox.ask("faults")["faults"] == []
    assert sandbox.ask("clock")["ahead_seconds"] == 0
    assert response(sandbox.move("finish", number).content).code == 5001
    assert sandbox.submitted() > number


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8090", "[::1]:8090", "LOCALHOST"])
def test_this_machine_is_answered(sandbox: Served, host: str) -> None:
    assert sandbox.client.get("/", headers={"Host": host}).status_code == 200
    assert sandbox.client.get("/ispws/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "127.0.0.1:x", "localhost:8090@example.org"]
)
@pytest.mark.parametrize("path", ["/", f"{CONTROL}/exchanges", "/ispws/status", "/sandbox/x"])
def test_other_names_are_not(sandbox: Served, host: str, path: str) -> None:
    assert sandbox.client.get(path, headers={"Host": host}).status_code == 421


def test_two_names_are_none(sandbox: Served) -> None:
    host, port = sandbox.address.removeprefix("http://").split(":")
    request = (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: example.org\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        assert connection.recv(4096).split(b" ")[1] in {b"400", b"421"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_page_elsewhere_steers_nothing(sandbox: Served, headers: dict[str, str]) -> None:
    number = sandbox.submitted()
    for path in ("/sandbox/reset", "/sandbox/faults", "/sandbox/clock", f"{CONTROL}/reset"):
        assert sandbox.client.post(path, headers=headers).status_code == 403
    cleared = sandbox.client.delete(f"{CONTROL}/faults", headers=headers)
    assert cleared.status_code == 403
    assert sandbox.state(number) == "open"


def test_its_own_page_does(sandbox: Served) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": sandbox.address}
    answer = sandbox.client.post(f"{CONTROL}/reset", headers=headers)
    assert answer.status_code == 204


def test_control_takes_small_json_only(sandbox: Served) -> None:
    for kind in ("text/plain", "multipart/form-data; boundary=x", "image/png"):
        answer = sandbox.client.post(
            f"{CONTROL}/faults", content=b"{}", headers={"Content-Type": kind}
        )
        assert answer.status_code == 415
    large = sandbox.client.post(
        f"{CONTROL}/faults", content=b" " * 70_000, headers={"Content-Type": "application/json"}
    )
    assert large.status_code == 413


def test_a_server_that_cannot_cut_says_so() -> None:
    app = build_sandbox(open_sandbox(*WHO))

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post(f"{CONTROL}/faults", json={"fault": "cut_after"})

    answer = asyncio.run(asked())
    assert answer.status_code == 400
    assert "cannot cut" in answer.text


class Fixed:
    """Chance that gives one byte only."""

    def __init__(self, byte: int) -> None:
        self._byte = bytes([byte])

    def random_bytes(self, count: int) -> bytes:
        return self._byte * count


@pytest.mark.parametrize(("byte", "first"), [(0, 1_000_001), (255, 16_778_215_001)])
def test_a_new_sandbox_begins_to_count_somewhere_else(byte: int, first: int) -> None:
    parts = open_sandbox("sandbox", "sandbox", randomness=Fixed(byte))
    request = Request(operation=ReserveNumbers(count=1), actor="service:test")
    assert parts.store.apply(request, NOON) == Done(number=first)
