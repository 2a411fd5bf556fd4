"""Facts, never files: what carries one is discarded unread, and the open report stays."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.types import Message

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import Door
from tipline.domain.lifecycle import State
from tipline.doors.provider import Bounds

FILE_PATHS = ("/ispws/upload", "/ispws/fileinfo")
DOCUMENT_PATHS = ("/ispws/submit", "/ispws/finish", "/ispws/retract")
OCTETS = bytes(range(256)) * 64


@pytest.fixture(autouse=True)
def no_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave nowhere to put a file: whoever tries to spool one fails."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not-there"))


def submit(door: Door) -> int:
    answer = response(door.post("/ispws/submit", MINIMAL.encode()).content)
    assert answer.report_id is not None
    return answer.report_id


def is_refused(status: int, body: bytes) -> bool:
    said = response(body)
    return (status, said.code, said.report_id) == (400, 4000, None) and (
        "facts only, never files" in said.description
    )


@pytest.mark.parametrize("path", FILE_PATHS)
def test_a_file_call_is_refused_and_the_report_can_be_finished(door: Door, path: str) -> None:
    number = submit(door)
    form = {"id": (None, str(number)), "file": ("a.bin", OCTETS, "application/octet-stream")}
    answer = door.ask("POST", path, files=form)
    assert is_refused(answer.status_code, answer.content)
    assert door.row(number).state is State.OPEN
    finished = door.ask("POST", "/ispws/finish", data={"id": str(number)})
    assert finished.status_code == 200


@pytest.mark.parametrize("path", FILE_PATHS)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", None),
        (b"<fileDetails><reportId>17</reportId></fileDetails>", "text/xml"),
        (OCTETS, "application/octet-stream"),
        (b"id=17", "application/x-www-form-urlencoded"),
        (b"no boundary at all", "multipart/form-data"),
    ],
)
def test_whatever_a_file_call_carries(
    door: Door, path: str, content: bytes, kind: str | None
) -> None:
    answer = door.post(path, content, headers={"Content-Type": kind} if kind else {})
    assert is_refused(answer.status_code, answer.content)


@pytest.mark.parametrize("path", DOCUMENT_PATHS)
@pytest.mark.parametrize(
    "part",
    [
        ("a.jpg", OCTETS, "image/jpeg"),
        ("a.txt", b"text", "text/plain"),
        ("a", b""),
        (None, OCTETS, "application/octet-stream"),
    ],
)
def test_a_file_part_is_refused_elsewhere_too(
    door: Door, path: str, part: tuple[str | None, bytes] | tuple[str | None, bytes, str]
) -> None:
    number = submit(door)
    answer = door.ask("POST", path, files={"id": (None, str(number)), "anything": part})
    assert is_refused(answer.status_code, answer.content)
    assert door.row(number).state is State.OPEN


@pytest.mark.parametrize("name", ['filename=""', "filename*=UTF-8''a.bin", "FileName=a"])
def test_a_file_name_in_another_spelling_is_one(door: Door, name: str) -> None:
    head = f'Content-Disposition: form-data; name="id"; {name}'
    body = f"--b17\r\n{head}\r\n\r\n17\r\n--b17--\r\n".encode()
    headers = {"Content-Type": "multipart/form-data; boundary=b17"}
    answer = door.post("/ispws/finish", body, headers=headers)
    assert is_refused(answer.status_code, answer.content)


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "audio/mpeg", "Multipart/mixed"])
def test_a_document_that_declares_to_be_a_file_is_refused(door: Door, kind: str) -> None:
    answer = door.post("/ispws/submit", MINIMAL.encode(), headers={"Content-Type": kind})
    assert is_refused(answer.status_code, answer.content)


@pytest.mark.parametrize("path", ["/api/v1/reports", "/api/v1/reports/17/supplements"])
def test_json_refuses_files_in_its_own_language(door: Door, path: str) -> None:
    answer = door.ask("POST", path, files={"report": ("a.json", AS_JSON, "application/json")})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["code"], said["status"]) == ("files_refused", 400)
    assert "facts only, never files" in said["detail"]


def test_a_file_hidden_in_text_is_refused(door: Door) -> None:
    hidden = "<additionalInfo>data:image/png;base64,iVBORw0KGgo=</additionalInfo></report>"
    answer = door.post("/ispws/submit", MINIMAL.replace("</report>", hidden).encode())
    said = response(answer.content)
    assert (answer.status_code, said.code) == (400, 4100)
    assert "facts only, never files" in said.description


class Hose:
    """A body without end, whose every piece is the same object; counts what was taken."""

    def __init__(self, pieces: int | None) -> None:
        self.left = pieces
        self.taken = 0
        self._piece = bytes(65_536)

    async def receive(self) -> Message:
        await asyncio.sleep(0)
        self.taken += 1
        if self.left is not None:
            self.left -= 1
        more = self.left is None or self.left > 0
        return {"type": "http.request", "body": self._piece, "more_body": more}


MULTIPART = [(b"content-type", b"multipart/form-data; boundary=b17")]


@pytest.mark.parametrize("path", [*FILE_PATHS, "/ispws/submit", "/api/v1/reports"])
def test_a_large_file_goes_by_without_being_kept(door: Door, path: str) -> None:
    door.ask("GET", "/ispws/status")
    hose = Hose(pieces=8_192)
    tracemalloc.start()
    status, headers, _ = door.raw("POST", path, hose.receive, MULTIPART)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (status, hose.left) == (400, 0)
    assert "connection" not in headers
    assert peak < 1_048_576


def test_a_file_without_end_is_cut_off(door: Door) -> None:
    door.rebuild(bounds=Bounds(longest_pause=5.0, most_discarded=10 * 65_536))
    hose = Hose(pieces=None)
    status, headers, _ = door.raw("POST", "/ispws/upload", hose.receive, MULTIPART)
    assert (status, hose.taken) == (400, 10)
    assert headers["connection"] == "close"


def test_a_file_part_in_a_form_without_end_is_cut_off(door: Door) -> None:
    door.rebuild(bounds=Bounds(longest_pause=5.0, most_discarded=65_536))

    async def form() -> AsyncIterator[bytes]:
        yield b'--b17\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(64):
            yield bytes(4_096)
        raise AssertionError("nobody should read on")

    headers = {"Content-Type": "multipart/form-data; boundary=b17"}
    answer = door.post("/ispws/finish", form(), headers=headers)
    assert is_refused(answer.status_code, answer.content)
