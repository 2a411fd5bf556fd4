"""What the exchange formats share: the facts they carry, and how a fact stands in one line.

Nothing of one format is here; each of them has its own codec.
"""

from tipline.codecs.exchange.facts import (
    Chapter,
    Facts,
    chapters,
    context_of,
    dossier_of,
    named,
    report_of,
    stated_of,
    without_answer,
)
from tipline.codecs.exchange.ids import uuid5_text
from tipline.codecs.exchange.output import document_bytes, list_bytes
from tipline.codecs.exchange.times import utc_milliseconds
from tipline.codecs.exchange.trouble import reading, writing

__all__ = [
    "Chapter",
    "Facts",
    "chapters",
    "context_of",
    "document_bytes",
    "dossier_of",
    "list_bytes",
    "named",
    "reading",
    "report_of",
    "stated_of",
    "utc_milliseconds",
    "uuid5_text",
    "without_answer",
    "writing",
]
