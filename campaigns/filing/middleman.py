"""Stands between a filer and a service, and maltreats calls by plan: the network at its worst."""

import contextlib
import http.client
import socket
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

HANGS: Final = 1.0
"""Seconds that a hanging call hangs; longer than the filer waits."""

BEFORE: Final = ("cut before", "500 before", "503 before", "429", "hang before", "web page before")
"""Faults after which the service has not acted."""
AFTER: Final = ("cut after", "500 after", "hang after", "half an answer", "web page after")
"""Faults after which it has."""
FAULTS: Final = (*BEFORE, *AFTER)

_PAGE: Final = b"<html><body>Please accept the terms of this network.</body></html>"
_KEPT: Final = frozenset({"authorization", "content-type", "idempotency-key"})


class Middleman:
    """Listens on a port of this machine and passes calls on, but for those in the plan.

    `plan` has by call the faults that come next.
    """

    def __init__(self, base_url: str) -> None:
        there = urlsplit(base_url)
        self.there = (there.hostname or "", there.port or 0)
        self.path = there.path
        self.plan: dict[str, deque[str]] = {}
        self.met = 0
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def base_url(self) -> str:
        """The address that a filer files with."""
        return f"http://127.0.0.1:{self._server.server_port}{self.path}"

    def maltreat(self, **faults: tuple[str, ...]) -> None:
        """Replace the plan."""
        self.plan = {call: deque(names) for call, names in faults.items()}

    def next_fault(self, call: str) -> str:
        """Return the fault of a call that arrives; empty if there is none."""
        waiting = self.plan.get(call)
        if not waiting:
            return ""
        self.met += 1
        return waiting.popleft()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """Listens for a middleman."""

    daemon_threads = True

    def __init__(self, middleman: Middleman) -> None:
        self.middleman = middleman
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: whoever asked was killed."""


class _Handler(BaseHTTPRequestHandler):
    """One connection of a filer."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""

    def do_GET(self) -> None:
        """Pass a look on."""
        self._pass_on()

    def do_POST(self) -> None:
        """Pass an act on."""
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.middleman.next_fault(self.path.rpartition("/")[2])
        if fault in BEFORE:
            self._fail(fault)
            return
        status, headers, answer = self._ask(body)
        if fault:
            self._fail(fault, status, answer)
            return
        with contextlib.suppress(OSError):  # whoever asked may have been killed
            self._answer(status, answer, headers)

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        asked = {name: text for name, text in self.headers.items() if name.lower() in _KEPT}
        connection = http.client.HTTPConnection(*self.server.middleman.there, timeout=30)
        try:
            connection.request(self.command, self.path, body, asked)
            answer = connection.getresponse()
            kept = {"Content-Type": answer.headers.get("Content-Type", "")}
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    def _fail(self, fault: str, status: int = 0, answer: bytes = b"") -> None:
        kind = fault.rpartition(" ")[0] or fault
        with contextlib.suppress(OSError):
            if kind in {"500", "503"}:
                self._answer(int(kind), b"", {})
            elif fault == "429":
                self._answer(429, b"", {"Retry-After": "0"})
            elif kind == "web page":
                self._answer(200, _PAGE, {"Content-Type": "text/html"})
            elif fault == "half an answer":
                self._answer(status, answer, {}, sent=len(answer) // 2)
            elif kind == "hang":
                threading.Event().wait(HANGS)
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(
        self, status: int, body: bytes, headers: dict[str, str], sent: int | None = None
    ) -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])
        self.wfile.flush()
