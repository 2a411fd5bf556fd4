"""How fast an outbox is filed at a door of this machine, and what memory that takes."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.filing.enqueue import a_report
from campaigns.filing.peers import Peer, started
from tipline.filing import Filer, Pace, TestCredentials, TestEndpoint, Worker

PACE = Pace(calls_per_second=1_000_000.0)


@dataclass(frozen=True)
class Filed:
    """Reports filed, seconds it took, and memory in bytes after each tenth."""

    reports: int
    seconds: float
    memory: list[int]


def measure(kind: str, folder: Path, reports: int) -> Filed:
    """File so many reports with a service of a kind, in a process of its own."""
    with started(kind, folder) as peer:
        command = [sys.executable, "-m", "benchmarks.filing.drain", str(folder / "outbox")]
        words = [peer.base_url, peer.username, peer.password, str(reports)]
        done = subprocess.run([*command, *words], check=True, stdout=subprocess.PIPE)
    return Filed(**json.loads(done.stdout))


def _file(outbox: Path, peer: Peer, reports: int) -> Filed:
    """Take reports in and file them, a tenth at a time; only the filing is timed."""
    credentials = TestCredentials(peer.username, peer.password)
    filer = Filer(outbox, TestEndpoint(peer.base_url), credentials)
    report, seconds, memory = a_report(), 0.0, list[int]()
    for _ in range(10):
        for _ in range(reports // 10):
            filer.enqueue(report)
        began = time.perf_counter()
        with Worker(filer, pace=PACE) as worker:
            filed = worker.drain().filed
        seconds += time.perf_counter() - began
        assert filed == reports // 10, filed
        memory.append(_memory())
        told = f"{len(memory) * 10} %, {memory[-1] / 1e6:.1f} MB, {seconds:.0f} s of filing"
        print(told, file=sys.stderr, flush=True)
    return Filed(reports, seconds, memory)


def _memory() -> int:
    """Return the bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4_096


if __name__ == "__main__":
    _, place, address, username, password, count = sys.argv
    found = _file(Path(place), Peer(address, username, password), int(count))
    print(json.dumps(found.__dict__))
