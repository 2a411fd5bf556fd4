"""`make disk-faults`: lets the disk fail under a running hotline, and looks what it acknowledges.

Faults: ENOSPC and EIO at the database's write and sync calls (a preloaded library), a limit on the
size of the writer's files (RLIMIT_FSIZE), and a small file system that is full. While one lasts
every fresh report is refused with 503 in its door's language, and reading goes on; after it,
reports are taken again without a restart. In the end every report and entry is accounted for.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from campaigns.disk import faults
from campaigns.disk.probing import Prober, Seen
from campaigns.faults.laws import check_store
from campaigns.faults.ledger import Ledger
from campaigns.faults.load import Client
from campaigns.faults.store import read_store
from campaigns.faults.verifying import check_log
from campaigns.hotline import Hotline
from campaigns.record import Figures, conclude

_RECOVERS_WITHIN = 10.0
_SMALL = "60m"


def main() -> int:
    """Run all faults; 1 if a law was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10, help="how often each fault comes")
    options.add_argument("--seconds", type=float, default=2.0, help="how long it lasts")
    options.add_argument("--full", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    if given.full is not None:
        return _run("disk-full", given.full, given)
    with tempfile.TemporaryDirectory(prefix="tipline-disk-") as name:
        return max(_run("disk-faults", Path(name), given), _run_apart(Path(name), given))


def _run_apart(folder: Path, given: argparse.Namespace) -> int:
    """Run the full file system in a name space of its own, where that is allowed."""
    small = folder / "small"
    small.mkdir()
    words = ["--rounds", str(given.rounds), "--seconds", str(given.seconds), "--full", str(small)]
    command = [sys.executable, "-m", "campaigns.disk", *words]
    status = faults.in_small_file_system(
        small, _SMALL, [*command, "--record"] if given.record else command
    )
    if status is None:
        print("disk-full: not tried, this machine allows no mount to its users")
    return status or 0


def _run(name: str, folder: Path, given: argparse.Namespace) -> int:
    ledger, began = Ledger(), time.monotonic()
    data, control = folder / "data", folder / "control"
    if given.full is not None:
        hotline = Hotline(data)
        kinds = [faults.full_disk(folder)]
    elif shutil.which("cc") is None:
        print("failing calls: not tried, there is no C compiler (cc)")
        hotline = Hotline(data)
        kinds = [faults.size_limit(hotline)]
    else:
        hotline = Hotline(data, faults.preload(faults.build_library(folder), control, data))
        kinds = [*faults.failing_calls(control), faults.size_limit(hotline)]
    hotline.start()
    stop, figures = threading.Event(), Figures()
    try:
        prober = Prober(hotline, hotline.admit("Example Probe"), ledger)
        loading = hotline.admit("Example Chat")
        clients = [Client(f"d-{n}", hotline.port, loading, ledger, stop) for n in range(3)]
        for client in clients:
            client.start()
        pids = hotline.processes()
        for fault in kinds:
            figures[fault.name] = _let(fault, prober, ledger, given)
        if pids != hotline.processes():
            ledger.breaks("a process was started anew")
        stop.set()
        for client in clients:
            client.join(60)
    finally:
        hotline.stop()
    if ledger.broken:
        print(f"what the hotline said last:\n{hotline.said()}")
    check_log(hotline, [], ledger)
    figures.update(ledger.counts, filings=len(ledger.filings))
    figures.update(check_store(ledger, read_store(hotline.folder, {**os.environ})))
    figures["seconds"] = round(time.monotonic() - began)
    return conclude(name, figures, ledger.broken, record=given.record)


def _let(
    fault: faults.Fault, prober: Prober, ledger: Ledger, given: argparse.Namespace
) -> Figures:
    """Let a fault come and go, and return what was seen."""
    seen, recoveries = Seen(), list[float]()
    for _ in range(given.rounds):
        time.sleep(given.seconds / 2)  # the clients catch up, and the store grows
        fault.begin()
        try:
            prober.probe(given.seconds, seen)
        finally:
            fault.end()
        recoveries.append(prober.recovery(_RECOVERS_WITHIN))
    if not seen.refused:
        ledger.breaks(f"{fault.name}: nothing was refused, so the fault never came")
    if fault.total and seen.taken:
        ledger.breaks(f"{fault.name}: {seen.taken} reports were taken that cannot be on disk")
    print(f"{fault.name}: {seen.refused:,} refused, {seen.taken:,} taken", flush=True)
    return {
        "refused": seen.refused,
        "taken": seen.taken,
        "recovery_median_s": round(statistics.median(recoveries), 3),
        "recovery_longest_s": round(max(recoveries), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
