"""How fast reports are taken in: enqueue beside bare durable commits of the same bytes."""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.intake.slow_sync import slow_sync
from tipline import Report, decode_report
from tipline.filing import Filer, TestCredentials, TestEndpoint

DOCUMENT: Final = Path(__file__).parents[2] / "examples" / "typical.xml"
ENDPOINT: Final = TestEndpoint("http://127.0.0.1:9/ispws")
CREDENTIALS: Final = TestCredentials("bench", "bench")
_AT_ONCE: Final = 100


@dataclass(frozen=True)
class Enqueued:
    """Microseconds for one report and for one bare commit, by round; and bytes stored."""

    ours: list[float]
    bare: list[float]
    size: int

    @property
    def ratio(self) -> float:
        """The rate as a share of the bare rate: the median over the rounds."""
        pairs = zip(self.ours, self.bare, strict=True)
        return statistics.median(bare / ours for ours, bare in pairs)


def a_report() -> Report:
    """Return the typical report."""
    return decode_report(DOCUMENT.read_bytes())


def measure(folder: Path, rounds: int) -> Enqueued:
    """Take turns, a hundred at a time: ours, then bare rows of the bytes that ours stored."""
    filer = Filer(folder / "outbox", ENDPOINT, CREDENTIALS)
    report = a_report()
    filer.enqueue(report)
    sealed = filer.book.sealed(1)
    row = tuple(part for part in sealed if isinstance(part, bytes))
    bare = _bare(folder / "bare.sqlite3", len(row))
    insert = f"INSERT INTO bare VALUES (NULL, {', '.join('?' * len(row))})"  # noqa: S608 - places
    ours, commits = list[float](), list[float]()
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(_AT_ONCE):
            filer.enqueue(report)
        ours.append((time.perf_counter() - began) / _AT_ONCE * 1e6)
        began = time.perf_counter()
        for _ in range(_AT_ONCE):
            bare.execute(insert, row)
        commits.append((time.perf_counter() - began) / _AT_ONCE * 1e6)
    filer.close()
    bare.close()
    return Enqueued(ours, commits, sum(map(len, row)))


def measure_slowly(folder: Path, rounds: int) -> Enqueued:
    """Measure the same in a process whose disk syncs as slowly as an ordinary one."""
    with slow_sync() as environment:
        found = subprocess.run(
            [sys.executable, "-m", __name__, str(folder), str(rounds)],
            check=True,
            capture_output=True,
            env={**os.environ, **environment},
        )
    return Enqueued(**json.loads(found.stdout))


def _bare(file: Path, columns: int) -> sqlite3.Connection:
    """Open a database that commits each row durably, as the outbox does, and does nothing else."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{place} BLOB" for place in range(columns))
    connection.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {names})")
    return connection


if __name__ == "__main__":
    print(json.dumps(asdict(measure(Path(sys.argv[1]), int(sys.argv[2])))))
