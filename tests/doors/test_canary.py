"""Planted facts: filed through the real door, and nowhere to be found without the private key."""

import base64
import http.client
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from campaigns.databases import Database, database
from campaigns.hotline import Hotline
from tests.doors.planting import MARK, Planter, found_in, needles
from tipline.codecs import cybertipline, report_json
from tipline.gateways.key_files import load_hotline_private
from tipline.gateways.sealing import HpkeOpener
from tipline.ports.sealing import Sealed

XML, JSON = "text/xml; charset=utf-8", "application/json"
REPORTS = ("SELECT number, sealed_key, sealed_body FROM report ORDER BY number",)
DISPLAYS = "SELECT report_id, display FROM sighting ORDER BY report_id, place"

Rows = list[tuple[int, ...]]


class Provider:
    """A client that plants facts, wherever a request has room for one."""

    def __init__(self, hotline: Hotline) -> None:
        self._port = hotline.port
        self._authorization = hotline.admit("Example Chat")
        self.planter = Planter(0)
        self.refused = Planter(5_000)
        self.sent = b""

    def post(
        self, path: str, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Send a request and return its status and the Location it was given."""
        self.sent += body
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        named = {"Authorization": self._authorization, "Content-Type": kind, **(headers or {})}
        connection.request("POST", path, body, named)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers["Location"] or ""

    def file(self) -> None:
        """File planted facts in both languages, and a supplement; all of it is taken."""
        xml = cybertipline.encode_report(self.planter.planted())
        assert self.post("/ispws/submit", xml, XML, {"Idempotency-Key": "1"})[0] == 200
        report = report_json.encode_report(self.planter.planted())
        status, location = self.post("/api/v1/reports", report, JSON, {"Idempotency-Key": "2"})
        assert status == 201
        supplement = report_json.encode_report(self.planter.planted())
        path = f"{location}/supplements"
        assert self.post(path, supplement, JSON, {"Idempotency-Key": "3"})[0] == 201

    def file_what_is_refused(self) -> None:
        """Send planted facts in everything that can be wrong with a request."""
        report = self.refused.planted()
        xml = cybertipline.encode_report(report)
        as_json = report_json.encode_report(report)
        word = f"{MARK}9999q"
        self.refused.facts.append(word)
        wrong = xml.replace(b"<incidentType>", f"<incidentType>{word}".encode())
        for body in (wrong, xml[:-30], xml + word.encode(), b"\xff" + xml, xml * 40):
            assert self.post("/ispws/submit", body, XML)[0] in {400, 413}
        broken = (as_json[:-3], as_json.replace(b'"summary"', f'"{word}"'.encode()), b"[%s]")
        for body in (*broken, as_json * 40):
            assert self.post("/api/v1/reports", body, JSON)[0] in {400, 413}
        form = f'--b\r\nContent-Disposition: form-data; name="{word}"; filename="{word}"\r\n\r\n'
        multipart = "multipart/form-data; boundary=b"
        for path in ("upload", "fileinfo", "finish", "submit"):
            body = form.encode() + xml + b"\r\n--b--"
            assert self.post(f"/ispws/{path}", body, multipart)[0] == 400
        stranger = base64.b64encode(f"{word}:{word}".encode()).decode()
        for headers in ({"Authorization": f"Basic {stranger}"}, {word: word}):
            assert self.post("/ispws/submit", wrong, XML, headers)[0] in {400, 401}
        assert self.post(f"/ispws/{word}?{word}={word}", xml, XML)[0] == 404
        assert self.post(f"/api/v1/reports/{word}", xml, XML)[0] == 405
        again = {"Idempotency-Key": "1"}
        assert self.post("/ispws/submit", xml, XML, again)[0] == 422


@pytest.fixture(params=["sqlite", "postgresql"])
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with database(request.param, tmp_path) as opened:
        yield opened


def files(folder: Path) -> Iterator[bytes]:
    """Read every file below a folder; sockets have nothing to read."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes()


def tables(address: str) -> Iterator[bytes]:
    """Read every table of a PostgreSQL as bytes."""
    with psycopg.connect(address) as connection:
        listed = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in listed]
        assert "report" in names
        for name in names:
            question = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
            with connection.cursor().copy(question) as copied:
                yield b"".join(bytes(piece) for piece in copied)


def rows(used: Database, data: Path, question: str) -> list[tuple[int, bytes, bytes]]:
    """Return the rows of a question; a missing last column is empty."""
    if used.address is None:
        connection = sqlite3.connect(data / "tipline.sqlite3")
        found = connection.execute(question).fetchall()
        connection.close()
    else:
        with psycopg.connect(used.address) as asked:
            found = asked.execute(question.encode()).fetchall()
    return [(int(row[0]), bytes(row[1]), bytes(row[2]) if row[2:] else b"") for row in found]


def opened(used: Database, data: Path) -> bytes:
    """Return everything that was sealed, opened with the private key."""
    opener = HpkeOpener(load_hotline_private(data / "keys", None))
    displays: dict[int, list[bytes]] = {}
    for number, display, _ in rows(used, data, DISPLAYS):
        displays.setdefault(number, []).append(display)
    said = b""
    for number, key, body in rows(used, data, *REPORTS):
        sealed = Sealed(key=key, body=body, parts=tuple(displays.get(number, [])))
        found = opener.open(number, sealed)
        said += b"\n".join((found.body, *found.parts)) + b"\n"
    return said


def test_no_planted_fact_is_found_without_the_private_key(used: Database, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    places = {"TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)}
    hotline = Hotline(tmp_path / "hotline" / "data", used.environ | places)
    hotline.folder.parent.mkdir()
    hotline.start()
    try:
        provider = Provider(hotline)
        provider.file()
        provider.file_what_is_refused()
        facts = provider.planter.facts
        everything = facts + provider.refused.facts
        while_it_runs = [*files(hotline.folder.parent), *files(temporary)]
        assert hotline.command("backup", str(tmp_path / "copy")).returncode == 0
        assert hotline.command("audit", "export").returncode == 0
    finally:
        hotline.stop()
    assert len(facts) >= 200
    assert found_in(provider.sent, facts) == facts  # the search does find what is there
    afterwards = [
        *files(hotline.folder.parent),
        *files(temporary),
        (tmp_path / "copy").read_bytes(),
    ]
    stored = [] if used.address is None else [*tables(used.address)]
    if used.address is None:
        assert {"data/tipline.sqlite3-wal", "data/tipline.sqlite3-shm", "serve.log"} <= {
            data.partition(b"\n")[0].decode() for data in while_it_runs
        }
    for data in (*while_it_runs, *afterwards, *stored):
        assert found_in(data, everything) == []
    assert found_in(opened(used, hotline.folder), facts) == facts


def test_postgresqls_own_files_have_nothing_either(tmp_path: Path) -> None:
    """Its log of changes, its own log, and pages that were left behind."""
    with database("postgresql", tmp_path) as used:
        hotline = Hotline(tmp_path / "data", used.environ)
        hotline.start()
        try:
            provider = Provider(hotline)
            provider.file()
            provider.file_what_is_refused()
        finally:
            hotline.stop()
    marks = needles(MARK * 2) | {MARK.encode()}
    for data in files(tmp_path / "postgresql"):
        assert not any(mark in data for mark in marks)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_the_search_finds_a_fact_in_every_form(name: str) -> None:
    fact = f"{MARK}0017q@example.org"
    for before in (b"", b"x", b"xy", b"xyz"):
        plain = before + fact.upper().encode() + b"..."
        assert found_in(plain, [fact]) == [fact]
        assert found_in(before + fact.encode(name), [fact]) == [fact]
        assert found_in(base64.b64encode(before + fact.encode() + b"..."), [fact]) == [fact]
        assert found_in((before + fact.encode()).hex().encode(), [fact]) == [fact]
    assert found_in(b"nothing", [fact]) == []
