"""A visitor's browser, over real HTTP: one cookie, the forms of a page, nothing else."""

import html
import http.client
import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

GONE: Final = (OSError, http.client.HTTPException)

_PATIENCE_SECONDS: Final = 20.0
_FORM: Final = re.compile(r'<form\b[^>]*? action="([^"]*)"(.*?)</form>', re.DOTALL)
_HIDDEN: Final = re.compile(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"')
_CODE: Final = re.compile(r'<p class="tl-code"[^>]*>(.*?)</p>', re.DOTALL)
_OURS: Final = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


class Answer(NamedTuple):
    """What came back: status, where to go, and the page."""

    status: int
    to: str
    page: str

    def hidden(self, action: str) -> dict[str, str]:
        """Return the hidden fields of the form that goes to an address."""
        for address, form in _FORM.findall(self.page):
            if address == action:
                return {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}
        return {}

    @property
    def code(self) -> str:
        """The receipt code on the page, empty if there is none."""
        found = _CODE.search(self.page)
        return "" if found is None else re.sub(r"<[^>]+>|\s", "", found[1])


class Browser:
    """Loads pages and sends forms over one connection that is opened anew when it breaks."""

    def __init__(
        self, port: int, headers: Mapping[str, str] | None = None, source: str = ""
    ) -> None:
        """Go to a port of this machine, from an address of its own if one is given."""
        self._port = port
        self._headers = {**_OURS, **(headers or {})}
        self._source = (source, 0) if source else None
        self._open: http.client.HTTPConnection | None = None
        self.cookie = ""

    def get(self, path: str) -> Answer:
        """Load a page.

        Raises:
            OSError, HTTPException: the connection broke.
        """
        return self._request("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form.

        Raises:
            OSError, HTTPException: the connection broke; nobody knows what became of it.
        """
        return self._request("POST", path, urlencode(fields).encode())

    def _request(self, method: str, path: str, body: bytes | None) -> Answer:
        headers = dict(self._headers)
        if self.cookie:
            headers["Cookie"] = f"visit={self.cookie}"
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self._open is None:
                self._open = http.client.HTTPConnection(
                    "127.0.0.1",
                    self._port,
                    timeout=_PATIENCE_SECONDS,
                    source_address=self._source,
                )
            self._open.request(method, path, body, headers)
            answer = self._open.getresponse()
            page = answer.read().decode("utf-8")
        except GONE:
            self.close()
            raise
        self._keep(answer.headers.get("Set-Cookie", ""))
        return Answer(answer.status, answer.headers.get("Location", ""), page)

    def _keep(self, header: str) -> None:
        name, _, rest = header.partition("=")
        if name == "visit":
            self.cookie = rest.partition(";")[0]

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None
