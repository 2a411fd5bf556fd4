"""What libraries log by themselves: routed into our log as library, level, place and error.

Their messages are left out altogether: they may quote addresses, queries and bodies.
"""

import logging
from pathlib import Path
from typing import Final

import structlog

from tipline.gateways.logs.vocabulary import LIBRARIES

_log: Final = structlog.get_logger(__name__)
_OF_REQUESTS: Final = "django.request"
"""Where Django says each answer of 400 and above, with its `status_code`."""

_FAILED: Final = 500


class Reduced(logging.Handler):
    """Says of a record who said it, how loud, and where in the code; never what."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; none for what a visitor asked wrongly, which is no news."""
        status = getattr(record, "status_code", _FAILED)
        if record.name == _OF_REQUESTS and record.levelno == logging.WARNING and status < _FAILED:
            return
        library = record.name.partition(".")[0]
        error = record.exc_info[1] if record.exc_info else None
        place = f"{Path(record.pathname).name}:{record.lineno}"
        if error is None:
            fields: dict[str, object] = {"where": place}
        else:
            fields = {"exc_info": error}
        _log.log(
            _level(record.levelno),
            "library_said",
            library=library if library in LIBRARIES else "other",
            **fields,
        )


def route_libraries() -> None:
    """Send all that libraries log from warnings on through `Reduced`, and nothing anywhere else.

    Call it after a library has set up handlers of its own, too: they are taken away.
    """
    root = logging.getLogger()
    root.handlers[:] = [Reduced()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)  # noqa: FBT003 - the standard library's signature
    logging.raiseExceptions = False  # a line that cannot be made is left out, not printed raw
    for name in (*logging.root.manager.loggerDict, "py.warnings"):
        logger = logging.getLogger(name)
        if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            logger.handlers.clear()
            logger.propagate = True


def _level(number: int) -> int:
    """Return the nearest of the five levels, not above."""
    known = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)
    return max((level for level in known if level <= number), default=logging.DEBUG)
