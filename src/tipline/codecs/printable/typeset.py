"""Sets the package's pages with Typst: which fonts there are, and how the template is run.

Data reaches the template as JSON in a virtual file, never as markup. There is no package index,
and no file to read but the template's own.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import typst

from tipline.domain.errors import TiplineError
from tipline.domain.timestamp import Timestamp

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE / "fonts"
"""Built by `make assets`; without it the library's own fonts serve."""
_TEMPLATE: Final = _HERE / "template"
_NOWHERE: Final = str(_TEMPLATE / "no-packages")
_PREFERRED: Final = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "DejaVu Sans",
    "Libertinus Serif",
)
_STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with title and language, for readers who listen."""
_NOT_DRAWN: Final = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.))"` could not be displayed')
_PROBE: Final = b"""#set document(title: "Probe")
#set text(font: json("data.json").fonts)
#for one in json("data.json").characters [#text(one) ]"""


class PrintFailedError(TiplineError):
    """The printed package could not be set."""

    code = "print_failed"


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the package, of the library and of the system; looked up once."""
    return typst.Fonts(font_paths=[str(_FONTS)])


def preferred(there: Iterable[str]) -> tuple[str, ...]:
    """Return which of the font families that are there to use, best first."""
    names = set(there)
    return tuple(name for name in _PREFERRED if name in names)


def missing(asked: list[str]) -> set[str]:
    """Return those characters that no font here can draw.

    The compiler is asked: under PDF/UA a character without a glyph is an error that names it.
    """
    data = msgspec.json.encode({"fonts": preferred(fonts().families()), "characters": asked})
    try:
        _compile({"main.typ": _PROBE, "data.json": data}, None, _STANDARD)
    except typst.TypstError as refused:
        told = _NOT_DRAWN.findall(str(refused.diagnostic))
        return {chr(int(code, 16)) if code else one for code, one in told}
    return set()


def typeset(data: Mapping[str, object], made_at: Timestamp) -> bytes:
    """Return the PDF of the template with this data, dated `made_at`.

    Letters that no font can join with the marks on them are left as boxes; the document is then
    tagged as well, but does not claim to be PDF/UA.

    Raises:
        PrintFailedError: the template cannot do anything with this data.
    """
    files = {
        "main.typ": (_TEMPLATE / "main.typ").read_bytes(),
        "data.json": msgspec.json.encode({**data, "fonts": preferred(fonts().families())}),
    }
    try:
        try:
            return _compile(files, made_at, _STANDARD)
        except typst.TypstError:
            return _compile(files, made_at, None)
    except typst.TypstError:
        # What the compiler says may repeat a narrative.
        raise PrintFailedError from None
    finally:
        _forget()


def _forget() -> None:
    """Let the compiler drop what it remembers of the reports, which is also most of its memory.

    It keeps what the last ten documents needed, so ten empty ones follow, and one to drop it.
    """
    for _ in range(11):
        _compile({"main.typ": b""}, None, None)


def _compile(files: dict[str, bytes], made_at: Timestamp | None, standard: str | None) -> bytes:
    # Its types do not know of virtual files yet, its documentation does.
    made: bytes = cast("Any", typst).compile(
        files,
        root=str(_TEMPLATE),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=standard or [],
        timestamp=None if made_at is None else _to_the_second(made_at),
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    return made


def _to_the_second(made_at: Timestamp) -> datetime:
    """Return the date of a document; the compiler takes no parts of seconds."""
    return made_at.instant.astimezone(UTC).replace(microsecond=0)
