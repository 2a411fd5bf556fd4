"""Binary controls: what no text has, whoever wrote it."""

import re
from typing import Final

CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""One control character, lone surrogate or noncharacter; tabs and ends of lines are text."""
