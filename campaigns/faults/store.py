"""The store as it is found when all is over: every row that a law looks at, read once."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tipline import bootstrap
from tipline.codecs import report_json
from tipline.config import read_settings
from tipline.stores import queries

Row = tuple[int | None, int, bool, bytes]
"""Of a report: which one it supplements, its state, whether it is urgent, its digest."""


@dataclass
class Store:
    """What is there; `tokens` has the numbers of the reports that say a token.

    `queued` has report and place (shelf and rank) of every item at the desk, `counted` how many
    the desk says lie at each place.
    """

    reports: dict[int, Row] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    tokens: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    entries: list[dict[str, Any]] = field(default_factory=list)
    queued: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    counted: Counter[tuple[int, int]] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)


def read_store(folder: Path, environ: Mapping[str, str]) -> Store:
    """Read everything, and open every report with the private key.

    Raises:
        LookupError: a report has no sealed part.
    """
    hotline = bootstrap.open_hotline(read_settings(folder, environ))
    opener, store = hotline.opener(), Store()
    question = "SELECT number, supplements, state, urgent, digest FROM report"
    for number, supplements, state, urgent, digest in _rows(question):
        store.reports[number] = (supplements, state, bool(urgent), bytes(digest))
        sealed = hotline.reader.sealed(number)
        if sealed is None:
            raise LookupError(number)
        body = opener.open(number, sealed).body
        store.contents[number] = body
        store.tokens[report_json.decode_report(body).additional_info or ""].append(number)
    store.entries = [json.loads(line) for line in hotline.trail.lines()]
    items = _rows("SELECT report_id, shelf, rank FROM desk_item")
    store.queued = [(number, (shelf, rank)) for number, shelf, rank in items]
    counts = _rows("SELECT shelf, rank, n FROM desk_count WHERE n <> 0")
    store.counted = Counter({(shelf, rank): n for shelf, rank, n in counts})
    alerts = _rows("SELECT subject FROM outbox_item WHERE kind = 'urgent_alert'")
    store.alerts = Counter(subject for (subject,) in alerts)
    return store


def _rows(question: str) -> list[tuple[Any, ...]]:
    found = queries.raw_connection().execute(question).fetchall()
    return [tuple(row) for row in found]
