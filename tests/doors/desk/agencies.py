"""Agencies that there are not, for tests of referrals."""

from datetime import date

import msgspec

from tipline.domain.directory.agency import Agency, AgencyKind, Channel, Coverage

AGE = "age1p70csyrfvdhnzg0r5f48twjkmnefmq2h8ky38vdc08x86fkq03rsukhrat"
"""A public key to encrypt to, whose private key nobody has."""

_US = (Coverage(country="US"),)
_DE = (Coverage(country="DE"),)


def agency(name: str, kind: AgencyKind, covers: tuple[Coverage, ...] = _US) -> Agency:
    """Return a verified agency by a letter; what is sent to it is downloaded."""
    low = name.lower()
    return Agency(
        id=f"agency-{low}",
        name=f"Agency {name} of Example",
        kind=kind,
        covers=covers,
        languages=("en",),
        page=f"https://agency-{low}.example.org/",
        source=f"https://agency-{low}.example.org/about",
        checked=date(2026, 11, 1),
        verified=True,
        licence="none needed: fictional",
    )


A = agency("A", AgencyKind.NATIONAL_POLICE)
B = msgspec.structs.replace(
    agency("B", AgencyKind.CLEARING_HOUSE),
    channel=Channel.HTTPS,
    address="https://agency-b.example.org/drop",
    age_recipient=AGE,
)
C = agency("C", AgencyKind.NATIONAL_POLICE, _DE)
D = msgspec.structs.replace(agency("D", AgencyKind.HOTLINE, _DE), verified=False)
ALL = (A, B, C, D)
