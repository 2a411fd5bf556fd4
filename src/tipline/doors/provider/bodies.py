"""Reads what a request carries, up to the size of a document; discards what is a file.

Nothing here keeps more than a document in memory, and nothing touches the disk.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final

from starlette.requests import Request

from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.doors.provider.refusals import (
    BodyTooLargeError,
    BodyTooSlowError,
    FilesRefusedError,
)

_FILE_TYPES: Final = ("multipart/", "image/", "video/", "audio/")


class Bodies:
    """Reads and discards within bounds: pauses in seconds, discarded bodies in bytes."""

    def __init__(self, longest_pause: float, most_discarded: int) -> None:
        self._longest_pause = longest_pause
        self._most_discarded = most_discarded

    async def document(self, request: Request) -> bytes:
        """Return the body of a request that carries a document, whatever type it declares.

        Raises:
            FilesRefusedError: it declares a form or a file; all of it was discarded.
            BodyTooLargeError: larger than any document.
            BodyTooSlowError: it stopped arriving.
        """
        if request.headers.get("content-type", "").lower().lstrip().startswith(_FILE_TYPES):
            await self.discard(request.stream())
        if int(request.headers.get("content-length", "0")) > MAX_DOCUMENT_BYTES:
            raise BodyTooLargeError
        pieces: list[bytes] = []
        size = 0
        async for piece in self.pieces(request):
            size += len(piece)
            if size > MAX_DOCUMENT_BYTES:
                raise BodyTooLargeError
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
