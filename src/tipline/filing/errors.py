"""Why filing failed, by what to do next: try again, find out, or mend something first.

`str()` of these never repeats what the service wrote, for that may quote the report; it is in
`description`, for those who may read the report.
"""

from collections.abc import Sequence

from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem


class FilingError(TiplineError):
    """A call to the service did not succeed.

    `response_code` is the service's own (CyberTipline API reference, section 1.3), `status` that
    of HTTP, `request_id` what the service wants to be told when it is asked about a call; each is
    None where there was none. `retry_after` is in seconds.
    """

    code = "filing_failed"

    def __init__(
        self,
        message: str = "",
        *,
        response_code: int | None = None,
        description: str = "",
        status: int | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.response_code = response_code
        self.description = description
        self.status = status
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        facts = [
            f"code {self.response_code}" if self.response_code is not None else "",
            f"HTTP {self.status}" if self.status is not None else "",
            f"Request-ID {self.request_id}" if self.request_id else "",
        ]
        told = ", ".join(filter(None, facts))
        return f"{super().__str__()} ({told})" if told else super().__str__()


class RetryableError(FilingError):
    """The service did not take it, and nothing happened there: try again later."""

    code = "filing_retryable"


class UnknownOutcomeError(FilingError):
    """Nobody knows whether the service acted: find out before anything is filed again."""

    code = "filing_unknown"


class FinalError(FilingError):
    """The service refused, and will refuse again until something is mended."""

    code = "filing_final"


class ReportRefusedError(FinalError):
    """Something is wrong with the report; `description` has what the service says of it."""

    code = "report_refused"


class CredentialsRefusedError(FinalError):
    """The service does not accept these credentials, or they may not do this."""

    code = "filing_credentials"


class AddressWrongError(FinalError):
    """There is no such service at this address: look at the base address."""

    code = "filing_address"


class ReportMissingError(FinalError):
    """The service knows no such report of ours: it has expired, or never was."""

    code = "filed_report_missing"


class AlreadyRetractedError(FinalError):
    """The report was already retracted."""

    code = "filed_report_retracted"


class AlreadyFinishedError(FinalError):
    """The report was already finished; `receipt` is the answer that says so."""

    code = "filed_report_finished"

    receipt: bytes = b""


class EndpointRefusedError(TiplineError):
    """This address or these credentials cannot be used as they are."""

    code = "endpoint_refused"


class OutboxUnusableError(TiplineError):
    """The outbox cannot be used: it is another service's, of another version, or damaged."""

    code = "outbox_unusable"


class OutboxUnavailableError(TiplineError):
    """The outbox cannot be read or changed now: nothing was stored. Try again."""

    code = "outbox_unavailable"


class OutboxBusyError(TiplineError):
    """Another process works on this outbox already."""

    code = "outbox_busy"


class ItemUnknownError(TiplineError):
    """There is no such report in this outbox."""

    code = "outbox_item_unknown"


class ItemStateError(TiplineError):
    """The report is in a state where this cannot be done."""

    code = "outbox_item_state"


class NotEnqueuedError(TiplineError):
    """The report was not taken into the outbox; `problems` has everything that is wrong."""

    code = "not_enqueued"

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        super().__init__()
        self.problems = tuple(problems)
