"""What an error of a call means for the report it was made for, and for all that wait."""

from tipline.filing.errors import (
    AlreadyFinishedError,
    AlreadyRetractedError,
    FilingError,
    FinalError,
    ReportMissingError,
    ReportRefusedError,
    UnknownOutcomeError,
)
from tipline.filing.outbox.items import Trouble
from tipline.filing.outbox.states import Outcome, State


def outcome_of(state: State, error: FilingError) -> Outcome:
    """Return what became of a report in the middle of a call that failed.

    A refusal of finish or retract for another reason than the report's own state may be mended
    at the service, so it is tried again. Source: CyberTipline API reference, section 1.4.
    """
    if isinstance(error, UnknownOutcomeError):
        return Outcome.UNKNOWN
    if state is State.SUBMITTING:
        return Outcome.REFUSED if _is_about_report(error) else Outcome.LATER
    if isinstance(error, AlreadyFinishedError):
        return Outcome.WAS_FINISHED
    if isinstance(error, AlreadyRetractedError | ReportMissingError):
        return Outcome.GONE
    if isinstance(error, ReportRefusedError) and state is State.FINISHING:
        return Outcome.REFUSED
    return Outcome.LATER


def is_for_all(state: State, error: FilingError) -> bool:
    """Tell whether every other report would get the same answer: credentials, address."""
    return isinstance(error, FinalError) and outcome_of(state, error) is Outcome.LATER


def trouble_of(error: FilingError) -> Trouble:
    """Return what is kept of an error: nothing that the service wrote."""
    return Trouble(
        code=error.code,
        response_code=error.response_code,
        status=error.status,
        request_id=error.request_id,
    )


def _is_about_report(error: FilingError) -> bool:
    """Tell whether the service looked at the report and will not have it."""
    if isinstance(error, ReportRefusedError):
        return True
    about_state = isinstance(
        error, AlreadyFinishedError | AlreadyRetractedError | ReportMissingError
    )
    return (about_state or type(error) is FinalError) and error.response_code is not None
