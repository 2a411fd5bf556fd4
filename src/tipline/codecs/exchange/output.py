"""How a document becomes bytes: JSON in UTF-8, in the order it was built."""

from typing import Any

import msgspec


def document_bytes(document: object, *, indent: bool) -> bytes:
    """Return a document as JSON."""
    return _set_out(msgspec.json.encode(document), indent=indent)


def list_bytes(head: dict[str, Any], name: str, items: list[bytes], *, indent: bool) -> bytes:
    """Return a document as JSON that ends in a list, of items already written; at least one.

    Joined in one go: a large list is then held twice at most, as its items and as the document.
    """
    opened = msgspec.json.encode({**head, name: []}).removesuffix(b"]}")
    first, *rest = items
    rest = [opened + first, *rest]
    rest[-1] += b"]}"
    return _set_out(b",".join(rest), indent=indent)


def _set_out(written: bytes, *, indent: bool) -> bytes:
    return msgspec.json.format(written, indent=2) + b"\n" if indent else written
