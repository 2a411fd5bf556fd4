"""Reads answers off a socket as they are, and holds each against what the door may say."""

import contextlib
import json
import socket
from dataclasses import dataclass

from tipline.codecs import cybertipline
from tipline.domain.errors import TiplineError

CANARY = b"cnry"
"""What stands in the reports of another provider, and may stand in no answer."""

_PATIENCE_SECONDS = 1.0
_BODILESS = {204, 304}


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers by small letters, body."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, request: bytes) -> bytes:
    """Send bytes and return all that comes back until the other side ends, or says no more."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS) as connection:
        with contextlib.suppress(OSError):  # refused before its end: the answer may be there
            connection.sendall(request)
        with contextlib.suppress(
            OSError
        ):  # it waits for more, or hung up on what it will not read
            while piece := connection.recv(65_536):
                heard += piece
    return heard


def answers_in(heard: bytes, *, bodiless: bool) -> list[Answer]:
    """Return the answers in what was heard; raises ValueError for what is no HTTP."""
    found: list[Answer] = []
    while heard:
        head, gap, heard = heard.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        version, status, *_ = first.split(" ", 2)
        if version != "HTTP/1.1" or not gap:
            raise ValueError(f"no HTTP: {head[:60]!r}")
        pairs = (line.split(":", 1) for line in lines)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        if status == "100":
            continue
        size = int(headers.get("content-length", "0"))
        if bodiless and not found and (not heard or heard.startswith(b"HTTP/")):
            size = 0  # what is no HTTP is answered whole, even after HEAD
        found.append(Answer(int(status), headers, heard[:size]))
        heard = heard[size:]
    return found


def broken_laws(answer: Answer, *, bodiless: bool) -> list[str]:
    """Return what is wrong with an answer."""
    headers, broken = answer.headers, list[str]()
    if answer.status >= 500:
        broken.append(f"status {answer.status}")
    if len(headers.get("request-id", "")) != 32:
        broken.append("no Request-ID")
    if headers.get("cache-control") != "no-store":
        broken.append("may be kept by others")
    if headers.get("x-content-type-options") != "nosniff":
        broken.append("no nosniff")
    if "server" in headers:
        broken.append("names its software")
    if CANARY in answer.body + repr(headers).encode():
        broken.append("says what another provider filed")
    if not bodiless and not _in_the_doors_language(answer):
        broken.append(f"in no language of this door: {answer.headers.get('content-type')}")
    return [f"{law} (status {answer.status})" for law in broken]


def _in_the_doors_language(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "")
    if answer.status == 401 and not answer.body:
        return True
    try:
        if kind == "application/xml":
            if b"<xs:schema" in answer.body or b"<xsd:schema" in answer.body:
                return answer.status == 200
            code = cybertipline.decode_response(answer.body).code
            return (code == 0) == (answer.status == 200)
        said = json.loads(answer.body)
    except (TiplineError, ValueError):
        return False
    if kind == "application/problem+json":
        return bool(said["status"] == answer.status)
    return kind == "application/json" and answer.status < 300
