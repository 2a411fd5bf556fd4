"""Reports that share identifiers, for tests of clusters and cases."""

from tests.doors.desk.wiring import Desk
from tipline.domain import report as r
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


def about(*emails: str, victim: str | None = None, seen: str | None = None) -> r.Report:
    """Return a report about somebody with e-mail addresses, and about a victim with one.

    `seen` is when an IP address was seen.
    """
    events: tuple[r.IpEvent, ...] = ()
    if seen is not None:
        login = EventKind.LOGIN
        events = (r.IpEvent(address="192.0.2.7", at=Timestamp(seen), event=login, port=4711),)
    victims = () if victim is None else (r.Victim(person=_reached_at(victim)),)
    reported = r.Reported(person=_reached_at(*emails), ip_events=events)
    return r.Report(reported=(reported,), victims=victims)


def _reached_at(*emails: str) -> r.Person:
    return r.Person(emails=tuple(r.Email(address=one) for one in emails))


def cluster(desk: Desk, size: int, *more: str) -> list[int]:
    """Store reports that have one e-mail address in common; return their numbers."""
    return [
        desk.report(about("same@example.org", f"own-{place}@example.org", *more))
        for place in range(size)
    ]


def two_halves(desk: Desk, left: int, right: int) -> tuple[list[int], list[int], int]:
    """Store two groups with an address each, and one report that has both: their numbers."""
    one = [desk.report(about("left@example.org")) for _ in range(left)]
    two = [desk.report(about("right@example.org")) for _ in range(right)]
    return one, two, desk.report(about("left@example.org", "right@example.org"))
