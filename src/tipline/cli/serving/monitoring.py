"""Wires the monitor around the doors of a process, and serves its figures to this machine only."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.bootstrap import Hotline
from tipline.domain.desk import NOT_URGENT, URGENT, Shelf
from tipline.doors.monitor import Figures, Meter, Probes, Routes, Watch
from tipline.doors.monitor.figures import CONTENT_TYPE, Counts
from tipline.ports.operations import Heartbeat, Request
from tipline.ports.stores import AwaitableWriter

_ACTOR: Final = "service:monitor"
_PATH: Final = "/metrics"
T = TypeVar("T")


class Aside:
    """A thread for questions to the store that must not keep the doors waiting."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "monitor")

    async def ask(self, question: Callable[[], T]) -> T:
        """Return the answer."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)


def watched(
    app: ASGIApp, hotline: Hotline, templates: Iterable[str], figures: Figures | None
) -> Watch:
    """Return the application with probes around it, and a meter if there are figures to keep."""
    aside = Aside()
    probes = Probes(
        {
            "store": lambda: aside.ask(lambda: hotline.reader.provider("")),
            "writer": _asking(hotline.async_writer()),
        }
    )
    return Watch(app, probes, None if figures is None else Meter(figures, Routes(templates)))


def _asking(writer: AwaitableWriter) -> Callable[[], "asyncio.Future[object]"]:
    """Return a check that has the writer change a row of its own, on disk when it answers."""

    def ask() -> asyncio.Future[object]:
        return asyncio.ensure_future(writer.write(Request(operation=Heartbeat(), actor=_ACTOR)))

    return ask


def hotline_figures(hotline: Hotline) -> Figures:
    """Return the figures of a hotline's process: its own, and how much waits at the desk."""
    figures = Figures()
    figures.gauge(
        "tipline_desk_reports",
        "Reports at the desk, by shelf and rank; tests apart.",
        ("shelf", "rank"),
        lambda: _shelves(hotline),
    )
    figures.gauge(
        "tipline_outbox_waiting",
        "Messages that wait to leave.",
        (),
        lambda: {(): hotline.outbox_waiting()},
    )
    for name, purpose in _OF_LINKS.items():
        figures.gauge(f"tipline_links_{name}", purpose, (), partial(_of_links, hotline, name))
    for name, purpose in _OF_WRITER.items():
        figures.gauge(f"tipline_writer_{name}", purpose, (), partial(_of_writer, hotline, name))
    return figures


_OF_WRITER: Final = {
    "batches": "Transactions of the writer since it started.",
    "operations": "Operations in these transactions.",
    "largest": "Operations in the largest of them.",
    "seconds": "Seconds from taking a batch to its commit being on disk, in all.",
}

_OF_LINKS: Final = {
    "largest_cluster": "Reports in the largest cluster.",
    "largest_share": "The largest cluster compared with all reports at the desk, 0 to 1.",
    "held": "Merges of clusters that wait for a person.",
    "waiting": "Clusters and identifiers that wait to be linked anew.",
}


def _shelves(hotline: Hotline) -> Counts:
    found = hotline.desk_reader.counts()
    return {
        (shelf.name.lower(), word): found.get((shelf, rank), 0)
        for shelf in Shelf
        for word, rank in (("urgent", URGENT), ("other", NOT_URGENT))
    }


def _of_links(hotline: Hotline, name: str) -> Counts:
    found = hotline.link_reader.health()
    figures = {
        "largest_cluster": found.largest,
        "largest_share": found.share,
        "held": found.held,
        "waiting": found.waiting,
    }
    return {(): figures[name]}


def _of_writer(hotline: Hotline, name: str) -> Counts:
    found = hotline.batch_figures()
    return {} if found is None else {(): found._asdict()[name]}


class FiguresApp:
    """Answers Prometheus; listens on a port of its own, on this machine only."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._aside = Aside()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            return
        known = scope["path"] == _PATH and scope["method"] in {"GET", "HEAD"}
        body = await self._aside.ask(self._figures.text) if known else b""
        kind = CONTENT_TYPE if known else "text/plain"
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        status = 200 if known else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
