"""The document that is sent for a report: as it was taken in, with the ids of what it follows."""

from typing import Final, NamedTuple

import msgspec

from tipline.codecs.cybertipline import decode_report, encode_report
from tipline.codecs.documents import DocumentError
from tipline.domain.errors import SealBrokenError
from tipline.domain.report import Report, Reported
from tipline.filing.outbox.book import Book
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State
from tipline.filing.outbox.vault import Vault, seal, unseal

BODY: Final = b"body\n"
"""What a sealed document is bound to, before the key of its item."""


class Composed(NamedTuple):
    """The document, and what changes in the outbox with the intent to send it."""

    document: bytes
    changes: dict[str, object]

    def __repr__(self) -> str:
        return "Composed(...)"


def compose(item: Item, book: Book, vault: Vault) -> Composed | None:
    """Return the document to send; None while a report that it follows is not filed yet.

    One that the service refused is not waited for.

    Raises:
        SealBrokenError: the outbox was changed, or has other keys.
    """
    sealed, name = book.sealed(item.number), item.key.encode()
    if sealed.working_key is None or sealed.body is None:
        raise SealBrokenError
    key = vault.data_key(sealed.working_key, name)
    document = unseal(key, sealed.body, BODY + name)
    if not item.follows:
        return Composed(document, {})
    earlier = [book.item(number) for number in item.follows]
    if any(one.state < State.REFUSED for one in earlier):
        return None
    ids = [one.report_id for one in earlier if one.state is State.FILED and one.report_id]
    with_ids = _with_ids(document, ids)
    return Composed(with_ids, {"body": seal(key, with_ids, BODY + name)})


def _with_ids(document: bytes, ids: list[int]) -> bytes:
    """Return the document with the ids of earlier reports, on whoever is reported in it."""
    report = decode_report(document)
    try:
        return encode_report(_following(report, ids))
    except DocumentError:  # the ids made it too large
        return document


def _following(report: Report, ids: list[int]) -> Report:
    first, *others = report.reported or (Reported(),)
    known = dict.fromkeys((*first.prior_reports, *ids))
    first = msgspec.structs.replace(first, prior_reports=tuple(known))
    return msgspec.structs.replace(report, reported=(first, *others))
