"""Hands many operations over at once: to the writer process, or to the store from here."""

import socket
from collections.abc import Sequence
from typing import Final

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores import queries
from tipline.stores.apply import apply_batch
from tipline.stores.writer.frames import (
    PROVIDERS_CHANGED,
    Frames,
    Question,
    decode_answer,
    encode_frame,
)

_READ_BYTES: Final = 262_144


class DirectBatches:
    """Applies each batch in one transaction, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def write_all(self, requests: Sequence[Request]) -> list[AnyResult]:
        """Return the results in order.

        Raises:
            StoreUnavailableError: some were not applied, perhaps none.
        """
        results: list[AnyResult] = []
        for outcome in apply_batch(requests, self._clock.now()):
            if isinstance(outcome, StoreUnavailableError):
                raise outcome
            results.append(outcome)
        return results

    def close(self) -> None:
        """Close this thread's connection to the database."""
        queries.database().close()


def exchange_all(connection: socket.socket, requests: Sequence[Request]) -> list[AnyResult]:
    """Have operations applied by the writer over a connection; return the results in order.

    Raises:
        StoreUnavailableError: nobody knows which were applied.
    """
    found: dict[int, AnyResult] = {}
    questions = (Question(number, one) for number, one in enumerate(requests))
    try:
        connection.sendall(b"".join(map(encode_frame, questions)))
        frames = Frames()
        while len(found) < len(requests):
            data = connection.recv(_READ_BYTES)
            if not data:
                raise StoreUnavailableError("the writer broke off")
            for answer in map(decode_answer, frames.feed(data)):
                if answer.number == PROVIDERS_CHANGED:
                    continue
                if answer.result is None:
                    raise StoreUnavailableError
                found[answer.number] = answer.result
    except OSError as error:
        raise StoreUnavailableError("the writer did not answer") from error
    return [found[number] for number in range(len(requests))]
