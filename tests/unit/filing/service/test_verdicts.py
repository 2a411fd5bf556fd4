"""Every row of the tables, for every call: what to do next, and nothing told that must not be."""

import httpx
import pytest

from tests.unit.filing.scripted import said
from tests.unit.filing.service.calling import fails
from tipline.filing.errors import (
    AddressWrongError,
    AlreadyFinishedError,
    AlreadyRetractedError,
    CredentialsRefusedError,
    FilingError,
    FinalError,
    ReportMissingError,
    ReportRefusedError,
    RetryableError,
    UnknownOutcomeError,
)
from tipline.filing.service.calls import Call
from tipline.filing.service.verdicts import ON_CODE, ON_STATUS

TOLD = "Synthetic narrative 17."

CODES: dict[int, type[FilingError]] = {
    1000: UnknownOutcomeError,
    1001: ReportRefusedError,
    1100: RetryableError,
    1110: RetryableError,
    1111: RetryableError,
    1210: AddressWrongError,
    1300: RetryableError,
    2000: CredentialsRefusedError,
    3000: CredentialsRefusedError,
    3100: CredentialsRefusedError,
    3300: CredentialsRefusedError,
    4000: FinalError,
    4100: ReportRefusedError,
    4110: ReportRefusedError,
    4200: ReportRefusedError,
    5001: ReportMissingError,
    5101: AlreadyRetractedError,
    5102: AlreadyFinishedError,
    # not in the table: by the status beside it, and 200 says nothing
    9: UnknownOutcomeError,
    -1: UnknownOutcomeError,
    999_999_999: UnknownOutcomeError,
}
STATUSES: dict[int, type[FilingError]] = {
    200: UnknownOutcomeError,
    204: UnknownOutcomeError,
    301: AddressWrongError,
    302: AddressWrongError,
    307: AddressWrongError,
    400: FinalError,
    401: CredentialsRefusedError,
    402: FinalError,
    403: CredentialsRefusedError,
    404: AddressWrongError,
    405: AddressWrongError,
    407: AddressWrongError,
    408: RetryableError,
    410: AddressWrongError,
    413: ReportRefusedError,
    418: FinalError,
    425: RetryableError,
    429: RetryableError,
    500: UnknownOutcomeError,
    502: UnknownOutcomeError,
    503: UnknownOutcomeError,
    504: UnknownOutcomeError,
    599: UnknownOutcomeError,
}


def expected(call: Call, kind: type[FilingError]) -> type[FilingError]:
    """A question that changes nothing is never in doubt."""
    return RetryableError if kind is UnknownOutcomeError and not call.acts else kind


def test_every_row_is_tried() -> None:
    assert set(ON_CODE) <= set(CODES)
    assert set(ON_STATUS) <= set(STATUSES)


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("status", [200, 400])
def test_a_code(call: Call, code: int, status: int) -> None:
    error = fails(
        call, lambda _: said(code, status, description=TOLD, headers={"Request-ID": "r-17"})
    )
    kind = CODES[code]
    if code not in ON_CODE and status == 400:
        kind = FinalError
    assert type(error) is expected(call, kind)
    assert (error.response_code, error.status, error.request_id) == (code, status, "r-17")
    assert error.description == TOLD
    assert TOLD not in str(error)
    assert TOLD not in repr(error)
    assert f"code {code}, HTTP {status}, Request-ID r-17" in str(error)


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("status", [401, 408, 425, 429])
def test_a_status_that_outweighs_the_code(call: Call, code: int, status: int) -> None:
    error = fails(call, lambda _: said(code, status))
    assert type(error) is (CredentialsRefusedError if status == 401 else RetryableError)


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("status", [404, 409, 500, 503])
def test_a_code_outweighs_other_statuses(call: Call, status: int) -> None:
    error = fails(call, lambda _: said(5102, status))
    assert isinstance(error, AlreadyFinishedError)
    assert b"5102" in error.receipt


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("body", [b"", b"<html>Synthetic narrative 17.</html>", b"\x00\xff"])
def test_a_status_alone(call: Call, status: int, body: bytes) -> None:
    error = fails(call, lambda _: httpx.Response(status, content=body))
    kind = STATUSES[status]
    if call is Call.XSD and status == 200:
        kind = RetryableError
    assert type(error) is expected(call, kind)
    assert TOLD not in str(error)
    assert error.response_code is None
    assert error.status == status


@pytest.mark.parametrize("call", [Call.STATUS, Call.SUBMIT, Call.FINISH, Call.RETRACT])
@pytest.mark.parametrize("status", [301, 400, 404, 429, 500])
def test_yes_and_no_at_once(call: Call, status: int) -> None:
    error = fails(call, lambda _: said(0, status, report_id=17))
    assert type(error) is expected(call, UnknownOutcomeError)


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["https://elsewhere.example.org/ispws/submit", "/other", ""])
def test_a_redirect_is_not_followed(call: Call, status: int, place: str) -> None:
    asked: list[httpx.URL] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(status, headers={"Location": place})

    assert isinstance(fails(call, answering), AddressWrongError)
    assert {url.host for url in asked} == {"service.example.org"}
    assert len(asked) == 2  # one for each client
