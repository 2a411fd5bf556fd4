"""HTTP as uvicorn speaks it, but what is no HTTP is answered in the door's own language."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from tipline.bootstrap import system_randomness
from tipline.doors.provider import malformed_answer

_LONGEST_PATH: Final = 200
"""Enough to tell in which language to answer."""


class DoorHttp(HttpToolsProtocol):
    """One connection to the doors."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's own words
        """Answer bytes that are no request, and hang up."""
        target: bytes = getattr(self, "url", b"")
        path = target[:_LONGEST_PATH].partition(b"?")[0].decode("latin-1")
        answer = malformed_answer(path, system_randomness())
        headers = [*answer.raw_headers, *self.server_state.default_headers]
        lines = [b": ".join(pair) + b"\r\n" for pair in headers]
        self.transport.write(
            b"".join((STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)))
        )
        self.transport.close()
