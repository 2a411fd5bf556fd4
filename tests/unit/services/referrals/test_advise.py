"""What packages say of an address: whose table it is from, and of when."""

from datetime import UTC, date, datetime

from tipline.domain.routing.lookups import IpAnswer
from tipline.services.referrals.advise import registry_of


class Noon:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, tzinfo=UTC)


class Table:
    """A table that has one address."""

    def __init__(self, as_of: date | None) -> None:
        self._as_of = as_of

    def find(self, address: str) -> IpAnswer | None:
        known = address == "192.0.2.17"
        return IpAnswer("US", "registry", self._as_of) if known else None


def test_a_table_says_of_when_it_is() -> None:
    look_up = registry_of(Table(date(2026, 5, 31)), Noon())
    found = look_up("192.0.2.17")
    assert found is not None
    assert (found.country, found.source) == ("US", "registry")
    assert found.as_of == "2026-05-31T00:00:00+00:00"
    assert look_up("192.0.2.18") is None


def test_no_date_is_made_up_for_a_table_without_one() -> None:
    found = registry_of(Table(None), Noon())("192.0.2.17")
    assert found is not None
    assert found.as_of is None
    assert found.source == "registry (a table without a date, asked on 2026-06-01)"
