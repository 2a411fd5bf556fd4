"""From XARF back to the notice: documents as our own writer makes them, and only those."""

from typing import Any

import msgspec

from tipline.codecs.exchange import named, reading
from tipline.codecs.xarf.notice import Notice


def decode_xarf(data: bytes) -> Notice:
    """Return the notice in a document that `encode_xarf` wrote.

    Raises:
        UnreadableDocumentError: not JSON in UTF-8, or nested too deeply.
        InvalidDocumentError: JSON, but not as our own writer makes it.
    """
    with reading("XARF"):
        document = msgspec.json.decode(data)
        tags = dict(tag.split(":", 1) for tag in document["tags"])
        contact = document["sender"]
        stated: dict[str, Any] = {
            "referral": int(tags["referral"]),
            "version": int(tags["version"]),
            "is_test": "test" in tags,
            "report": int(tags["report"]),
            "incident": int(tags["incident"]),
            "address": int(tags["address"]),
            "url": document["url"],
            "at": document["timestamp"],
            "exploitation": document["exploitation_type"],
            "organisation": contact["org"],
            "mailbox": contact["contact"],
            "domain": contact["domain"],
        }
        return named(Notice, stated)
