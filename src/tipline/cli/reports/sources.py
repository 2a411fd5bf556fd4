"""Reads the documents a command is given: files by name, or `-` for standard input."""

import errno
import os
import sys
from pathlib import Path
from typing import Final

from tipline.codecs.documents import MAX_DOCUMENT_BYTES

STANDARD_INPUT: Final = "-"


def read_source(name: str) -> bytes:
    """Return at most one byte more than a document may have: enough to see that it is too large.

    Raises:
        OSError: the file cannot be read.
    """
    if name == STANDARD_INPUT:
        if sys.stdin is None:  # closed by whoever started the program
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
    with Path(name).open("rb") as source:
        return source.read(MAX_DOCUMENT_BYTES + 1)


def printable(text: str) -> str:
    """Return a text that cannot steer the terminal: names come from outside."""
    return "".join(mark if mark.isprintable() else "?" for mark in text)
