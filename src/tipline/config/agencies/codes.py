"""Codes that a record may name: subdivisions, counties of US states, and languages.

Sources: ISO 3166-2 as `pycountry` has it; FIPS 5-2 and INCITS 38 (states); ISO 639-1.
"""

from functools import cache
from typing import Final

_ISO_639_1: Final = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES: Final = frozenset(_ISO_639_1.split())
"""Languages by two small letters."""

_FIPS: Final = """
AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21
LA22 ME23 MD24 MA25 MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39
OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 WA53 WV54 WI55 WY56 AS60 GU66 MP69
PR72 UM74 VI78
"""
STATE_BY_FIPS: Final = {pair[2:]: f"US-{pair[:2]}" for pair in _FIPS.split()}
"""States by the first two digits of the codes of their counties."""

_US_STATES: Final = frozenset(STATE_BY_FIPS.values())


def is_subdivision(code: str) -> bool:
    """Tell whether ISO 3166-2 has a code; those of the US are known without loading the list."""
    return code in (_US_STATES if code.startswith("US-") else _subdivisions())


@cache
def _subdivisions() -> frozenset[str]:
    """Return every code of ISO 3166-2; to load it takes up to 100 milliseconds."""
    import pycountry  # noqa: PLC0415 - only records of parts of other countries need it

    return frozenset(one.code for one in pycountry.subdivisions)
