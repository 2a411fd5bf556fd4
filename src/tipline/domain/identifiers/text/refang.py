"""Undoes what people do to addresses so that nobody follows them by mistake: hxxp, [.] and so on.

Only what cannot mean anything else: ` dot ` between blanks may be a word, and stays.
"""

import re
from typing import Final

_DEFANGED: Final = re.compile(r"[\[({]|^\s*(?:hxx|h\*\*|h__|fxp)", re.IGNORECASE)
# No more than three brackets at a time: a long row of them must not cost its length squared.
_DOT: Final = re.compile(r"[\[({]{1,3}(?:\.|dot)[\])}]{1,3}", re.IGNORECASE)
_AT: Final = re.compile(r"[\[({]{1,3}(?:@|at)[\])}]{1,3}", re.IGNORECASE)
_COLON: Final = re.compile(r"[\[({]{1,3}(:(?://)?)[\])}]{1,3}")
_SLASH: Final = re.compile(r"[\[({]{1,3}(/{1,2})[\])}]{1,3}")
_HTTP: Final = re.compile(r"^\s*h(?:xx|\*\*|__|tx|xt)p(s?)(?=:)", re.IGNORECASE)
_FTP: Final = re.compile(r"^\s*fxp(s?)(?=:)", re.IGNORECASE)


def refang(text: str) -> str:
    """Return an address as it was before it was made harmless; other text as it is."""
    if _DEFANGED.search(text) is None:
        return text
    text = _SLASH.sub(r"\1", _COLON.sub(r"\1", _DOT.sub(".", text)))
    return _FTP.sub(r"ftp\1", _HTTP.sub(r"http\1", text))


def refang_at(text: str) -> str:
    """Return an e-mail address as it was before its @ and dots were made harmless."""
    return refang(_AT.sub("@", text))
