"""The durable way to file: what `enqueue` has returned is on disk, and will be filed once.

Nothing here calls the service; that is `worker`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tipline.codecs.cybertipline import encode_report
from tipline.codecs.documents import DocumentError
from tipline.domain.checks import check_report
from tipline.domain.moments import to_microseconds
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.filing.compose import BODY
from tipline.filing.endpoints import Credentials, Endpoint, check_pair
from tipline.filing.errors import NotEnqueuedError
from tipline.filing.keeper import Outbox
from tipline.filing.outbox.book import NewItem, Owner
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.vault import seal
from tipline.filing.surroundings import SystemChance
from tipline.ports.clock import Clock
from tipline.ports.secrets import Randomness

_KEY_BYTES: Final = 16
_LONGEST_KEY: Final = 200
_KEY: Final = re.compile(f"[!-~]([ -~]{{0,{_LONGEST_KEY - 2}}}[!-~])?")
"""It becomes part of a header, which has no blanks at its ends."""


class Filer(Outbox):
    """An outbox for one service, as one user; threads and processes may share it.

    The folder is made if it is not there, with the keys of the outbox in it: move
    `preservation.private` to a safe place, it is needed for `export` only.

    Raises:
        EndpointRefusedError: test credentials at a production endpoint, or the reverse.
        OutboxUnusableError: the folder is another service's outbox.
        OutboxUnavailableError: it cannot be opened now.
        KeysUnusableError: a key is missing, damaged, or open to others.
    """

    def __init__(
        self,
        folder: Path | str,
        endpoint: Endpoint,
        credentials: Credentials,
        *,
        clock: Clock | None = None,
        randomness: Randomness | None = None,
    ) -> None:
        check_pair(endpoint, credentials)
        self.endpoint = endpoint
        self.credentials = credentials
        self.randomness = randomness or SystemChance()
        owner = Owner(endpoint.kind, endpoint.base_url, credentials.username)
        super().__init__(folder, owner=owner, clock=clock)

    def enqueue(
        self, report: Report, *, key: str | None = None, follows: Sequence[int] = ()
    ) -> Item:
        """Take a report in; it is on disk when this returns, and will be filed once.

        With a `key` of your own (1 to 200 characters) it can be called again after a crash: the
        same key and report give the same item. `follows` are numbers of earlier items that this
        report belongs to: it is sent after them, with their report ids.

        Raises:
            NotEnqueuedError: something is wrong with the report; it has all problems.
            OutboxUnavailableError: it was not stored.
        """
        now = self.clock.now()
        body, unwritable = _encoded(report)
        problems = [*check_report(report, now), *unwritable, *_unfit(key)]
        if problems:
            raise NotEnqueuedError(problems)
        for number in follows:
            self.book.item(number)
        name = key or self.randomness.random_bytes(_KEY_BYTES).hex()
        data_key = self.vault.new_key(name.encode())
        new = NewItem(
            key=name,
            digest=self.vault.mark(body),
            urgent=bool(report.summary.urgency_reason and report.summary.urgency_reason.strip()),
            data_key=data_key,
            body=seal(data_key.key, body, BODY + name.encode()),
            follows=tuple(follows),
        )
        item, digest = self.book.add(new, to_microseconds(now))
        if digest != new.digest or item.follows != new.follows:
            raise NotEnqueuedError([_KEY_TAKEN])
        return item


def _unfit(key: str | None) -> list[Problem]:
    if key is None or (_KEY.fullmatch(key)):
        return []
    message = (
        f"The key has 1 to {_LONGEST_KEY} visible characters of ASCII, none blank at its ends."
    )
    return [Problem(path="", code="key_unfit", message=message)]


def _encoded(report: Report) -> tuple[bytes, Sequence[Problem]]:
    """Return the document that will be sent, or why there cannot be one."""
    try:
        return encode_report(report), ()
    except DocumentError as error:
        return b"", error.problems


_KEY_TAKEN: Final = Problem(
    path="", code="key_taken", message="Another report was taken in under this key."
)
