"""What can go wrong when exchange documents are written or read, as the errors of all codecs."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from tipline.codecs.documents import InvalidDocumentError, UnwritableReportError, unreadable
from tipline.domain.problems import Problem


@contextmanager
def writing() -> Iterator[None]:
    """Refuse text that is not Unicode, whichever writer met it.

    Raises:
        UnwritableReportError: a text holds a lone surrogate.
    """
    try:
        yield
    except UnicodeEncodeError:
        message = "A text holds a lone surrogate."
        raise UnwritableReportError(
            [Problem(path="", code="not_unicode", message=message)]
        ) from None


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Refuse what is no document of ours; `name` is the format's, for people.

    Raises:
        UnreadableDocumentError: not JSON in UTF-8, or nested too deeply.
        InvalidDocumentError: JSON, but not as our own writer makes it.
    """
    try:
        yield
    except (msgspec.ValidationError, LookupError, TypeError, AttributeError, ValueError) as error:
        if _is_text_trouble(error):
            raise unreadable("not_well_formed", f"The {name} document is not JSON.") from None
        message = f"The document is not {name} as Tipline writes it."
        raise InvalidDocumentError(
            [Problem(path="", code="not_our_profile", message=message)]
        ) from None
    except RecursionError:
        message = "Values are nested too deeply for a referral."
        raise unreadable("too_deep", message) from None


def _is_text_trouble(error: Exception) -> bool:
    """Tell whether the very text could not be read; that it says nonsense is another matter."""
    wrong = isinstance(error, msgspec.DecodeError | UnicodeDecodeError)
    return wrong and not isinstance(error, msgspec.ValidationError)
