"""The words that a log line may hold. A line can only be made of what stands here, and numbers.

A new event or key is added here first; a test finds calls that use others.
"""

import re
import sys
from collections.abc import Callable
from typing import Final, cast

EVENTS: Final = frozenset(
    {
        "alert_not_sent",
        "alert_refused",
        "alert_sent",
        "checkpoint_failed",
        "child_ended",
        "child_not_ready",
        "child_not_started",
        "client_gone",
        "draft_not_sent",
        "library_said",
        "operation_failed",
        "process_failed",
        "referral_failed",
        "referral_not_sent",
        "referral_sent",
        "referral_unknown",
        "referral_unsure",
        "request_failed",
        "store_not_readable",
    }
)
"""What can happen; another name is shown as `event_unlisted`."""

CHILDREN: Final = frozenset({"writer", "web", "post"})
"""The processes that `tipline serve` starts."""

LEVELS: Final = frozenset({"debug", "info", "warning", "error", "critical"})

LIBRARIES: Final = frozenset(
    {
        "asgiref",
        "asyncio",
        "asyncssh",
        "concurrent",
        "django",
        "httpx",
        "psycopg",
        "py",
        "python_multipart",
        "root",
        "starlette",
        "tipline",
        "uvicorn",
    }
)
"""Whose own log messages are counted by name; others are `other`."""

TRACE: Final = "trace"
"""The key of a list of places, inmost first."""

COUNTS: Final = frozenset(
    {"attempts", "count", "pid", "port", "seconds", "size", "status", "waiting"}
)
"""Keys that hold a number."""

_REQUEST_ID: Final = re.compile(r"[0-9a-f]{32}")
_TIMESTAMP: Final = re.compile(r"[0-9T:.Z-]{10,40}")
_PLACE: Final = re.compile(r"[a-z_][a-z0-9_]{0,60}\.py:[0-9]{1,6}")
_LARGEST_COUNT: Final = 100_000_000
"""Below most phone numbers and all dates in seconds."""


def is_place(value: object) -> bool:
    """Tell whether this is a file of code that is loaded and a line in it, such as `app.py:91`."""
    if not isinstance(value, str) or _PLACE.fullmatch(value) is None:
        return False
    name = value.partition(":")[0]
    files = (getattr(module, "__file__", None) or "" for module in [*sys.modules.values()])
    return any(file.rpartition("/")[2] == name for file in files)


def is_count(value: object) -> bool:
    """Tell whether this is a number, of the size of counts, ports and seconds."""
    return type(value) in {int, float} and abs(cast("float", value)) < _LARGEST_COUNT


def is_error_name(value: object) -> bool:
    """Tell whether this is the name of a class of errors that is loaded."""
    return isinstance(value, str) and value.isidentifier() and value in _error_names()


def _error_names() -> set[str]:
    """Return the names of all classes of errors; errors are rare, so this may take a while."""
    names: set[str] = set()
    waiting: list[type[BaseException]] = [BaseException]
    while waiting:
        for one in type.__subclasses__(waiting.pop()):
            if one.__name__ not in names:
                names.add(one.__name__)
            waiting.append(one)
    return names


def _one_of(words: frozenset[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _like(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


FITS: Final[dict[str, Callable[[object], bool]]] = {
    "error": is_error_name,
    "level": _one_of(LEVELS),
    "library": _one_of(LIBRARIES | {"other"}),
    "request_id": _like(_REQUEST_ID),
    "child": _one_of(CHILDREN),
    "timestamp": _like(_TIMESTAMP),
    TRACE: lambda _: False,  # places only are picked out of it
    "where": is_place,
}
"""What each key's value must be; another value is shown as its type."""
