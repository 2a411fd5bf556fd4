"""Cuts: in how many reports an identifier may be seen before it is too common to link by.

Chosen by measurement; `benchmarks/linking` prints how large the largest cluster becomes, and how
many accounts fall apart, at other cuts.
"""

from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind

_HIGH: Final = 1_000
"""What identifies an account: one that was reported hundreds of times is one cluster."""
_LOW: Final = 20
"""What strangers share: beyond this it is not even suggested."""

DEFAULT_CUTS: Final[dict[IdentifierKind, int]] = {
    IdentifierKind.EMAIL: _HIGH,
    IdentifierKind.PHONE: _HIGH,
    IdentifierKind.ACCOUNT: _HIGH,
    IdentifierKind.SCREEN_NAME: _HIGH,
    IdentifierKind.PROFILE_URL: _HIGH,
    IdentifierKind.DEVICE: _HIGH,
    IdentifierKind.PRIOR_REPORT: _HIGH,
    IdentifierKind.URL: 200,
    IdentifierKind.IP: 100,
    IdentifierKind.GROUP: _LOW,
    IdentifierKind.EMAIL_VARIANT: 100,
    IdentifierKind.SCREEN_NAME_VARIANT: _LOW,
    IdentifierKind.SCREEN_NAME_ANY: _LOW,
    IdentifierKind.URL_VARIANT: _LOW,
    IdentifierKind.DOMAIN: 0,
    IdentifierKind.IP_NETWORK: 50,
}

WEAK_CUT: Final = 100
"""The highest cut of what only suggests, of whatever kind."""


class MergeLimits(msgspec.Struct, frozen=True, kw_only=True):
    """When two clusters are not joined without a person.

    `largest` is the number of reports that a merge may make of two clusters; `large` is from how
    many reports on a cluster is not joined with another such by one identifier that is given out
    again.
    """

    largest: int = 2_000
    large: int = 20
    at_once: int = 200
    """Reports linked anew inside the change that asks for it; more wait in line."""


DEFAULT_LIMITS: Final = MergeLimits()
