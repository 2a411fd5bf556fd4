"""The five calls as HTTP requests: what is sent, without sending it.

Source: CyberTipline API reference, section 1.1.
"""

from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

import httpx

from tipline.filing.endpoints import Credentials, Endpoint

KEY_HEADER: Final = "Idempotency-Key"
"""Tipline answers the same request with the same key the same way; other services pass it over."""


class Call(StrEnum):
    """The calls, by the last part of their path."""

    STATUS = "status"
    XSD = "xsd"
    SUBMIT = "submit"
    FINISH = "finish"
    RETRACT = "retract"

    @property
    def acts(self) -> bool:
        """Whether the service changes anything, so that a lost answer leaves something unknown."""
        return self not in {Call.STATUS, Call.XSD}


class Line:
    """How to reach a service: its address and our credentials."""

    def __init__(self, endpoint: Endpoint, credentials: Credentials) -> None:
        self.base_url = endpoint.base_url
        self.auth = httpx.BasicAuth(credentials.username, credentials.password)

    def look(self, call: Call) -> httpx.Request:
        """Return the request for status or schema."""
        return self._signed(httpx.Request("GET", self._url(call)))

    def submit(self, document: bytes, key: str | None) -> httpx.Request:
        """Return the request that opens a report with a document of the CyberTipline."""
        headers = {"Content-Type": "text/xml; charset=utf-8", **_keyed(key)}
        url = self._url(Call.SUBMIT)
        return self._signed(httpx.Request("POST", url, content=document, headers=headers))

    def move(self, call: Call, report_id: int, key: str | None) -> httpx.Request:
        """Return the request that finishes or retracts a report."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", **_keyed(key)}
        form = urlencode({"id": report_id}).encode()
        return self._signed(httpx.Request("POST", self._url(call), content=form, headers=headers))

    def _url(self, call: Call) -> str:
        return f"{self.base_url}/{call}"

    def _signed(self, request: httpx.Request) -> httpx.Request:
        (signed,) = self.auth.auth_flow(request)
        return signed


def _keyed(key: str | None) -> dict[str, str]:
    return {} if key is None else {KEY_HEADER: key}
