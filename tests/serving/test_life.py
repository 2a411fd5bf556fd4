"""How a hotline starts and ends: from nothing, with requests under way, and by force."""

import base64
import os
import re
import signal
import socket
import threading
from pathlib import Path

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL
from tests.serving.running import Running, running, tipline, wait_until


def test_it_answers_from_an_empty_folder_and_ends_in_order(tmp_path: Path) -> None:
    with running(tmp_path / "data") as hotline:
        wait_until(lambda: hotline.get("/readyz").status_code == 200, seconds=10)
        assert "KEEP A COPY ELSEWHERE" in hotline.said
        assert {*hotline.children()} >= {"writer", "web"}
        assert hotline.end() == 0
        assert hotline.children() == {}
    with running(tmp_path / "data") as again:
        assert "KEEP A COPY" not in again.said


def half_sent(hotline: Running, basic: str) -> socket.socket:
    """Begin a request and leave its body unfinished."""
    connection = socket.create_connection(("127.0.0.1", hotline.port), timeout=30)
    head = (
        f"POST /ispws/submit HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {basic}\r\n"
        f"Content-Length: {len(MINIMAL)}\r\n\r\n"
    )
    connection.sendall(head.encode() + MINIMAL.encode()[:40])
    return connection


def test_a_request_that_has_begun_is_finished(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "tipline.toml").write_text("web_processes = 1\n")
    with running(tmp_path / "data") as hotline:
        pair = ":".join(hotline.credentials())
        connection = half_sent(hotline, base64.b64encode(pair.encode()).decode())
        with connection:
            assert hotline.get("/healthz").status_code == 200  # it has been read by now
            hotline.process.send_signal(signal.SIGTERM)
            wait_until(lambda: refused(hotline.port))
            connection.sendall(MINIMAL.encode()[40:])
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")
        assert hotline.process.wait(30) == 0
        assert hotline.children() == {}


def refused(port: int) -> bool:
    """Tell whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return True
    return False


def test_what_was_acknowledged_under_load_is_there(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    unexpected: list[int] = []

    def file_many(hotline: Running, auth: tuple[str, str]) -> None:
        with httpx.Client(base_url=hotline.address, auth=auth, timeout=30) as client:
            while True:
                try:
                    answer = client.post("/api/v1/reports", content=AS_JSON)
                except httpx.TransportError:
                    return
                if answer.status_code == 201:
                    acknowledged.append(answer.headers["Location"])
                else:
                    unexpected.append(answer.status_code)

    with running(tmp_path / "data") as hotline:
        auth = hotline.credentials()
        clients = [threading.Thread(target=file_many, args=(hotline, auth)) for _ in range(8)]
        for one in clients:
            one.start()
        wait_until(lambda: len(acknowledged) > 200)
        assert hotline.end() == 0
        for one in clients:
            one.join(30)
        assert unexpected == []
    with (
        running(tmp_path / "data") as again,
        httpx.Client(base_url=again.address, auth=auth) as client,
    ):
        assert len({*acknowledged}) == len(acknowledged)
        lost = [path for path in acknowledged if client.get(path).status_code != 200]
        assert lost == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_child_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path / "data") as hotline:
        assert len(hotline.children()) >= 2
        hotline.end(number)
        wait_until(lambda: not hotline.children(), seconds=5)


@pytest.mark.parametrize("role", ["web", "writer"])
def test_a_child_that_dies_is_started_again(tmp_path: Path, role: str) -> None:
    with running(tmp_path / "data") as hotline:
        hotline.kill_one(role)
        wait_until(lambda: is_ready(hotline))
        assert "child_ended" in hotline.log.read_text()


def is_ready(hotline: Running) -> bool:
    """Tell whether it answers and is ready."""
    try:
        return hotline.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def test_a_writer_that_hangs_is_told_by_readiness_alone(tmp_path: Path) -> None:

    with running(tmp_path / "data") as hotline:
        (writer,) = hotline.children()["writer"]
        os.kill(writer, signal.SIGSTOP)
        try:
            wait_until(lambda: hotline.get("/readyz").status_code == 503)
            found = hotline.get("/readyz").json()
            assert found == {"ready": False, "missing": ["writer"]}
            assert hotline.get("/healthz").status_code == 200
        finally:
            os.kill(writer, signal.SIGCONT)
        wait_until(lambda: is_ready(hotline))


MALFORMED = (
    b"GARBAGE\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    b"POST /ispws/submit HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01",
)
PATHS = ("/", "/ispws/status", "/api/v1/reports/17", "/desk/log-in/", "/desk/x", "/healthz")


def test_no_answer_names_the_server(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--metrics-port", "0") as hotline:
        heard = [hotline.raw(one) for one in MALFORMED]
        heard += [
            hotline.raw(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            for path in PATHS
        ]
        assert any(b" 400 " in one.partition(b"\r\n")[0] for one in heard[: len(MALFORMED)])
        for one in heard:
            head = one.partition(b"\r\n\r\n")[0].lower()
            assert head.startswith(b"http/1.1 ")
            assert b"\r\nserver:" not in head
            for word in (b"uvicorn", b"starlette", b"django", b"python", b"tipline/"):
                assert word not in head
        labels = 'door="desk",route="/desk/log-in/",status="2xx"'
        assert hotline.counted()[f"tipline_requests_total{{{labels}}}"] == 1
        assert hotline.get("/metrics").status_code == 404
        log = hotline.log.read_text()
        assert "GARBAGE" not in log
        assert "127.0.0.1" not in log


OPEN = {
    "all": {"/", "/desk/log-in/", "/ispws/xsd"},
    "desk": {"/desk/log-in/"},
    "public": {"/"},
    "provider": {"/ispws/xsd"},
}


@pytest.mark.parametrize("door", OPEN)
def test_each_door_is_open_where_it_was_asked_for_and_probes_everywhere(
    tmp_path: Path, door: str
) -> None:
    with running(tmp_path / "data", "--door", door) as hotline:
        assert is_ready(hotline)
        assert hotline.get("/healthz").status_code == 200
        found = {path: hotline.get(path) for path in OPEN["all"]}
        shut = {path for path, answer in found.items() if answer.status_code == 404}
        assert shut == OPEN["all"] - OPEN[door]
        assert {"set-cookie" in found[path].headers for path in ("/", "/ispws/xsd")} == {False}
        if "/" not in shut:
            assert "in danger now" in found["/"].text
            style = re.findall(r'href="(/assets/theme[^"]+)"', found["/"].text)[0]
            assert hotline.get(style).headers["content-type"] == "text/css; charset=utf-8"
            assert "The public page " in hotline.said


def test_a_provider_that_comes_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "tipline.toml").write_text("web_processes = 1\nrequests_per_minute = 3\n")
    with running(data) as hotline:
        auth = hotline.credentials()
        found = [httpx.get(f"{hotline.address}/ispws/status", auth=auth) for _ in range(4)]
        assert [one.status_code for one in found] == [200, 200, 200, 429]
        assert int(found[3].headers["retry-after"]) > 0


def test_a_demo_needs_the_provider_door(tmp_path: Path) -> None:
    said = tipline("serve", "--data", str(tmp_path / "data"), "--demo", "--door", "public")
    assert (said.status, "--demo needs the provider door" in said.err) == (64, True)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = tipline("serve", "--data", str(tmp_path / "data"), "--port", port)
    assert said.status == 1
    assert f"Nothing can listen at 127.0.0.1 port {port}: address already in use." in said.err
