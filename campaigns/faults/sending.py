"""Sends one request until its outcome is known: the same key and body each time."""

import http.client
import threading
import time
from dataclasses import dataclass
from random import Random
from typing import Final

from campaigns.faults.ledger import Ledger

_PATIENCE_SECONDS: Final = 10.0
_GONE: Final = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Call:
    """One POST: to which path, with which key, and the status that acknowledges it."""

    path: str
    key: str
    body: bytes
    kind: str
    done: int


@dataclass(frozen=True)
class Answer:
    """What was acknowledged."""

    body: bytes


class Connection:
    """A client's connection, opened anew whenever it breaks."""

    def __init__(self, port: int, authorization: str, ledger: Ledger) -> None:
        self._port = port
        self._headers = {"Authorization": authorization}
        self._ledger = ledger
        self._open: http.client.HTTPConnection | None = None

    def send(self, call: Call) -> Answer | None:
        """Return the answer that acknowledges, or None when nobody knows or nothing was stored."""
        headers = {**self._headers, "Content-Type": call.kind, "Idempotency-Key": call.key}
        self._ledger.count("requests")
        try:
            if self._open is None:
                self._open = http.client.HTTPConnection(
                    "127.0.0.1", self._port, timeout=_PATIENCE_SECONDS
                )
            self._open.request("POST", call.path, call.body, headers)
            answer = self._open.getresponse()
            body = answer.read()
        except _GONE:
            self.close()
            self._ledger.count("unknown_outcomes")
            return None
        if answer.status == call.done:
            self._ledger.count("acknowledged")
            return Answer(body)
        self._refused(call, answer, body)
        return None

    def _refused(self, call: Call, answer: http.client.HTTPResponse, body: bytes) -> None:
        """Hold a refusal against what may be said: not now, come again, in the door's language."""
        self._ledger.count("refused_503" if answer.status == 503 else "refused_otherwise")
        language = "application/xml" if "/ispws/" in call.path else "application/problem+json"
        if answer.status != 503:
            self._ledger.breaks(f"{call.path} answered {answer.status}: {body[:200]!r}")
        elif not answer.headers["Retry-After"] or answer.headers["Content-Type"] != language:
            self._ledger.breaks(f"{call.path} refused in another language: {answer.headers}")

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None


class Sender:
    """Tries again until a call is acknowledged, or until it is given up on purpose."""

    def __init__(
        self, connection: Connection, ledger: Ledger, chance: Random, stop: threading.Event
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._chance = chance
        self._stop = stop

    def get_through(self, call: Call) -> Answer | None:
        """Return the acknowledgement; None if the client gave up with the outcome unknown."""
        for attempt in range(10_000):
            if attempt:
                self._ledger.count("retried")
            answer = self._connection.send(call)
            if answer is not None:
                self._ask_again(call, answer)
                return answer
            if self._chance.random() < 0.03 and not self._stop.is_set():
                self._ledger.count("given_up")
                return None
            time.sleep(min(0.02 * (attempt + 1), 0.3))
        self._ledger.breaks(f"{call.path} was never acknowledged")
        return None

    def _ask_again(self, call: Call, answer: Answer) -> None:
        """Send what was acknowledged once more, now and then: the answer must be the same."""
        if self._chance.random() < 0.05:
            again = self._connection.send(call)
            self._ledger.count("sent_again_after_acknowledgement")
            if again is not None and again.body != answer.body:
                self._ledger.breaks(f"{call.path} gave another answer to the same key")
