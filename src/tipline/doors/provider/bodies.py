"""Reads what a request carries, up to the size of a document; discards what is a file.

Nothing here keeps more than a document in memory, and nothing touches the disk.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request

from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.doors.provider.refusals import (
    BodyTooLargeError,
    BodyTooSlowError,
    FilesRefusedError,
)

_DIGITS: Final = 20
_FILE_TYPES: Final = ("multipart/", "image/", "video/", "audio/")


@dataclass(frozen=True)
class Bounds:
    """How long a body may pause, in seconds, and how many bytes of a file are discarded."""

    longest_pause: float = 30.0
    most_discarded: int = 4 * 1_073_741_824


class Body:
    """The body of one request, piece by piece as it arrives."""

    def __init__(self, request: Request, bounds: Bounds) -> None:
        self._receive = request.receive
        self._bounds = bounds
        self._more = True
        declared = request.headers.get("content-length", "")
        self.declared_length = int(declared[:_DIGITS]) if declared.isdecimal() else 0

    async def piece(self) -> bytes | None:
        """Return the next piece, None after the last.

        Raises:
            BodyTooSlowError: nothing came for too long.
            ClientDisconnect: nobody is there any more.
        """
        if not self._more:
            return None
        try:
            async with asyncio.timeout(self._bounds.longest_pause):
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlowError from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        self._more = message.get("more_body", False)
        return bytes(message.get("body", b""))

    async def refuse_file(self) -> FilesRefusedError:
        """Let the rest of a file go by without looking at it, and return the refusal."""
        left = self._bounds.most_discarded
        while left > 0:
            piece = await self.piece()
            if piece is None:
                return FilesRefusedError()
            left -= len(piece)
        return FilesRefusedError(headers={"Connection": "close"})


async def read_document(request: Request, bounds: Bounds) -> bytes:
    """Return the body of a request that carries a document, whatever text type it declares.

    Raises:
        FilesRefusedError: it declares a form or a file, which was discarded.
        BodyTooLargeError: larger than any document.
        BodyTooSlowError: it stopped arriving.
    """
    body = Body(request, bounds)
    if request.headers.get("content-type", "").lower().startswith(_FILE_TYPES):
        raise await body.refuse_file()
    if body.declared_length > MAX_DOCUMENT_BYTES:
        raise BodyTooLargeError
    pieces: list[bytes] = []
    size = 0
    while (piece := await body.piece()) is not None:
        size += len(piece)
        if size > MAX_DOCUMENT_BYTES:
            raise BodyTooLargeError
        pieces.append(piece)
    return b"".join(pieces)
