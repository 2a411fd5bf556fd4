"""What it takes to serve visitors, and the numbers their reports get."""

from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Final

import msgspec

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.vocabulary import IncidentType
from tipline.ports.clock import Clock
from tipline.ports.operations import Done, Request, ReserveNumbers
from tipline.ports.public import NoteSealer, VisitKeys, VisitReader
from tipline.ports.referrals.readers import ReferredReader
from tipline.ports.sealing import BlindIndex, Sealer
from tipline.ports.stores import Writer

PUBLIC: Final = "public"
"""Who asks, in the audit log: nobody in particular; and the door's name."""

WORK_BITS: Final = 15
"""Zero bits a browser's proof of work begins with: some 33,000 digests, a second or a few."""

_BLOCK: Final = 16


class PublicNumbers:
    """Report numbers for one process, from small blocks that the writer sets aside."""

    def __init__(self) -> None:
        self._numbers = deque[int]()
        self._lock = Lock()

    def take(self, writer: Writer) -> int:
        """Return a number nobody else has.

        Raises:
            StoreUnavailableError: there is none left, and the writer gives no more.
        """
        with self._lock:
            if not self._numbers:
                asked = Request(operation=ReserveNumbers(count=_BLOCK), actor="service:numbers")
                result = writer.write(asked)
                if not isinstance(result, Done):
                    raise StoreUnavailableError("no numbers were reserved")
                self._numbers.extend(range(result.number, result.number + _BLOCK))
            return self._numbers.popleft()


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """The ports and rules at hand when a visitor is served.

    `categories` says which incident type each of the hotline's categories stands for; `consent`
    has the version of the privacy text by language; `receipt_lasts` is in microseconds;
    `work_bits` is how much proof of work is asked for, 0 for none.
    """

    reader: VisitReader
    referred: ReferredReader
    writer: Writer
    keys: VisitKeys
    sealer: Sealer
    notes: NoteSealer
    index: BlindIndex
    clock: Clock
    numbers: PublicNumbers
    categories: Mapping[str, IncidentType | None]
    consent: Mapping[str, str]
    receipt_lasts: int
    work_bits: int
    is_test: bool = False
