"""Files reports at a provider door over HTTP, for demonstrations on this machine."""

import base64
import http.client
from typing import Final

from tipline.codecs.cybertipline import ReportResponse, decode_response
from tipline.domain.errors import TiplineError

_BASE: Final = "/ispws"
_PATIENCE_SECONDS: Final = 30.0


class DoorRefusedError(TiplineError):
    """The provider door did not take a report."""

    code = "door_refused"


class ProviderHttp:
    """One provider's connection to a door; keeps it open between reports."""

    def __init__(self, host: str, port: int, username: str, password: str) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)
        pair = base64.b64encode(f"{username}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}

    def file(self, document: bytes) -> int:
        """Submit a CyberTipline document, finish it, and return its number.

        Raises:
            DoorRefusedError: the door answered with an error, or not at all.
        """
        number = self._post("submit", document, "text/xml; charset=utf-8")
        self._post("finish", f"id={number}".encode(), "application/x-www-form-urlencoded")
        return number

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _post(self, name: str, body: bytes, content_type: str) -> int:
        headers = {**self._headers, "Content-Type": content_type}
        try:
            self._connection.request("POST", f"{_BASE}/{name}", body, headers)
            answer = decode_response(self._connection.getresponse().read())
        except OSError as error:
            raise DoorRefusedError("The provider door does not answer.") from error
        if answer.code or answer.report_id is None:
            said = answer.description if isinstance(answer, ReportResponse) else ""
            raise DoorRefusedError(f"The provider door answered {answer.code}: {said}")
        return answer.report_id
