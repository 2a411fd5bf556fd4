"""Why this door refuses a request that has nothing wrong with its document.

How each is answered is in `problems`. No message repeats anything of the request.
"""

from collections.abc import Mapping

from tipline.domain.errors import TiplineError
from tipline.domain.lifecycle import State
from tipline.ports.operations import AnyResult, KeyConflict, WrongState


class RefusedError(TiplineError):
    """The request cannot be served; `headers` go out with the answer."""

    code = "request_refused"

    def __init__(self, message: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.headers = dict(headers or {})


class RequestInvalidError(RefusedError):
    """The request is not as the reference of this door says."""

    code = "request_invalid"


class CredentialsRefusedError(RefusedError):
    """User name and password are missing, wrong, or not valid any more."""

    code = "credentials_refused"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Basic realm="Tipline", charset="UTF-8"'})


class TooManyRequestsError(RefusedError):
    """More requests came with these credentials than are taken; wait, then go on."""

    code = "too_many_requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(headers={"Retry-After": str(seconds)})


class FilesRefusedError(RefusedError):
    """This service takes facts only, never files: say in words what matters; all facts stay."""

    code = "files_refused"


class BodyTooLargeError(RefusedError):
    """A document may have at most 1 MiB (1,048,576 bytes)."""

    code = "body_too_large"


class BodyTooSlowError(RefusedError):
    """The request did not arrive in time."""

    code = "body_too_slow"

    def __init__(self) -> None:
        super().__init__(headers={"Connection": "close"})


class KeyReusedError(RefusedError):
    """This Idempotency-Key was used with another request in the last 24 hours."""

    code = "key_reused"


class PathUnknownError(RefusedError):
    """This path was not found here. Begin with GET /ispws/status or GET /api/openapi.json."""

    code = "path_unknown"


class MethodRefusedError(RefusedError):
    """This path does not take this method."""

    code = "method_refused"


class ReportUnknownError(RefusedError):
    """The report does not exist (not found)."""

    code = "report_unknown"


class ReportExpiredError(RefusedError):
    """The report does not exist any more (not found): it was left open for 24 hours."""

    code = "report_expired"


class ReportRetractedError(RefusedError):
    """The report was already retracted."""

    code = "report_retracted"


class ReportFinishedError(RefusedError):
    """The report was already finished."""

    code = "report_finished"


def refusal_of(result: AnyResult) -> RefusedError:
    """Return why an operation changed nothing, as this door's answer."""
    match result:
        case KeyConflict():
            return KeyReusedError()
        case WrongState(state=State.RETRACTED):
            return ReportRetractedError()
        case WrongState(state=State.EXPIRED):
            return ReportExpiredError()
        case WrongState():
            return ReportFinishedError()
        case _:
            return ReportUnknownError()
