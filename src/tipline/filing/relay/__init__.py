"""From a platform's own database into the outbox: rows written in the platform's transactions.

A row is there if and only if the decision was committed. Its report is on disk in the outbox
before the row is marked, under the row's key: a crash between loses nothing and files nothing
twice. Knows no framework; a platform's side is a `Source`.
"""

from tipline.filing.relay.keeping import keep_filing
from tipline.filing.relay.moving import Relayed, Settled, relay, settle
from tipline.filing.relay.source import (
    Noted,
    Source,
    SourceUnavailableError,
    Unsettled,
    Waiting,
    noted,
    row_document,
)

__all__ = [
    "Noted",
    "Relayed",
    "Settled",
    "Source",
    "SourceUnavailableError",
    "Unsettled",
    "Waiting",
    "keep_filing",
    "noted",
    "relay",
    "row_document",
    "settle",
]
