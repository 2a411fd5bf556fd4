"""The last step before a line is written: only listed keys, events and values get through."""

from collections.abc import MutableMapping
from typing import Any

from tipline.gateways.logs.places import place_of
from tipline.gateways.logs.vocabulary import COUNTS, EVENTS, FITS, TRACE, is_count, is_place

Fields = MutableMapping[str, Any]


def redact(_logger: object, _method: str, fields: Fields) -> Fields:
    """Return a line's fields without anything that is not listed (a processor of structlog).

    An error that comes along is shown as type and place. What is listed but has another value is
    shown as the name of its type; what is not listed is counted.
    """
    event = fields.get("event")
    kept: Fields = {"event": event if _is_listed(event) else "event_unlisted"}
    error = _error_in(fields)
    if error is not None:
        kept.update({key: _shown(key, value) for key, value in place_of(error).items()})
    dropped = 0
    for key, value in fields.items():
        if key in {"event", "exc_info"}:
            continue
        if key not in FITS and key not in COUNTS:
            dropped += 1
        elif key not in kept:
            kept[key] = _shown(key, value)
    if dropped:
        kept["dropped"] = dropped
    return kept


def _is_listed(event: object) -> bool:
    return isinstance(event, str) and event in EVENTS


def _shown(key: str, value: object) -> object:
    """Return a value if it is what its key is for, or the name of its type."""
    if key == TRACE and isinstance(value, list):
        return [place for place in value if is_place(place)]
    if is_count(value) if key in COUNTS else FITS[key](value):
        return value
    name = type(value).__name__
    return name if type(value).__module__ == "builtins" else "object"


def _error_in(fields: Fields) -> BaseException | None:
    """Return the error that a line is about, however it was handed over."""
    found = fields.get("exc_info")
    if found is True:
        import sys  # noqa: PLC0415 - only for an error

        return sys.exc_info()[1]
    if isinstance(found, tuple) and len(found) == 3:  # noqa: PLR2004 - type, error, traceback
        found = found[1]
    return found if isinstance(found, BaseException) else None
