"""`make public-campaign`, second part: a known code and an unknown one give nothing away.

Statuses and lengths must be the same, and the Mann-Whitney test must tell no times apart.
"""

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import uvicorn

from campaigns.databases import KINDS, Database, database
from campaigns.hotline import Hotline, free_port
from campaigns.public.browsing import Browser
from campaigns.public.ranks import mann_whitney
from campaigns.record import Figures, conclude
from tipline import bootstrap
from tipline.config import read_settings
from tipline.domain.public.receipt import receipt_code
from tipline.doors.public.app import build_app
from tipline.doors.public.turns import RATES, Rate

_FEW: Final = 30
_KNOWN: Final = 40
"""Reports whose codes are tried, each many times."""

_LEAST_P: Final = 0.01
_CODE, _WAY = "/en/code/", "/en/code/open/"


@dataclass(frozen=True)
class Tried:
    """One code that was tried: what came back for it and for the page after it."""

    known: bool
    seen: tuple[object, ...]
    seconds: tuple[float, float]


def main() -> int:
    """Try codes on one database; 1 if known and unknown ones can be told apart."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=KINDS, default="sqlite")
    options.add_argument("--tries", type=int, default=1_000, help="of each kind")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--short", action="store_true", help=f"only {_FEW} tries of each kind")
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    given.tries = _FEW if given.short else given.tries
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-codes-") as name:
        folder = Path(name)
        with database(given.database, folder) as used:
            tried = _run(folder, used, given)
    figures, broken = compare(tried)
    figures["seconds"] = round(time.monotonic() - began)
    return conclude(f"public-codes-{given.database}", figures, broken, record=given.record)


def _run(folder: Path, used: Database, given: argparse.Namespace) -> list[Tried]:
    """Send reports to a hotline, then try their codes and others, in no order."""
    hotline = Hotline(folder / "data", used.environ)
    hotline.start()
    try:
        codes = [_sent(hotline.port, number) for number in range(_KNOWN)]
        chance = Random(given.seed)
        tries = [(True, chance.choice(codes)) for _ in range(given.tries)]
        tries += [(False, receipt_code(secrets.token_bytes(10))) for _ in range(given.tries)]
        chance.shuffle(tries)
        environ = {**os.environ, **used.environ}
        with (
            _served(hotline.folder, environ) as port,
            ThreadPoolExecutor(given.connections) as threads,
        ):
            return list(threads.map(lambda one: _try(port, *one), tries))
    finally:
        hotline.stop()


@contextmanager
def _served(folder: Path, environ: dict[str, str]) -> Iterator[int]:
    """Serve the public door from this process, with no budget for codes in the way.

    It writes through the running hotline's writer, as any web process does.
    """
    port = free_port()
    at_once = {lane: Rate(1e6, 100_000) for lane in RATES}
    app = build_app(bootstrap.open_hotline(read_settings(folder, environ)), at_once)
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield port
    finally:
        server.should_exit = True
        serving.join()


def _sent(port: int, number: int) -> str:
    """Send a report and return its code."""
    browser = Browser(port)
    browser.get("/en/1/")
    page = browser.get("/en/5/")
    said = {"narrative": f"Synthetic narrative {number}."}
    browser.post("/en/5/", page.hidden("/en/5/") | said)
    browser.post("/en/10/", browser.get("/en/10/").hidden("/en/10/"))
    code = browser.get("/en/11/").code
    browser.close()
    return code


def _try(port: int, known: bool, code: str) -> Tried:  # noqa: FBT001 - what is tried
    """Try a code as a browser does, and time both answers."""
    browser = Browser(port)
    typed = browser.get(_CODE).hidden(_CODE) | {"code": code}
    began = time.perf_counter()
    first = browser.post(_CODE, typed)
    between = time.perf_counter()
    second = browser.get(_WAY)
    ended = time.perf_counter()
    browser.close()
    # What is told in words is for whoever looks; what the wire shows must be the same.
    seen = (first.status, first.to, len(first.page.encode()), second.status)
    return Tried(known, (*seen, len(second.page.encode())), (between - began, ended - between))


def compare(tried: list[Tried]) -> tuple[Figures, list[str]]:
    """Return the figures, and how known codes can be told from others, if they can."""
    broken: list[str] = []
    seen: dict[bool, set[tuple[object, ...]]] = defaultdict(set)
    for one in tried:
        seen[one.known].add(one.seen)
    if seen[True] != seen[False] or len(seen[True]) != 1:
        broken.append(f"known: {seen[True]}; unknown: {seen[False]}")
    figures: Figures = {"tries": len(tried), "statuses_and_lengths": str(seen[True])}
    for place, name in enumerate(("code", "page_after")):
        known = [one.seconds[place] for one in tried if one.known]
        unknown = [one.seconds[place] for one in tried if not one.known]
        p = mann_whitney(known, unknown)
        figures[f"{name}_median_ms_known"] = round(statistics.median(known) * 1e3, 2)
        figures[f"{name}_median_ms_unknown"] = round(statistics.median(unknown) * 1e3, 2)
        figures[f"{name}_p"] = round(p, 4)
        if p <= _LEAST_P:
            broken.append(f"{name}: times tell known codes from others, p = {p:.2g}")
    return figures, broken


if __name__ == "__main__":
    sys.exit(main())
