"""The territories that the law itself wants an agency for: US states, and states of the EU.

Sources: 34 U.S.C. 21112 (a task force in every state); Regulation (EU) 2022/2065, Article 18.
"""

from typing import Final

# fmt: off
US_STATES: Final = tuple(f"US-{code}" for code in (
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN",
    "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ",
    "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA",
    "WI", "WV", "WY",
))
"""The 50 states and the District of Columbia, as ISO 3166-2 has them."""

EU_STATES: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)
"""The 27 Member States of the European Union."""
# fmt: on
