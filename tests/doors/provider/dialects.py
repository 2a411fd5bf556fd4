"""How eleven public clients speak: what they send, and how they read the answers.

Source: CyberTipline API reference, sections 1.1, 1.2, 1.3 and 3. Where it is silent, a client
sends what the official documentation asks for (`text/xml; charset=utf-8`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from lxml import etree

from tests.doors.provider.papers import MINIMAL

DOCUMENTED = "text/xml; charset=utf-8"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = (
    '<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="https://report.example.org/ispws/xsd">'
)

Read = Callable[[httpx.Response], int]


class ClientError(Exception):
    """The client takes the answer for a failure; its code, if the client looked for one."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


def _root(answer: httpx.Response) -> "etree._Element":
    return etree.fromstring(answer.content)


def _code(root: "etree._Element") -> int:
    return int(root.findtext("responseCode", ""))


def _number(root: "etree._Element") -> int:
    return int(root.findtext("reportId", ""))


def by_code(answer: httpx.Response) -> int:
    """Ignore the status; a failure must not come with a positive report id (SK22, BP25, EL16)."""
    root = _root(answer)
    if _code(root) != 0:
        assert root.findtext("reportId", "0") == "0"
        raise ClientError(_code(root))
    return _number(root)


def only_200(answer: httpx.Response) -> int:
    """Take nothing but HTTP 200 (XF25, NB26)."""
    if answer.status_code != 200:
        raise ClientError
    return _number(_root(answer))


def by_status(answer: httpx.Response) -> int:
    """Take 2xx as success and read the document of all others (CO26)."""
    if not answer.is_success:
        raise ClientError(_code(_root(answer)))
    return _number(_root(answer))


def by_status_and_description(answer: httpx.Response) -> int:
    """The same, and a success has a description that is no number (CT26, CV26)."""
    number = by_status(answer)
    root = _root(answer)
    if root.tag == "reportResponse":
        description = root.findtext("responseDescription", "")
        if not description or description.isnumeric():
            raise ClientError
    return number


def by_root_name(answer: httpx.Response) -> int:
    """Need the name of the root, and the request id for the log (NA26, KU26)."""
    if not answer.headers["Request-ID"]:
        raise ClientError
    if _root(answer).tag not in {"reportResponse", "reportDoneResponse"}:
        raise ClientError
    return by_code(answer)


def by_content_type(answer: httpx.Response) -> int:
    """Read only `application/xml`, and take "not found" for an unknown report (LW25)."""
    if "application/xml" not in answer.headers["Content-Type"]:
        raise ClientError
    root = _root(answer)
    if "not found" in root.findtext("responseDescription", "").lower():
        raise ClientError(5001)
    return by_code(answer)


@dataclass(frozen=True)
class Dialect:
    """What a client sends, and how it reads."""

    name: str
    read: Read
    multipart: bool
    content_type: str | None = DOCUMENTED
    declared: bool = True
    bare: bool = False
    more: dict[str, str] = field(default_factory=dict)

    def document(self) -> bytes:
        """Write a report the way this client does."""
        text = MINIMAL if self.bare else MINIMAL.replace("<report>", SCHEMA)
        return ((DECLARATION if self.declared else "") + text).encode()

    def submission(self) -> dict[str, Any]:
        """Return what goes into a call of submit."""
        kind = {} if self.content_type is None else {"Content-Type": self.content_type}
        return {"content": self.document(), "headers": kind | self.more}

    def form(self, number: int) -> dict[str, Any]:
        """Return what goes into a call of finish or retract."""
        if self.multipart:
            return {"files": {"id": (None, str(number))}, "headers": self.more}
        return {"data": {"id": str(number)}, "headers": self.more}


DIALECTS = [
    Dialect("BP25", by_code, multipart=False, declared=False, bare=True),
    Dialect("CO26", by_status, multipart=True, content_type="text/xml", declared=False, bare=True),
    Dialect(
        "CT26",
        by_status_and_description,
        multipart=True,
        content_type="text/plain;charset=UTF-8",
    ),
    Dialect("CT26 elsewhere", by_status_and_description, multipart=True, content_type=None),
    Dialect("CV26", by_status_and_description, multipart=True, bare=True),
    Dialect("EL16", by_code, multipart=False),
    Dialect("KU26", by_root_name, multipart=True),
    Dialect("LW25", by_content_type, multipart=False),
    Dialect("NA26", by_root_name, multipart=False, bare=True),
    Dialect("NB26", only_200, multipart=True, bare=True),
    Dialect("SK22", by_code, multipart=False),
    Dialect("XF25", only_200, multipart=True),
    Dialect(
        "curl",
        by_code,
        multipart=False,
        content_type="application/x-www-form-urlencoded",
        more={"Accept": "*/*"},
    ),
]
