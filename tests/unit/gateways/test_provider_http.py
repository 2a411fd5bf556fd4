"""A door is asked for before anything is sent to it; what stands there instead is told."""

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.serving.certificates import make_pair
from tipline.gateways.provider_http import DoorRefusedError, find_door
from tipline.gateways.system_clock import SystemClock


@contextmanager
def answering(status: int, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Answer every request with a status, and yield the port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client without TLS is what the test is about."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_door_that_asks_for_credentials_is_found() -> None:
    with answering(401) as port:
        find_door("127.0.0.1", port)


@pytest.mark.parametrize("status", [200, 404, 503])
def test_what_is_no_provider_door_is_told(status: int) -> None:
    with answering(status) as port, pytest.raises(DoorRefusedError, match=f"answered {status}"):
        find_door("127.0.0.1", port)


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(DoorRefusedError, match="No server answers"):
        find_door("127.0.0.1", port)


def test_tls_is_told(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, begins=SystemClock().now() - timedelta(days=1))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    with answering(200, context) as port, pytest.raises(DoorRefusedError, match="speaks TLS"):
        find_door("127.0.0.1", port)
