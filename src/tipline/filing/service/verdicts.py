"""The table: what each response code and HTTP status means for whoever filed.

When in doubt it is unknown: to ask once more is cheap, to lose a report or file it twice is not.
Source: CyberTipline API reference, section 1.3.
"""

from typing import Final

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

Verdict = tuple[type[FilingError], str]

ON_CODE: Final[dict[int, type[FilingError]]] = {
    1000: UnknownOutcomeError,  # "server error": it does not say before or after the change
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
}
"""By response code, for calls that act."""

ON_STATUS: Final[dict[int, type[FilingError]]] = {
    401: CredentialsRefusedError,
    403: CredentialsRefusedError,
    404: AddressWrongError,
    405: AddressWrongError,
    407: AddressWrongError,
    408: RetryableError,
    410: AddressWrongError,
    413: ReportRefusedError,
    425: RetryableError,
    429: RetryableError,
}
"""By HTTP status, where no document says more."""

_BUSY: Final = frozenset({408, 425, 429})
"""Statuses that say the request was not looked at, whatever code stands beside them."""
_UNAUTHORIZED: Final = 401
_OK, _REDIRECT, _REFUSED, _FAILED = range(200, 600, 100)


def verdict_on_code(call: Call, code: int, status: int) -> Verdict:
    """Return what a response code other than 0 means."""
    if status in _BUSY:
        return RetryableError, ""
    if status == _UNAUTHORIZED:
        return CredentialsRefusedError, ""
    return _for(call, ON_CODE.get(code) or _unlisted(status))


def verdict_on_status(call: Call, status: int) -> Verdict:
    """Return what an answer without a response document means."""
    if _OK <= status < _REDIRECT:
        kind, said = _for(call, UnknownOutcomeError)
        return kind, said or "Something answered that is not the service."
    if _REDIRECT <= status < _REFUSED:
        return (
            AddressWrongError,
            "The service wants to be asked elsewhere; nothing was sent there.",
        )
    return _for(call, ON_STATUS.get(status) or _unlisted(status))


def when_in_doubt(call: Call) -> type[FilingError]:
    """Return what an answer means from which nobody knows whether the service acted."""
    return UnknownOutcomeError if call.acts else RetryableError


def _unlisted(status: int) -> type[FilingError]:
    return FinalError if _REFUSED <= status < _FAILED else UnknownOutcomeError


def _for(call: Call, kind: type[FilingError]) -> Verdict:
    """A question that changes nothing can simply be asked again."""
    return (when_in_doubt(call) if kind is UnknownOutcomeError else kind), ""
