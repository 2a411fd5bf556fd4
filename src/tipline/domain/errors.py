"""The one root of every error Tipline raises on purpose.

Doors map `code` to their own answers in one table each; no message here carries report content.
"""

from typing import ClassVar


class TiplineError(Exception):
    """Root of all errors raised on purpose; the message defaults to the class docstring."""

    code: ClassVar[str] = "tipline_error"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().partition("\n")[0])


class ValueRefusedError(TiplineError, ValueError):
    """A value is not in the form its type demands."""

    code = "value_refused"
