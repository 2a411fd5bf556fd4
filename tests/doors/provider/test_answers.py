"""Every error has an answer in both languages, and nothing else ever gets out."""

import asyncio
import base64
import contextlib
import importlib
import pkgutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest
from starlette.types import Message
from structlog.testing import capture_logs

import tipline
from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import NOBODY, Door
from tipline.codecs.documents import DocumentError
from tipline.domain.errors import StoreUnavailableError, TiplineError
from tipline.domain.problems import Problem
from tipline.doors.provider import Bounds, api, ispws
from tipline.doors.provider.problems import ANSWERS
from tipline.doors.provider.refusals import CredentialsRefusedError
from tipline.ports.sealing import Sealed
from tipline.stores.reading import DatabaseReader

CALLS = [
    ("GET", "/ispws/status"),
    ("GET", "/ispws/xsd"),
    ("POST", "/ispws/submit"),
    ("POST", "/ispws/finish"),
    ("POST", "/ispws/upload"),
    ("POST", "/api/v1/reports"),
    ("GET", "/api/v1/reports/17"),
    ("GET", "/api/openapi.json"),
    ("GET", "/ispws/nothing"),
    ("GET", "/api/nothing"),
    ("PUT", "/ispws/submit"),
    ("DELETE", "/api/v1/reports"),
    ("GET", "/"),
]


@pytest.fixture
def errors(store: None) -> list[type[TiplineError]]:  # noqa: ARG001 - models want settings
    """Import every module there is, and find every error in them."""
    for module in pkgutil.walk_packages(tipline.__path__, "tipline."):
        # The app for platforms has models, which want settings of their own.
        if not module.name.endswith("__main__") and "django_filing" not in module.name:
            importlib.import_module(module.name)
    return sorted({*_below(TiplineError)}, key=lambda kind: kind.__name__)


def _below(kind: type[TiplineError]) -> Iterator[type[TiplineError]]:
    yield kind
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("tipline."):
            yield from _below(inner)


def made(kind: type[TiplineError]) -> TiplineError:
    """Make an error, whatever it takes."""
    problem = Problem(path="/x", code="made_up", message="Made up.", line=1, column=2)
    for arguments in ((), ([problem],), (17,)):
        with contextlib.suppress(TypeError):
            return kind(*arguments)
    raise AssertionError(kind)


LIST_CODES = """
import tipline.doors.provider
from tipline.domain.errors import TiplineError

def below(kind):
    print(kind.code)
    for inner in kind.__subclasses__():
        below(inner)

below(TiplineError)
"""


def test_every_error_that_this_door_imports_is_in_the_table(
    errors: list[type[TiplineError]],
) -> None:
    """In a process of its own: here others have imported more."""
    listed = subprocess.run(
        [sys.executable, "-c", LIST_CODES], check=True, capture_output=True, text=True
    ).stdout.split()
    assert {*listed} == {*ANSWERS}
    assert {*ANSWERS} <= {kind.code for kind in errors}


def test_every_error_is_answered_in_both_languages(errors: list[type[TiplineError]]) -> None:
    for kind in errors:
        error, line = made(kind), ANSWERS.get(kind.code, ANSWERS["tipline_error"])
        in_xml, in_json = ispws.refusal(error), api.refusal(error)
        assert (in_xml.status_code, in_json.status_code) == (line.status, line.json_status)
        assert 400 <= in_xml.status_code < 600
        assert in_json.media_type == "application/problem+json"
        assert f'"code":"{kind.code}"'.encode() in bytes(in_json.body)
        if kind is CredentialsRefusedError:
            assert in_xml.body == b""
            continue
        said = response(bytes(in_xml.body))
        assert (said.code, said.report_id) == (line.response_code, None)
        assert said.code > 0
        assert not said.description.isnumeric()
        if issubclass(kind, DocumentError):
            assert said.description.endswith("[1,2] /x: Made up.")


def test_only_what_is_not_there_is_called_not_found(errors: list[type[TiplineError]]) -> None:
    """One client takes every description with these words for an unknown report."""
    for kind in errors:
        if kind is CredentialsRefusedError:
            continue
        said = response(bytes(ispws.refusal(made(kind)).body))
        assert ("not found" in said.description.lower()) == (said.code in {1210, 5001})


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("who", [None, NOBODY])
def test_every_answer_has_a_request_id_and_is_kept_by_nobody(
    door: Door, method: str, path: str, who: "object"
) -> None:
    answers = [
        door.ask(method, path, as_=NOBODY if who is NOBODY else None, content=b"x" * size)
        for size in (1, 1_048_577)
    ]
    for answer in answers:
        assert len(answer.headers["request-id"]) == 32
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert answers[0].headers["request-id"] != answers[1].headers["request-id"]


@pytest.mark.parametrize(
    "path", ["/ispws", "/ispws/", "/ispws/submit/", "/ispws/Submit", "/ispws/x"]
)
def test_an_unknown_path_is_answered_in_xml(door: Door, path: str) -> None:
    answer = door.post(path, MINIMAL.encode())
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/xml"
    assert response(answer.content).code == 1210
    assert "GET /ispws/status" in response(answer.content).description


@pytest.mark.parametrize(
    "path", ["/", "/api", "/api/v1", "/api/v1/reports/", "/api/v2/reports", "/ispwsx", "/x"]
)
def test_an_unknown_path_is_answered_in_json(door: Door, path: str) -> None:
    answer = door.ask("GET", path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "path_unknown"
    assert "GET /api/openapi.json" in answer.json()["detail"]


@pytest.mark.parametrize(
    "method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"]
)
def test_an_unknown_method_is_answered_in_both_languages(door: Door, method: str) -> None:
    answer = door.ask(method, "/ispws/submit")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert response(answer.content).code == 4000
    answer = door.ask(method, "/api/v1/reports")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["code"] == "method_refused"


def test_head_is_taken_where_get_is(door: Door) -> None:
    assert door.ask("HEAD", "/ispws/status").status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/ispws/submit", MINIMAL.encode()),
        ("/ispws/finish", b"id=17"),
        ("/ispws/retract", b"id=17"),
    ],
)
def test_nothing_is_acknowledged_when_it_cannot_be_stored(
    door: Door, path: str, body: bytes
) -> None:
    door.writer.fails = True
    answer = door.post(path, body)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    said = response(answer.content)
    assert (said.code, said.report_id) == (1000, None)
    door.writer.fails = False
    assert door.post("/ispws/submit", MINIMAL.encode()).status_code == 200


def test_nothing_is_acknowledged_in_json_either(door: Door) -> None:
    door.writer.fails = True
    answer = door.post("/api/v1/reports", AS_JSON)
    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert answer.headers["retry-after"] == "1"
    assert "made up" not in answer.text
    door.writer.fails = False
    assert door.post("/api/v1/reports", AS_JSON).status_code == 201


class BrokenReader(DatabaseReader):
    """A store whose driver is talkative about why it cannot be read."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def provider(self, username: str) -> "object":  # type: ignore[override]  # noqa: ARG002
        raise self._error


class BrokenSealer:
    """A fault of ours that would quote the report."""

    def seal(self, number: int, body: bytes, parts: Sequence[bytes] = ()) -> Sealed:
        raise RuntimeError(f"canary {number} {body!r} {parts!r}")


def test_a_store_that_cannot_be_read_is_unavailable(
    door: Door, capsys: pytest.CaptureFixture[str]
) -> None:
    door.rebuild(reader=BrokenReader(StoreUnavailableError("canary")))
    answer = door.ask("GET", "/ispws/status")
    assert (answer.status_code, response(answer.content).code) == (503, 1000)
    assert "canary" not in answer.text + "".join(capsys.readouterr())


def test_a_value_the_driver_does_not_take_is_no_reason_to_try_again(
    door: Door, capsys: pytest.CaptureFixture[str]
) -> None:
    door.rebuild(reader=BrokenReader(sqlite3.DataError("canary")))
    with capture_logs() as logs:
        answer = door.ask("GET", "/ispws/status")
    assert (answer.status_code, response(answer.content).code) == (500, 1000)
    assert [entry["event"] for entry in logs] == ["request_failed"]
    assert "canary" not in answer.text + repr(logs) + "".join(capsys.readouterr())


def test_a_fault_of_ours_is_answered_and_logged_without_a_word_of_the_report(
    door: Door, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    door.rebuild(sealer=BrokenSealer())
    with capture_logs() as logs:
        in_xml = door.post("/ispws/submit", MINIMAL.encode())
        in_json = door.post("/api/v1/reports", AS_JSON)
    assert (in_xml.status_code, response(in_xml.content).code) == (500, 1000)
    assert (in_json.status_code, in_json.json()["code"]) == (500, "tipline_error")
    assert [entry["event"] for entry in logs] == ["request_failed"] * 2
    assert logs[0]["error"] == "RuntimeError"
    assert logs[0]["where"].startswith("test_answers.py:")
    assert logs[0]["request_id"] == in_xml.headers["request-id"]
    heard = repr(logs) + caplog.text + "".join(capsys.readouterr()) + in_xml.text + in_json.text
    for word in ("canary", "desk@example.org", "Traceback"):
        assert word not in heard


def test_an_answer_that_has_begun_is_not_begun_again(door: Door) -> None:
    sent: list[str] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if message["type"] == "http.response.body":
            raise ConnectionError("canary")

    scope = {"type": "http", "method": "GET", "path": "/api/openapi.json", "headers": []}
    with capture_logs() as logs:
        door.run(lambda: door.app(scope, receive, send))
    assert sent == ["http.response.start", "http.response.body"]
    assert [entry["error"] for entry in logs] == ["ConnectionError"]


@pytest.mark.parametrize("path", ["/ispws/submit", "/api/v1/reports"])
def test_who_still_waits_when_the_server_ends_is_told_to_come_again(door: Door, path: str) -> None:
    sent: list[Message] = []

    async def stall() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    pair = f"{door.credentials.username}:{door.credentials.password}".encode()
    headers = [(b"authorization", b"Basic " + base64.b64encode(pair))]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}

    async def ending() -> None:
        serving = asyncio.create_task(door.app(scope, stall, send))
        await asyncio.sleep(0.1)
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        assert serving.cancelled()

    door.run(ending)
    start, body = sent
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    assert (start["status"], answered["retry-after"]) == (503, "1")
    assert len(answered["request-id"]) == 32
    if path.startswith("/ispws"):
        assert response(body["body"]).code == 1000
    else:
        assert answered["content-type"] == "application/problem+json"


def test_a_client_that_leaves_is_no_fault(door: Door) -> None:
    async def leave() -> Message:
        return {"type": "http.disconnect"}

    with capture_logs() as logs:
        door.raw("POST", "/ispws/submit", leave)
    assert [entry["event"] for entry in logs] == ["client_gone"]
    assert door.writer.written == []


@pytest.mark.parametrize("path", ["/ispws/submit", "/ispws/finish", "/ispws/upload"])
def test_a_body_that_stops_arriving_is_not_waited_for(door: Door, path: str) -> None:
    door.rebuild(bounds=Bounds(longest_pause=0.01))

    async def stall() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    status, headers, body = door.raw("POST", path, stall)
    assert (status, response(body).code, headers["connection"]) == (408, 1000, "close")


def test_the_application_starts_and_stops(door: Door) -> None:
    events = iter(("lifespan.startup", "lifespan.shutdown"))
    sent: list[str] = []

    async def receive() -> Message:
        return {"type": next(events)}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    door.run(lambda: door.app(scope, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert door.ask("GET", "/ispws/status").status_code == 503
