"""Moments as whole microseconds since 1970 in UTC: what stores keep and compare."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Return an aware datetime as microseconds since 1970-01-01T00:00:00Z."""
    return (moment - _EPOCH) // _MICROSECOND


def in_microseconds(span: timedelta) -> int:
    """Return a length of time in microseconds."""
    return span // _MICROSECOND


def from_microseconds(stored: int) -> datetime:
    """Return stored microseconds as an aware datetime in UTC."""
    return _EPOCH + stored * _MICROSECOND
