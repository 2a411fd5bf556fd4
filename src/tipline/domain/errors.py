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


class SealBrokenError(TiplineError):
    """What was sealed cannot be opened: another key, another report, or changed bytes."""

    code = "seal_broken"


class KeysUnusableError(TiplineError):
    """A key file is missing, unreadable, or open to others."""

    code = "keys_unusable"


class FolderMissingError(TiplineError):
    """There is no hotline in this folder yet; `tipline serve` makes one."""

    code = "folder_missing"


class SchemaOutdatedError(TiplineError):
    """The database is of another version, or was never set up; `tipline serve` brings it up."""

    code = "schema_outdated"


class NotInProductionError(TiplineError):
    """This is for trials only, and this hotline is in production."""

    code = "not_in_production"


class StoreUnavailableError(TiplineError):
    """The store cannot be read or changed now; nothing was acknowledged. Try again."""

    code = "store_unavailable"
