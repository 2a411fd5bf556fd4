"""Sets the log of this process up, once: JSON lines, or lines for people while developing."""

import sys
import threading
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

from tipline.gateways.logs.libraries import route_libraries
from tipline.gateways.logs.redaction import redact

_log: Final = structlog.get_logger(__name__)


def set_up_logs(*, as_json: bool, stream: TextIO | None = None) -> None:
    """Send every event, every library's message and every uncaught error to one redacted log.

    It is written to standard error, or another stream; for people in colour on a terminal.
    """
    target = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.processors.JSONRenderer(sort_keys=True)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=target.isatty(), pad_event_to=0),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        context_class=dict,
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    route_libraries()
    sys.excepthook = _failed
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_failed


def _failed(kind: type[BaseException], error: BaseException, _at: TracebackType | None) -> None:
    """Log what nobody caught; a traceback would quote values."""
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("process_failed", exc_info=error)


def _unraisable(found: Any) -> None:  # noqa: ANN401 - typeshed hides its type
    _log.error("process_failed", exc_info=found.exc_value)


def _thread_failed(found: threading.ExceptHookArgs) -> None:
    _log.error("process_failed", exc_info=found.exc_value)
