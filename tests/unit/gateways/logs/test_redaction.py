"""Canaries are planted in every way there is to log; none may come out, in either form."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog

from tipline.gateways.logs import place_of, set_up_logs
from tipline.gateways.logs.vocabulary import COUNTS, FITS

CANARY = "canary17"
QUOTING = (
    "GET /desk/search/?q=%s from 192.0.2.17",
    "canary17@example.org said canary17",
)


@pytest.fixture(params=[True, False], ids=["json", "people"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Set the log up for one test, and put everything back after it."""
    root = logging.getLogger()
    before = (
        [*root.handlers],
        root.level,
        sys.excepthook,
        sys.unraisablehook,
        threading.excepthook,
        logging.raiseExceptions,
    )
    stream = io.StringIO()
    set_up_logs(as_json=request.param, stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = before[0], before[1]
    sys.excepthook, sys.unraisablehook, threading.excepthook = before[2:5]
    logging.raiseExceptions = before[5]
    logging.captureWarnings(False)


def test_what_a_visitor_asked_wrongly_is_no_news(log: io.StringIO) -> None:
    said = logging.getLogger("django.request")
    for status in (400, 404, 422):
        said.warning("%s: %s", "Not Found", CANARY, extra={"status_code": status})
    assert log.getvalue() == ""
    said.error("%s: %s", "Failed", CANARY, extra={"status_code": 503})
    logging.getLogger("django.security.csrf").warning("x", extra={"status_code": 403})
    said.warning("without a status")
    assert log.getvalue().count("library_said") == 3


def own() -> structlog.typing.FilteringBoundLogger:
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger("tipline.doors")
    return found


def raised() -> Exception:
    """Return an error that has been raised with values in it, and in its causes."""
    try:
        secret_local = CANARY
        try:
            raise KeyError(secret_local)  # noqa: TRY301 - a cause with a value
        except KeyError as inner:
            inner.add_note(CANARY)
            raise ValueError(CANARY, {CANARY: CANARY}) from inner
    except ValueError as error:
        return error


def in_except(say: Callable[[], None]) -> None:
    try:
        raise raised()
    except ValueError:
        say()


def in_loop(say: Callable[[asyncio.AbstractEventLoop], None]) -> None:
    async def run() -> None:
        say(asyncio.get_running_loop())
        await asyncio.sleep(0)

    asyncio.run(run())


async def failing() -> None:
    raise raised()


def lost_task(loop: asyncio.AbstractEventLoop) -> None:
    context = {"message": CANARY, "exception": raised(), "handle": CANARY, "peer": CANARY}
    loop.call_exception_handler(context)


def lost_error(loop: asyncio.AbstractEventLoop) -> None:
    loop.create_task(failing())


WAYS: dict[str, Callable[[], object]] = {
    "event": lambda: own().error(CANARY),
    "event with arguments": lambda: own().error("request_failed %s", CANARY),
    "value of a key that is not listed": lambda: own().error("request_failed", text=CANARY),
    "name of a key": lambda: own().error("request_failed", **{CANARY: 1}),
    "value of each listed key": lambda: own().error(
        "request_failed", **dict.fromkeys([*FITS, *COUNTS], CANARY)
    ),
    "values inside of listed keys": lambda: own().error(
        "request_failed", **{key: [CANARY, {CANARY: CANARY}] for key in (*FITS, *COUNTS)}
    ),
    "a place that is none": lambda: own().error("request_failed", where=f"{CANARY}.py:17"),
    "an error that is none": lambda: own().error("request_failed", error=CANARY),
    "a number that is no count": lambda: own().error("request_failed", count=4_420_794_601_717),
    "bound values": lambda: own().bind(report=CANARY, where=CANARY).error("request_failed"),
    "an error as a value": lambda: own().error("request_failed", error=raised()),
    "an error": lambda: own().error("request_failed", exc_info=raised()),
    "an error now": lambda: in_except(lambda: own().exception("request_failed")),
    "its place": lambda: own().error("request_failed", **place_of(raised())),
    "a stack": lambda: own().error("request_failed", stack_info=CANARY),
    "a library's message": lambda: logging.getLogger("uvicorn.error").error(CANARY),
    "its arguments": lambda: logging.getLogger("uvicorn.access").warning(QUOTING[0], CANARY),
    "its extras": lambda: logging.getLogger("django.request").error(
        "%s: %s", "Not Found", CANARY, extra={"request": CANARY, "status_code": 404}
    ),
    "its error": lambda: logging.getLogger("django").error(QUOTING[1], exc_info=raised()),
    "its error now": lambda: in_except(
        lambda: logging.getLogger("uvicorn.error").error("x", exc_info=True)  # noqa: LOG014
    ),
    "its name": lambda: logging.getLogger(f"{CANARY}.x").critical("x"),
    "a message that cannot be made": lambda: logging.getLogger("uvicorn").error("%d", CANARY),
    "the root": lambda: logging.error(CANARY),  # noqa: LOG015 - libraries do so
    "a warning": lambda: warnings.warn(CANARY, stacklevel=1),
    "the loop": lambda: in_loop(lost_task),
    "a task nobody awaits": lambda: in_loop(lost_error),
    "nobody caught it": lambda: sys.excepthook(ValueError, raised(), None),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("always")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_canary_comes_out(
    way: str, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    WAYS[way]()
    line = log.getvalue()
    heard = capfd.readouterr()
    assert line, "something must be said, or this shows nothing"
    for told in (line, heard.out, heard.err):
        for canary in (CANARY, "4420794601717", "192.0.2.17", "search"):
            assert canary not in told


def test_what_a_line_says(log: io.StringIO) -> None:
    own().error("request_failed", request_id="0" * 32, text=CANARY, exc_info=raised())
    said = log.getvalue()
    if not said.startswith("{"):
        assert "request_failed" in said
        return
    line = json.loads(said)
    assert line.pop("timestamp").endswith("Z")
    assert line.pop("where").startswith("test_redaction.py:")
    assert line.pop("trace")[0].startswith("test_redaction.py:")
    assert line == {
        "event": "request_failed",
        "level": "error",
        "request_id": "0" * 32,
        "error": "ValueError",
        "dropped": 1,
    }


def test_what_a_library_says(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 17)
    (said,) = log.getvalue().splitlines()
    assert "library_said" in said
    assert "uvicorn" in said
    assert "test_redaction.py" in said
    assert "Invalid" not in said


PROGRAM = """
import threading
from tipline.gateways.logs import set_up_logs
set_up_logs(as_json=True)
def fail(text):
    raise ValueError(text)
threading.Thread(target=fail, args=("canary17",)).start()
class Broken:
    def __del__(self):
        fail("canary17")
Broken()
fail("canary17")
"""


def test_a_process_that_breaks_says_type_and_place() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, check=False, timeout=60
    )
    lines = [json.loads(line) for line in done.stderr.decode().splitlines()]
    assert done.returncode == 1
    assert [line["event"] for line in lines] == ["process_failed"] * 3
    assert {line["error"] for line in lines} == {"ValueError"}
    assert CANARY.encode() not in done.stdout + done.stderr
