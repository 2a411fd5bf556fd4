"""Idempotency keys: the same key with the same request gives the same answer for a day.

Source: draft-ietf-httpapi-idempotency-key-header-07; any text of 1 to 255 visible characters.
"""

import hashlib
import re
from typing import Final

from starlette.requests import Request

from tipline.doors.provider.refusals import RequestInvalidError
from tipline.ports.operations import KeyUse
from tipline.ports.stores import ProviderRow

HEADER: Final = "Idempotency-Key"

_KEY: Final = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")


def key_use(request: Request, provider: ProviderRow, meaning: bytes) -> KeyUse | None:
    """Return the use of the request's key, if it has one.

    `meaning` is what makes two requests to one path the same: the document, or the report number
    (not the form, whose multipart boundary changes each time).

    Raises:
        RequestInvalidError: not a key, or several.
    """
    keys = request.headers.getlist(HEADER)
    if not keys:
        return None
    if len(keys) > 1 or _KEY.fullmatch(keys[0]) is None:
        raise RequestInvalidError(f"{HEADER} must be one text of 1 to 255 visible characters.")
    asked = b"\n".join((request.method.encode(), request.scope["path"].encode(), meaning))
    return KeyUse(
        provider=provider.id,
        key=hashlib.sha256(keys[0].encode()).digest(),
        body=hashlib.sha256(asked).digest(),
    )
