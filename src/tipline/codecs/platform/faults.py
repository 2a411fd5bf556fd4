"""Collects what is wrong, all at once, and guesses what a misspelt name was meant to be."""

import difflib
from collections.abc import Iterable

from tipline.codecs.documents import (
    LONGEST_NAME,
    MOST_PROBLEMS,
    DocumentError,
    not_listed,
)
from tipline.codecs.report_json.places import escaped
from tipline.domain.problems import Problem


class MappingError(DocumentError):
    """The mapping cannot be used; `problems` says why, all at once, with paths into the TOML."""

    code = "mapping_invalid"


class CaseError(DocumentError):
    """A case does not become a report; `problems` says why, with paths into the case."""

    code = "case_unmappable"


class Faults:
    """Problems in the order they were found; beyond the cap they are only counted."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._unlisted = 0

    def add(self, where: str, code: str, message: str) -> None:
        """Note a problem."""
        if len(self._problems) >= MOST_PROBLEMS:
            self._unlisted += 1
        else:
            self._problems.append(Problem(path=where, code=code, message=message))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was noted."""
        more = (not_listed("", self._unlisted),) if self._unlisted else ()
        return (*self._problems, *more)


def below(where: str, name: str | int) -> str:
    """Return the pointer to what has this name, or this index, at a place."""
    return f"{where}/{escaped(str(name))}"


def guess(name: str, known: Iterable[str]) -> str:
    """Return a question that names what was probably meant; empty if nothing is close."""
    close = nearest(name, known)
    return f" Did you mean `{close}`?" if close else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is closest to this one; empty if none is close."""
    close = difflib.get_close_matches(name[:LONGEST_NAME], known, 1)
    return close[0] if close else ""


def unknown(name: str, known: Iterable[str]) -> str:
    """Return the sentence about a name that is not known, with those that are."""
    names = tuple(known)
    return (
        f"`{name[:LONGEST_NAME]}` is not known here.{guess(name, names)}"
        f" Known are: {', '.join(names)}."
    )
