"""The door behind a real server on a real socket: whole clients, long bodies, many at once."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from tests.doors.provider.dialects import DIALECTS, Dialect
from tests.doors.provider.papers import AS_JSON, MINIMAL, done, response
from tests.doors.provider.wiring import Door
from tipline.cli.serving.http import DoorHttp
from tipline.domain.lifecycle import State

REQUEST = "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {basic}\r\n{more}\r\n"


class Served:
    """A server of the door, in a thread of its own."""

    def __init__(self, door: Door, http: str | type[asyncio.Protocol]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            door.app,
            http=http,
            log_config=None,
            access_log=False,
            server_header=False,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: self._server.run(sockets=[self._socket]), daemon=True
        )
        self._thread.start()
        self.auth = httpx.BasicAuth(door.credentials.username, door.credentials.password)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", auth=self.auth, timeout=30)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()
        assert not self._thread.is_alive()


@pytest.fixture(params=[DoorHttp, "h11"], ids=["ours", "h11"])
def served(request: pytest.FixtureRequest, door: Door) -> Iterator[Served]:
    server = Served(door, request.param)
    yield server
    server.stop()


@pytest.mark.parametrize("dialect", DIALECTS, ids=[d.name for d in DIALECTS])
def test_a_client_files_a_report(served: Served, door: Door, dialect: Dialect) -> None:
    with served.client() as client:
        answer = client.post("/ispws/submit", **dialect.submission())
        assert answer.headers["Request-ID"]
        number = dialect.read(answer)
        assert dialect.read(client.post("/ispws/finish", **dialect.form(number))) == number
    assert door.row(number).state is State.FINISHED


def test_status_names_the_real_address(served: Served) -> None:
    with served.client() as client:
        said = response(client.get("/ispws/status").content)
    assert said.description.endswith("Remote Ip : 127.0.0.1")


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield bytes(65_536)


def test_a_large_upload_is_answered_and_the_connection_goes_on(served: Served) -> None:
    with served.client() as client:
        submitted = client.post("/ispws/submit", content=MINIMAL)
        number = response(submitted.content).report_id
        kind = {"Content-Type": "multipart/form-data; boundary=b17"}
        for path in ("/ispws/upload", "/ispws/fileinfo", "/ispws/submit"):
            answer = client.post(path, content=pieces(256), headers=kind)
            assert (answer.status_code, response(answer.content).code) == (400, 4000)
            assert client.get("/ispws/status").status_code == 200
        finished = client.post("/ispws/finish", data={"id": str(number)})
    assert done(finished.content).report_id == number


@pytest.mark.parametrize("path", ["/ispws/submit", "/ispws/finish", "/api/v1/reports"])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_document_that_is_too_large_is_answered(
    served: Served, path: str, chunked: bool
) -> None:
    content = pieces(80) if chunked else bytes(80 * 65_536)
    with served.client() as client:
        assert client.post(path, content=content).status_code == 413
        assert client.get("/ispws/status").status_code == 200


def talk(served: Served, path: str, more: str, body: bytes) -> bytes:
    """Say something by hand and return all that is answered until the server hangs up."""
    basic = next(served.auth.auth_flow(httpx.Request("GET", "http://x"))).headers["Authorization"]
    head = REQUEST.format(path=path, basic=basic, more=more)
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        heard = b""
        while piece := connection.recv(65_536):
            heard += piece
    return heard


def test_a_client_may_ask_before_it_sends(served: Served) -> None:
    body = MINIMAL.encode()
    more = f"Expect: 100-continue\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    heard = talk(served, "/ispws/submit", more, body)
    assert heard.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_a_client_that_leaves_in_the_middle_stores_nothing(served: Served, door: Door) -> None:
    basic = next(served.auth.auth_flow(httpx.Request("GET", "http://x"))).headers["Authorization"]
    more = f"Content-Length: {len(MINIMAL)}\r\n"
    head = REQUEST.format(path="/ispws/submit", basic=basic, more=more)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
            connection.sendall(head.encode() + MINIMAL.encode()[:-20])
    with served.client() as client:
        assert client.get("/ispws/status").status_code == 200
    assert door.writer.written == []


def test_many_clients_at_once_are_all_served(served: Served, door: Door) -> None:
    async def filing(client: httpx.AsyncClient) -> int:
        answer = await client.post("/ispws/submit", content=MINIMAL)
        number = response(answer.content).report_id
        finished = await client.post("/ispws/finish", data={"id": str(number)})
        assert finished.status_code == 200
        in_json = await client.post("/api/v1/reports", content=AS_JSON)
        shown = await client.get(in_json.headers["Location"])
        assert shown.json() == in_json.json()
        assert number is not None
        return number

    async def all_at_once() -> list[int]:
        base = f"http://127.0.0.1:{served.port}"
        async with httpx.AsyncClient(base_url=base, auth=served.auth, timeout=60) as client:
            return await asyncio.gather(*(filing(client) for _ in range(50)))

    numbers = asyncio.run(all_at_once())
    assert len({*numbers}) == 50
    assert {door.row(number).state for number in numbers} == {State.FINISHED}


@pytest.fixture
def ours(door: Door) -> Iterator[Served]:
    server = Served(door, DoorHttp)
    yield server
    server.stop()


NO_HTTP = (
    b"{path} HTTP/1.1\r\n\r\n",
    b"POST {path} HTTP/9.9\r\nHost: a\r\n\r\n",
    b"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    b"POST {path} HTTP/1.1\r\nHost: a\r\nno header\r\n\r\n",
    b"POST {path} HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nx",
)


@pytest.mark.parametrize("request_line", NO_HTTP)
@pytest.mark.parametrize("path", [b"/ispws/submit", b"/api/v1/reports"])
def test_what_is_no_http_is_answered_in_the_doors_language(
    ours: Served, request_line: bytes, path: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", ours.port), timeout=30) as connection:
        connection.sendall(request_line.replace(b"{path}", path))
        heard = b""
        while piece := connection.recv(65_536):
            heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert first == "HTTP/1.1 400 Bad Request"
    assert int(headers["content-length"]) == len(body)
    assert len(headers["request-id"]) == 32
    assert (headers["cache-control"], headers["connection"]) == ("no-store", "close")
    assert headers["x-content-type-options"] == "nosniff"
    if headers["content-type"] == "application/xml":
        assert response(body).code == 4000
    else:
        assert json.loads(body)["code"] == "request_invalid"
        assert not request_line.startswith(b"POST") or path.startswith(b"/api")
