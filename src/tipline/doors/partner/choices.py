"""The agencies that can be named instead, in groups by country."""

from typing import Final

from babel import Locale

from tipline.domain.directory.agency import Agency, AgencyKind
from tipline.domain.directory.index import Directory, countries_of
from tipline.services.referrals.answer_referral import Asked

_SEVERAL: Final = "Several countries"
_NAMES: Final = Locale("en").territories

Groups = list[tuple[str, list[tuple[str, str]]]]
"""For each country its agencies as id and name."""


def agency_names(directory: Directory, asked: Asked) -> dict[str, str]:
    """Return the names by id of those that can be named: public bodies, not the one that asks."""
    return {one.id: one.name for one in _others(directory, asked)}


def groups_of(directory: Directory, asked: Asked) -> Groups:
    """Return these agencies by country, in the order of the names; those of several at the end."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in _others(directory, asked):
        found.setdefault(_group(one), []).append((one.id, one.name))
    ordered = sorted(found.items(), key=lambda pair: (pair[0] == _SEVERAL, pair[0]))
    return [(name, sorted(listed, key=lambda one: one[1])) for name, listed in ordered]


def _others(directory: Directory, asked: Asked) -> list[Agency]:
    return [
        one
        for one in directory
        if one.id != asked.referral.agency and one.kind is not AgencyKind.HOSTER
    ]


def _group(agency: Agency) -> str:
    countries = countries_of(agency)
    return str(_NAMES.get(countries[0], countries[0])) if len(countries) == 1 else _SEVERAL
