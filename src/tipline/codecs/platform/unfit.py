"""What is said of a value that does not fit; the value itself is never part of it."""

from typing import NamedTuple


class Unfit(NamedTuple):
    """Why a value cannot be taken: a code, and a sentence that says what was expected."""

    code: str
    message: str
