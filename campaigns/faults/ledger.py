"""What the clients know: what they sent, and what the hotline acknowledged."""

import threading
from collections import Counter
from dataclasses import dataclass, field

OPEN, FINISHED, RETRACTED = 1, 2, 3
"""The states of a report, as the API's reference numbers its life."""


@dataclass
class Filing:
    """One report or supplement a client meant to file, once.

    `states` are those the report may be in: one, or several after an unknown outcome that the
    client did not follow up. `number` is None until it was acknowledged.
    """

    token: str
    kind: str
    urgent: bool
    supplements: int | None = None
    number: int | None = None
    digest: str | None = None
    states: frozenset[int] = frozenset({OPEN})


@dataclass
class Ledger:
    """Everything that was tried; shared by all clients."""

    filings: list[Filing] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, filing: Filing) -> Filing:
        """Keep a filing before anything of it is sent."""
        with self._lock:
            self.filings.append(filing)
        return filing

    def count(self, what: str) -> None:
        """Count something that happened."""
        with self._lock:
            self.counts[what] += 1

    def breaks(self, law: str) -> None:
        """Note that a law was broken."""
        with self._lock:
            self.broken.append(law)
