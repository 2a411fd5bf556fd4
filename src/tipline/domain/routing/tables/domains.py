"""Country codes of domains, as far as they tell a country. Source: the IANA root zone database."""

from typing import Final

_SOLD: Final = """
ac ag ai am as bz cc cf co fm ga gg gl gq im io la ly md me ml mn ms mu nu pw sc sh so st sx tk tm
to tv vc vg ws
"""
SOLD_WORLDWIDE: Final = frozenset(_SOLD.split())
"""Sold to anybody, and mostly bought elsewhere: they speak for no country."""

OTHER_THAN_ISO: Final = {"uk": "GB"}
"""Domains whose letters are not those of the country; `eu` and `su` are of no country."""
