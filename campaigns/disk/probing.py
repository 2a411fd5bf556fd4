"""Looks at a hotline while its disk fails and after: what it takes, and how it refuses."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Final

from campaigns.documents import in_json, in_xml
from campaigns.faults.ledger import FINISHED, OPEN, Filing, Ledger
from campaigns.hotline import Hotline, status
from tipline.codecs.cybertipline import decode_response

_SURFACES: Final = {
    "xml": ("/ispws/submit", "text/xml; charset=utf-8", 200, "application/xml"),
    "json": ("/api/v1/reports", "application/json", 201, "application/problem+json"),
}
_READING: Final = 200
_UNAVAILABLE: Final = 503


@dataclass
class Seen:
    """How many fresh reports were refused and taken while a fault lasted."""

    refused: int = 0
    taken: int = 0


class Prober:
    """Sends fresh reports one by one, each once and without a key: nothing is tried again."""

    def __init__(self, hotline: Hotline, authorization: str, ledger: Ledger) -> None:
        self._hotline = hotline
        self._headers = {"Authorization": authorization}
        self._ledger = ledger
        self._count = 0

    def probe(self, seconds: float, seen: Seen) -> None:
        """Send reports in both languages, and look whether the rest still works."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for kind in _SURFACES:
                taken = self._file(kind)
                seen.taken += taken
                seen.refused += not taken
            found = status(self._hotline.port, "/ispws/status", self._headers)
            if found != _READING:
                self._ledger.breaks(f"/ispws/status answered {found} while the disk failed")
            time.sleep(0.03)

    def recovery(self, within: float) -> float:
        """Return in how many seconds reports are taken again in both languages."""
        began = time.monotonic()
        while not all(self._file(kind) for kind in _SURFACES):
            if time.monotonic() - began > within:
                self._ledger.breaks(
                    f"nothing was taken {within:.0f} s after the disk worked again"
                )
                break
            time.sleep(0.02)
        return time.monotonic() - began

    def _file(self, kind: str) -> bool:
        """Send one fresh report and tell whether it was taken."""
        path, content_type, done, language = _SURFACES[kind]
        self._count += 1
        state = OPEN if kind == "xml" else FINISHED
        token = f"probe-{self._count}"
        filing = self._ledger.add(Filing(token, kind, urgent=False, states=frozenset({state})))
        make = in_xml if kind == "xml" else in_json
        connection = http.client.HTTPConnection("127.0.0.1", self._hotline.port, timeout=30)
        try:
            headers = {**self._headers, "Content-Type": content_type}
            connection.request("POST", path, make(token, urgent=False), headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status == done:
            filing.number = (
                decode_response(body).report_id if kind == "xml" else json.loads(body)["number"]
            )
            return True
        expected = (_UNAVAILABLE, language, True)
        found = (answer.status, answer.headers["Content-Type"], "Retry-After" in answer.headers)
        if found != expected:
            self._ledger.breaks(f"{path} refused with {found}: {body[:200]!r}")
        return False
