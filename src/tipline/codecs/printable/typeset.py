"""Sets the package's pages with Typst: which fonts there are, and how the template is run.

Data reaches the template as JSON in a virtual file, never as markup. There is no package index,
and no file to read but the template's own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
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
#for one in json("data.json").characters [#box(text(one)) ]"""
"""Each character is alone in its box: a mark would join the space before it, and a line that ends
between the two makes the compiler panic."""
_PANIC: Final = "PanicException"
"""What the binding raises if the compiler panics; no module has the class, and it is not an
`Exception`."""

Run = Callable[[dict[str, bytes], Timestamp | None, str | None], bytes]
"""Sets files as PDF, with a date and a standard if there are any."""


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


def compiled(files: dict[str, bytes], made_at: Timestamp | None, standard: str | None) -> bytes:
    """Return the PDF of some files, whose main one is `main.typ`.

    Raises:
        typst.TypstError: the compiler refuses them, and says why.
        PrintFailedError: the compiler panicked.
    """
    # Its types do not know of virtual files yet, its documentation does.
    compiler = cast("Any", typst).compile
    made: bytes = guarded(
        lambda: compiler(
            files,
            root=str(_TEMPLATE),
            font_paths=fonts(),
            format="pdf",
            pdf_standards=standard or [],
            timestamp=None if made_at is None else _to_the_second(made_at),
            package_path=_NOWHERE,
            package_cache_path=_NOWHERE,
        )
    )
    return made


def guarded(work: Callable[[], bytes]) -> bytes:
    """Return what `work` does; a panic inside ends only the work, not the process.

    Raises:
        PrintFailedError: the compiler panicked.
    """
    try:
        return work()
    except BaseException as ended:
        if type(ended).__name__ != _PANIC:
            raise
        raise PrintFailedError from None


def missing(asked: list[str], run: Run = compiled) -> set[str]:
    """Return those characters that no font here can draw, or that the compiler panics at.

    The compiler is asked: under PDF/UA a character without a glyph is an error that names it.
    """
    data = msgspec.json.encode({"fonts": preferred(fonts().families()), "characters": asked})
    try:
        run({"main.typ": _PROBE, "data.json": data}, None, _STANDARD)
    except typst.TypstError as refused:
        told = _NOT_DRAWN.findall(str(refused.diagnostic))
        return {chr(int(code, 16)) if code else one for code, one in told}
    except PrintFailedError:
        half = len(asked) // 2
        return missing(asked[:half], run) | missing(asked[half:], run) if half else set(asked)
    return set()


def typeset(data: Mapping[str, object], made_at: Timestamp, run: Run = compiled) -> bytes:
    """Return the PDF of the template with this data, dated `made_at`.

    Letters that no font can join with the marks on them are left as boxes; the document is then
    tagged as well, but does not claim to be PDF/UA.

    Raises:
        PrintFailedError: the template cannot do anything with this data, or the compiler panicked.
    """
    files = {
        "main.typ": (_TEMPLATE / "main.typ").read_bytes(),
        "data.json": msgspec.json.encode({**data, "fonts": preferred(fonts().families())}),
    }
    try:
        try:
            return run(files, made_at, _STANDARD)
        except typst.TypstError:
            return run(files, made_at, None)
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
        compiled({"main.typ": b""}, None, None)


def _to_the_second(made_at: Timestamp) -> datetime:
    """Return the date of a document; the compiler takes no parts of seconds."""
    return made_at.instant.astimezone(UTC).replace(microsecond=0)
