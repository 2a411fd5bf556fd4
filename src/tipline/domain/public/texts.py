"""Texts as visitors type them: cleaned, and searched for a way to write to somebody."""

import re
from typing import Final

from tipline.domain.checks.controls import CONTROLS
from tipline.domain.checks.formats import is_email
from tipline.domain.identifiers import email, phone

_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_BLANKS: Final = re.compile("([ \t\r\n]+)")
_FEWEST: Final = 4
"""Characters that are no text from which somebody has not typed but pasted something."""

_NEWLINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LONGEST_NUMBER: Final = 50
LONGEST_EMAIL: Final = 255
"""Characters that a report takes in a phone number and an e-mail address."""


def clean(text: str) -> str:
    """Return a text with one form of newline, without controls and blanks around; idempotent."""
    return CONTROLS.sub("", _NEWLINES.sub("\n", text)).strip()


def is_binary(text: str) -> bool:
    """Tell whether a text, as it came in, is in part something that is no text."""
    return len(_NO_TEXT.findall(text)) >= _FEWEST


def without_binary(text: str) -> str:
    """Return a text without the words that are no text, if it has such; all others stay."""
    if not is_binary(text):
        return text
    return "".join(part for part in _BLANKS.split(text) if not _NO_TEXT.search(part))


def email_in(text: str) -> str | None:
    """Return the well-formed e-mail address that a text is, mended if need be."""
    found = email.normal_form(text)
    for address in (text, "" if found is None else found.value):
        if 0 < len(address) <= LONGEST_EMAIL and "@" in address and is_email(address):
            return address
    return None


def is_number(text: str) -> bool:
    """Tell whether a text is rather a phone number than words."""
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdecimal, text))
    return (
        len(text) <= LONGEST_NUMBER and letters <= digits and phone.normal_form(text) is not None
    )
