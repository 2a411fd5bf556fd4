"""Makes up requests, from nearly right to no HTTP at all; the same seed makes the same ones."""

from collections.abc import Sequence
from random import Random
from typing import Final

from campaigns.documents import in_json, in_xml

_METHODS: Final = (*[b"POST"] * 12, b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS")
_ODD_METHODS: Final = (b"TRACE", b"CONNECT", b"PATCH", b"post", b"NONSENSE", b"")
_PATHS: Final = (
    *(b"/ispws/submit", b"/ispws/finish", b"/ispws/retract", b"/ispws/upload"),
    *(b"/ispws/fileinfo", b"/ispws/status", b"/ispws/xsd", b"/ispws/submit", b"/ispws/finish"),
    *(b"/api/v1/reports", b"/api/v1/reports/{id}", b"/api/v1/reports/{id}/supplements"),
)
_ODD_PATHS: Final = (
    *(b"/ispws", b"/ispws/", b"/ispws/submit/", b"//ispws/submit", b"/ispws/../api", b"/api/%00"),
    *(b"/ispws/%73ubmit", b"/ispws/submit?x=%ff", b"/api/v1/reports/99999999999999999999", b"*"),
    *(b"http://example.org/ispws/submit", b"/ispws/\xff\xfe", b"/api/v1/reports/-1", b"/" * 3_000),
)
_KINDS: Final = (
    *(b"text/xml", b"application/xml; charset=utf-16", b"application/json", b"text/plain"),
    *(b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b17"),
    *(b"multipart/form-data", b'multipart/form-data; boundary="', b"multipart/mixed; boundary="),
    *(b"image/png", b"\xff", b"", b"multipart/form-data; boundary=" + b"b" * 300),
)
_HEADERS: Final = (
    *(b"Idempotency-Key: a", b"Idempotency-Key: ", b"Idempotency-Key: \xff", b"Idempotency-Key"),
    *(b"Idempotency-Key: " + b"k" * 300, b"Expect: 100-continue", b"Content-Encoding: gzip"),
    *(b"Range: bytes=0-", b"Accept: image/png", b"Upgrade: websocket", b"Upgrade: h2c"),
    *(b"X-Forwarded-For: 192.0.2.17", b"Host: example.net", b"Cookie: a=b", b": empty", b"a b: c"),
    *(b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 9e9", b"X: " + b"x" * 9_000),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"TE: trailers"),
    *(b"Connection: upgrade", b"X-HTTP-Method-Override: DELETE", b"If-None-Match: *"),
)
_PART: Final = b'--b17\r\nContent-Disposition: form-data; name="id"\r\n\r\n{id}\r\n--b17--\r\n'
_FORMS: Final = (
    *(b"id={id}", b"id={id}&id={id}", b"id=", b"id=x", b"id=%00{id}", b"id=-{id}", b"&" * 200),
    *(b"id=" + b"9" * 400, _PART, _PART.replace(b"--b17--", b""), _PART[:40], _PART * 3),
    _PART.replace(b'name="id"', b'name="id"; filename="x"'),
    _PART.replace(b"\r\n", b"\n"),
)
_PIECES: Final = (b"<", b">", b"&", b'"', b"\0", b"\r\n", b"<!DOCTYPE a>", b"&#0;", b"{", b"\xff")


class Requests:
    """An endless supply of requests from one provider; some name another provider's reports."""

    def __init__(self, seed: str, authorization: str, numbers: Sequence[int]) -> None:
        self._chance = Random(seed)
        self._authorization = authorization.encode()
        self._numbers = [*numbers, 0, 1, 2**63, 999_999]

    def next(self) -> bytes:
        """Return the bytes of one more request."""
        chance = self._chance
        path = chance.choice(_PATHS if chance.random() < 0.85 else _ODD_PATHS)
        body = self._body()
        request = b"\r\n".join((self._line(path), *self._headers(body), b"", body))
        request = request.replace(b"{id}", str(chance.choice(self._numbers)).encode())
        return self._damaged(request) if chance.random() < 0.25 else request

    def _line(self, path: bytes) -> bytes:
        method = self._chance.choice(_METHODS if self._chance.random() < 0.9 else _ODD_METHODS)
        version = b"HTTP/1.1" if self._chance.random() < 0.95 else b"HTTP/9.9"
        return b" ".join((method, path, version))

    def _headers(self, body: bytes) -> list[bytes]:
        chance = self._chance
        found = [b"Host: example.org"]
        if chance.random() < 0.95:
            found.append(b"Authorization: " + self._authorization)
        if chance.random() < 0.9:
            found.append(b"Content-Type: " + chance.choice(_KINDS))
        found += chance.sample(_HEADERS, chance.choice((0, 0, 0, 1, 2)))
        if chance.random() < 0.95:
            found.append(b"Content-Length: " + str(len(body)).encode())
        found.append(b"Connection: close")
        return found

    def _body(self) -> bytes:
        chance = self._chance
        made = in_xml if chance.random() < 0.6 else in_json
        match chance.randrange(6):
            case 0 | 1:
                return chance.choice(_FORMS)
            case 2:
                return made("fuzz", urgent=False)
            case 3 | 4:
                return self._damaged(made("fuzz", urgent=False))
            case _:
                return chance.randbytes(chance.choice((0, 1, 50, 5_000)))

    def _damaged(self, data: bytes) -> bytes:
        """Return the bytes with some taken out, doubled, turned over or put in."""
        chance, changed = self._chance, bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(changed) + 1)
            match chance.randrange(4):
                case 0:
                    del changed[at : at + chance.randrange(1, 20)]
                case 1:
                    changed[at:at] = changed[at : at + chance.randrange(1, 60)]
                case 2 if at < len(changed):
                    changed[at] ^= 1 << chance.randrange(8)
                case _:
                    changed[at:at] = chance.choice(_PIECES)
        return bytes(changed)
