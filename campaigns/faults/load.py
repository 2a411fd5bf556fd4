"""Clients that file reports as online services do, in XML and in JSON, and follow every one up."""

import json
import threading
import time
from random import Random
from typing import Final

from campaigns.documents import in_json, in_xml
from campaigns.faults.ledger import FINISHED, OPEN, RETRACTED, Filing, Ledger
from campaigns.faults.sending import Answer, Call, Connection, Sender
from tipline.codecs.cybertipline import decode_response

_FORM: Final = "application/x-www-form-urlencoded"
_MOVES: Final = {"finish": FINISHED, "retract": RETRACTED}


class Client(threading.Thread):
    """One client with its own connection, its own chances, and pauses between its reports."""

    def __init__(
        self, name: str, port: int, authorization: str, ledger: Ledger, stop: threading.Event
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._chance = Random(name)
        self._ledger = ledger
        self._stop_asked = stop
        self._connection = Connection(port, authorization, ledger)
        self._sender = Sender(self._connection, ledger, self._chance, stop)
        self._count = 0

    def run(self) -> None:
        """File reports until asked to stop; what was begun is followed up to its end."""
        try:
            while not self._stop_asked.is_set():
                if self._chance.random() < 0.5:
                    self._file_in_xml()
                else:
                    self._file_in_json()
                time.sleep(self._chance.uniform(0.0, 0.03))
        except Exception as error:  # noqa: BLE001 - a client that dies is a broken campaign
            self._ledger.breaks(f"client {self.name} failed: {type(error).__name__}: {error}")
        self._connection.close()

    def _begin(self, kind: str, supplements: int | None = None) -> Filing:
        self._count += 1
        token = f"{self.name}-{self._count}"
        urgent = kind != "supplement" and self._chance.random() < 0.1
        return self._ledger.add(Filing(token, kind, urgent, supplements))

    def _file_in_xml(self) -> None:
        filing = self._begin("xml")
        body = in_xml(filing.token, urgent=filing.urgent)
        answer = self._sender.get_through(
            Call("/ispws/submit", filing.token, body, "text/xml; charset=utf-8", 200)
        )
        if answer is None:
            filing.states = frozenset({OPEN})
            return
        filing.number = decode_response(answer.body).report_id
        move = self._chance.choices(("finish", "retract", ""), (75, 10, 15))[0]
        if move:
            self._move(filing, move)

    def _move(self, filing: Filing, move: str) -> None:
        filing.states = frozenset({OPEN, _MOVES[move]})
        form = f"id={filing.number}".encode()
        call = Call(f"/ispws/{move}", f"{filing.token}.{move}", form, _FORM, 200)
        answer = self._sender.get_through(call)
        if answer is not None:
            filing.states = frozenset({_MOVES[move]})
            if decode_response(answer.body).report_id != filing.number:
                self._ledger.breaks(f"{move} of {filing.number} answered another number")

    def _file_in_json(self) -> None:
        filing = self._begin("json")
        self._keep(filing, self._sender.get_through(_posted(filing, "/api/v1/reports")))
        if filing.number is not None and self._chance.random() < 0.3:
            added = self._begin("supplement", supplements=filing.number)
            path = f"/api/v1/reports/{filing.number}/supplements"
            self._keep(added, self._sender.get_through(_posted(added, path)))

    def _keep(self, filing: Filing, answer: Answer | None) -> None:
        filing.states = frozenset({FINISHED})
        if answer is not None:
            said = json.loads(answer.body)
            filing.number, filing.digest = said["number"], said["receipt"]["digest"]


def _posted(filing: Filing, path: str) -> Call:
    body = in_json(filing.token, urgent=filing.urgent)
    return Call(path, filing.token, body, "application/json", 201)
