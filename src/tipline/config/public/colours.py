"""The two colours an operator chooses, and whether people can read them on white.

Source: WCAG 2.2, success criterion 1.4.3, relative luminance and contrast ratio.
"""

import re
from typing import Final

from tipline.config.public.site import Colours
from tipline.config.public.tables import Table

LEAST_CONTRAST: Final = 4.5
"""The ratio that text of ordinary size needs (WCAG AA)."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LINEAR_BELOW: Final = 0.04045
_SHARES: Final = (0.2126, 0.7152, 0.0722)


def read_colours(table: Table) -> Colours:
    """Return the colours of `colours.toml`."""
    table.refuse_others("brand", "link")
    default = Colours()
    return Colours(
        brand=table.take("brand", colour, default.brand),
        link=table.take("link", colour, default.link),
    )


def colour(value: object) -> str:
    """Return a colour that can be read on white, and white on it."""
    if not isinstance(value, str) or _COLOUR.fullmatch(value) is None:
        raise ValueError('expected a colour such as "#1f3a5f"')
    ratio = contrast_on_white(value)
    if ratio < LEAST_CONTRAST:
        raise ValueError(
            f"too light to read on white: its contrast is {ratio:.2f}, and {LEAST_CONTRAST} is"
            " needed; take a darker one"
        )
    return value.lower()


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio of `#rrggbb` on white, 1 to 21."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    luminance = sum(share * _linear(part) for share, part in zip(_SHARES, parts, strict=True))
    return 1.05 / (luminance + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
