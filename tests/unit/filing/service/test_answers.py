"""Bodies and headers as services, proxies and accidents write them."""

import gzip
import math
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.filing.scripted import done, said
from tests.unit.filing.service.calling import ID, ask, fails
from tipline.codecs.cybertipline.schema.xsd import xsd_document
from tipline.filing.errors import (
    AddressWrongError,
    FinalError,
    RetryableError,
    UnknownOutcomeError,
)
from tipline.filing.service.answers import (
    MOST_BYTES,
    Connected,
    Finished,
    Opened,
    Retracted,
    Schema,
    header_id,
    header_wait,
)
from tipline.filing.service.calls import Call

ACTING = [Call.SUBMIT, Call.FINISH, Call.RETRACT]
HIGHEST = 2**63 - 1


def body(content: str, root: str = "reportResponse") -> httpx.Response:
    return httpx.Response(200, content=f"<{root}>{content}</{root}>".encode())


def with_id(report_id: object, root: str = "reportResponse") -> httpx.Response:
    return body(f"<responseCode>0</responseCode><reportId>{report_id}</reportId>", root)


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body without an end; it counts what is read of it."""

    def __init__(self) -> None:
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"<reportResponse><responseCode>0</responseCode><reportId>17</reportId>"
        while True:
            self.read += 65_536
            yield b" " * 65_536

    async def __aiter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_successes() -> None:
    assert ask(
        Call.STATUS, lambda _: said(0, description="Said.", headers={"Request-ID": "r-17"})
    ) == Connected(description="Said.", request_id="r-17")
    assert ask(
        Call.SUBMIT, lambda _: said(0, report_id=ID, headers={"Request-ID": "r-17"})
    ) == Opened(report_id=ID, request_id="r-17")
    assert ask(Call.FINISH, lambda _: done(ID)) == Finished(
        report_id=ID, receipt=done(ID).content, request_id=None
    )
    assert ask(Call.RETRACT, lambda _: said(0, report_id=ID)) == Retracted(
        report_id=ID, request_id=None
    )
    document = xsd_document()
    assert ask(Call.XSD, lambda _: httpx.Response(200, content=document)) == Schema(
        document=document, request_id=None
    )


@pytest.mark.parametrize("status", [200, 201, 299])
def test_any_success_of_http_will_do(status: int) -> None:
    assert isinstance(ask(Call.SUBMIT, lambda _: said(0, status, report_id=ID)), Opened)


@pytest.mark.parametrize("root", ["reportResponse", "reportDoneResponse"])
def test_either_root_finishes(root: str) -> None:
    assert isinstance(ask(Call.FINISH, lambda _: with_id(ID, root)), Finished)
    assert isinstance(ask(Call.SUBMIT, lambda _: with_id(ID, root)), Opened)


@pytest.mark.parametrize("call", ACTING)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"<",
        b"<reportResponse>",
        b"<reportResponse><responseCode>0</responseCode><reportId>17</repo",
        b"<report/>",
        b"<html><body>Welcome</body></html>",
        b"{}",
        b"\xff\xfe\x00",
        b"<!DOCTYPE a><reportResponse><responseCode>0</responseCode></reportResponse>",
        b"<reportResponse/>",
        b"<reportResponse><responseCode>yes</responseCode></reportResponse>",
        b"<reportResponse><responseCode>9999999999</responseCode></reportResponse>",
    ],
)
def test_no_answer_at_all_is_unknown(call: Call, content: bytes) -> None:
    error = fails(call, lambda _: httpx.Response(200, content=content))
    assert type(error) is UnknownOutcomeError
    assert str(error) == "Something answered that is not the service. (HTTP 200)"


@pytest.mark.parametrize("report_id", [1, ID, 2**31, 10**18, HIGHEST])
def test_ids(report_id: int) -> None:
    opened = ask(Call.SUBMIT, lambda _: with_id(report_id))
    assert opened == Opened(report_id=report_id, request_id=None)


@pytest.mark.parametrize(
    "report_id", ["", 0, -1, -ID, HIGHEST + 1, 10**39, 10**60, "a", "1.0", "1e3", "0x11"]
)
def test_ids_that_are_none(report_id: object) -> None:
    error = fails(Call.SUBMIT, lambda _: with_id(report_id))
    assert type(error) is UnknownOutcomeError
    for root in "reportResponse", "reportDoneResponse":
        unsaid = fails(Call.FINISH, lambda _, root=root: with_id(report_id, root))  # type: ignore[misc]
        assert type(unsaid) is UnknownOutcomeError


@pytest.mark.parametrize("call", [Call.FINISH, Call.RETRACT])
def test_an_answer_about_another_report_is_unknown(call: Call) -> None:
    error = fails(call, lambda _: with_id(ID + 1))
    assert type(error) is UnknownOutcomeError
    assert "another report" in str(error)


def test_a_retraction_need_not_say_which() -> None:
    assert isinstance(ask(Call.RETRACT, lambda _: said(0)), Retracted)
    assert type(fails(Call.SUBMIT, lambda _: said(0))) is UnknownOutcomeError


@pytest.mark.parametrize("call", Call)
def test_an_endless_body_is_left(call: Call) -> None:
    made: list[Endless] = []

    def answering(_: httpx.Request) -> httpx.Response:
        made.append(Endless())
        return httpx.Response(200, stream=made[-1])

    error = fails(call, answering)
    assert type(error) is (UnknownOutcomeError if call.acts else RetryableError)
    for stream in made:
        assert stream.read <= MOST_BYTES + 65_536
        assert stream.closed


def test_a_schema_that_was_cut_off_is_none() -> None:
    content = b"<schema>" + b" " * MOST_BYTES
    error = fails(Call.XSD, lambda _: httpx.Response(200, content=content))
    assert type(error) is RetryableError


@pytest.mark.parametrize("content", [b"<html>Welcome</html>", b"", b"<a/>"])
def test_what_is_no_schema(content: bytes) -> None:
    assert type(fails(Call.XSD, lambda _: httpx.Response(200, content=content))) is RetryableError
    refused = fails(Call.XSD, lambda _: said(0))
    assert type(refused) is FinalError
    moved = fails(Call.XSD, lambda _: httpx.Response(302, content=xsd_document()))
    assert type(moved) is AddressWrongError


def test_a_packed_answer() -> None:
    packed = gzip.compress(said(0, report_id=ID).content)
    headers = {"Content-Encoding": "gzip"}
    opened = ask(Call.SUBMIT, lambda _: httpx.Response(200, content=packed, headers=headers))
    assert isinstance(opened, Opened)
    stream = packed[:-9]
    cut = fails(
        Call.SUBMIT,
        lambda _: httpx.Response(200, stream=httpx.ByteStream(b"no" + stream), headers=headers),
    )
    assert type(cut) is UnknownOutcomeError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("17", 17.0),
        (" 17 ", 17.0),
        ("1.5", 1.5),
        ("-1", None),
        ("86400", 86_400.0),
        ("86401", 86_400.0),
        ("1e300", 86_400.0),
        ("9" * 5_000, None),
        ("inf", None),
        ("nan", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("soon", None),
    ],
)
def test_how_long_to_wait(text: str | None, seconds: float | None) -> None:
    assert header_wait(text) == seconds
    if text is not None and text.isascii():
        error = fails(Call.SUBMIT, lambda _: httpx.Response(429, headers={"Retry-After": text}))
        assert error.retry_after == seconds


@given(st.text())
def test_a_wait_is_bounded(text: str) -> None:
    wait = header_wait(text)
    assert wait is None or (0 <= wait <= 86_400 and math.isfinite(wait))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, None),
        ("", None),
        ("\x00\x1b", None),
        ("r-17", "r-17"),
        ("r\x1b[31m-17\x07", "r[31m-17"),
        ("r\u202e17", "r17"),
        ("a" * 201, "a" * 200),
    ],
)
def test_what_is_kept_of_a_request_id(text: str | None, kept: str | None) -> None:
    assert header_id(text) == kept


@given(st.text(max_size=300))
def test_a_request_id_can_be_shown(text: str) -> None:
    kept = header_id(text)
    assert kept is None or (kept.isprintable() and 0 < len(kept) <= 200)


def test_a_request_id_of_bytes() -> None:
    headers = [(b"Request-ID", b"r\x85\x9b-17\xff")]
    error = fails(Call.SUBMIT, lambda _: httpx.Response(500, headers=headers))
    assert error.request_id is not None
    assert error.request_id.isprintable()
    assert str(error).isprintable()
