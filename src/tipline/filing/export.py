"""What was sent and what came back, readable, for legal process and for mending a refusal.

Every opening is written into the history of the report. Nothing here writes files.
"""

from typing import Final

import msgspec

from tipline.domain.errors import KeysUnusableError
from tipline.domain.moments import to_microseconds
from tipline.filing.compose import BODY
from tipline.filing.errors import ItemStateError
from tipline.filing.keeper import Outbox
from tipline.filing.outbox.items import Event, Item
from tipline.filing.outbox.vault import Preserver, unseal
from tipline.filing.steps import SAID

_LONGEST_REASON: Final = 500


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A report, opened: the document as it was or will be sent, and what the service answered.

    `said` is why the service refused it, in its own words.
    """

    item: Item
    document: bytes
    receipt: bytes | None
    said: str
    events: tuple[Event, ...]

    def __repr__(self) -> str:
        return f"Exported(item={self.item.number})"


def open_item(
    outbox: Outbox, number: int, reason: str, preserver: Preserver | None = None
) -> Exported:
    """Return a report, opened with the preservation key once it is filed, and note why.

    Raises:
        ItemUnknownError: there is none with this number.
        ItemStateError: its content was erased when its preservation was over.
        KeysUnusableError: it is filed, and there is no preservation key.
        SealBrokenError: another key, or a changed byte.
    """
    item, sealed = outbox.item(number), outbox.book.sealed(number)
    if sealed.body is None or sealed.preserved_key is None:
        raise ItemStateError("Its content was erased when its preservation was over.")
    name = item.key.encode()
    if preserver is not None:
        key = preserver.data_key(sealed.preserved_key, name)
    elif sealed.working_key is not None:
        key = outbox.vault.data_key(sealed.working_key, name)
    else:
        raise KeysUnusableError("It is filed: only the preservation key opens it.")
    document = unseal(key, sealed.body, BODY + name)
    said = "" if sealed.said is None else unseal(key, sealed.said, SAID + name).decode()
    now = to_microseconds(outbox.clock.now())
    outbox.book.note(number, f"opened: {reason[:_LONGEST_REASON]}", now)
    return Exported(
        item=outbox.item(number),
        document=document,
        receipt=sealed.receipt,
        said=said,
        events=tuple(outbox.events(number)),
    )
