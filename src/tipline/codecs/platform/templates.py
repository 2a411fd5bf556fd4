"""Text with paths in braces: `https://example.org/@{user.handle}`.

Two braces stand for one. Text that is nothing but one path is that value, whatever its type.
"""

import re
from typing import Final, NamedTuple

from tipline.codecs.platform.paths import Path, read_path

_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


class Template(NamedTuple):
    """Pieces of text and paths, in their order."""

    pieces: tuple[str | Path, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths in it."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Path))

    @property
    def text(self) -> str:
        """The text of a template without paths."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


def read_template(text: str) -> Template | None:
    """Return the template a text is, or None if its braces hold no path or have no partner."""
    pieces: list[str | Path] = []
    for match in _PIECE.finditer(text):
        if match[0] in {"{{", "}}"}:
            pieces.append(match[0][0])
        elif match[1] is not None:
            path = read_path(match[1])
            if path is None:
                return None
            pieces.append(path)
        elif match[0] in {"{", "}"}:
            return None
        else:
            pieces.append(match[0])
    return Template(tuple(pieces))
