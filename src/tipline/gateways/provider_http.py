"""Files reports at a provider door over HTTP, for demonstrations on this machine."""

import base64
import http.client
import socket
import ssl
from typing import Final

from tipline.codecs.cybertipline import ReportResponse, decode_response
from tipline.domain.errors import TiplineError

_BASE: Final = "/ispws"
_PATIENCE_SECONDS: Final = 30.0
_ASKING_SECONDS: Final = 10.0


class DoorRefusedError(TiplineError):
    """The provider door did not take a report."""

    code = "door_refused"


def find_door(host: str, port: int) -> None:
    """Ask without credentials whether a provider door answers at an address, in plain HTTP.

    Raises:
        DoorRefusedError: nothing answers, it speaks TLS, or it is something else.
    """
    connection = http.client.HTTPConnection(host, port, timeout=_ASKING_SECONDS)
    try:
        connection.request("GET", f"{_BASE}/status")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, UnicodeError):
        status = 0
    finally:
        connection.close()
    if status == http.HTTPStatus.UNAUTHORIZED:
        return
    address = f"{host}:{port}"
    if _speaks_tls(host, port):
        raise DoorRefusedError(
            f"The server at {address} speaks TLS, and made-up reports are sent without. Start a"
            " hotline for trial without a certificate."
        )
    if not status:
        raise DoorRefusedError(
            f"No server answers at {address}. Start one with `tipline serve`, or say where it"
            " listens with --host and --port."
        )
    raise DoorRefusedError(
        f"The server at {address} has no provider door open: it answered {status}."
    )


def _speaks_tls(host: str, port: int) -> bool:
    """Tell whether TLS begins at an address; whose certificate it is does not matter."""
    try:
        with socket.create_connection((host, port), timeout=_ASKING_SECONDS) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname=host).close()
    except ssl.SSLCertVerificationError:
        return True
    except (OSError, ValueError):
        return False
    return True


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
        except (OSError, http.client.HTTPException) as error:
            raise DoorRefusedError("The provider door does not answer.") from error
        if answer.code or answer.report_id is None:
            said = answer.description if isinstance(answer, ReportResponse) else ""
            raise DoorRefusedError(f"The provider door answered {answer.code}: {said}")
        return answer.report_id
