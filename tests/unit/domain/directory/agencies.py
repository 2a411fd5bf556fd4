"""Agencies for tests: fictional ones, told apart by a letter."""

from datetime import date

from msgspec.structs import replace

from tipline.domain.directory.agency import Agency, AgencyKind, Coverage

DAY = date(2026, 11, 22)


def agency(letter: str, *covers: Coverage, **other: object) -> Agency:
    """Return an agency; unless something else is said, a verified hotline, checked on `DAY`."""
    known = Agency(
        id=f"agency-{letter.lower()}",
        name=f"Agency {letter} of Example",
        kind=AgencyKind.HOTLINE,
        covers=covers,
        page=f"https://agency-{letter.lower()}.example.org/",
        source="https://www.example.org/list",
        licence="Synthetic licence 17",
        checked=DAY,
        verified=True,
    )
    return replace(known, **other)


def covers(country: str, *subdivisions: str, counties: tuple[str, ...] = ()) -> Coverage:
    """Return a coverage."""
    return Coverage(country=country, subdivisions=subdivisions, counties=counties)
