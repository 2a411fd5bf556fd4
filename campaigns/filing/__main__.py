"""`make filing-faults`: every step of filing under every fault; nothing lost, nothing twice.

Faults of the network between an outbox and a service at each call, alone, twice and in random
courses; SIGKILL and a full disk at every single line of `tipline.filing`; the service's own
expiry. With a real hotline and with the sandbox. In the end the service is asked what it has.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from campaigns.disk.faults import build_library
from campaigns.filing.middleman import Middleman
from campaigns.filing.peers import KINDS, Peer, started
from campaigns.filing.trials import Hands, Trials, environment, kinds_of
from campaigns.record import Figures, conclude

_TRIALS = "network,kill,disk,enqueue,expiry"


def main() -> int:
    """Run the campaign with one service; 1 if a law was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", choices=KINDS, default="sandbox")
    options.add_argument("--trials", default=_TRIALS, help=f"some of {_TRIALS}")
    options.add_argument("--every", type=int, default=1, help="strike at each so many lines")
    options.add_argument("--courses", type=int, default=200, help="random courses of faults")
    options.add_argument("--once", action="store_true", help="no fault twice in a row")
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-filing-") as name:
        folder = Path(name)
        with started(given.peer, folder) as peer:
            figures, broken = _run(peer, folder, given)
    figures["seconds"] = round(time.monotonic() - began)
    return conclude(f"filing-{given.peer}", figures, broken, record=given.record)


def _run(peer: Peer, folder: Path, given: argparse.Namespace) -> tuple[Figures, list[str]]:
    chosen = set(kinds_of(given.trials))
    library = None
    if "disk" in chosen and shutil.which("cc") is None:
        print("full disk: not tried, there is no C compiler (cc)")
        chosen -= {"disk"}
    elif "disk" in chosen:
        library = build_library(folder)
    middle = Middleman(peer.base_url)
    hands = Hands(environment({**os.environ}, library, folder))
    trials = Trials(peer, middle, hands, folder)
    try:
        if "network" in chosen:
            trials.network(given.courses, given.seed, once=given.once)
            print(f"network: {trials.counts['network']:,} cases", flush=True)
        for kind, disk in (("kill", False), ("disk", True)):
            if kind in chosen:
                trials.at_lines(given.every, disk=disk)
                print(f"{kind}: {dict(trials.counts)}", flush=True)
            if kind in chosen and "enqueue" in chosen:
                trials.enqueuing(given.every, disk=disk)
        if "expiry" in chosen and peer.hotline is None:
            trials.expiry()
        trials.check()
    finally:
        hands.close()
        middle.close()
    cases = sum(trials.counts[kind] for kind in _CASES)
    return {"cases": cases, "seed": given.seed, **trials.counts}, trials.broken


_CASES = (
    "network",
    "kill -9",
    "disk full",
    "kill -9, taking in",
    "disk full, taking in",
    "expiry",
)

if __name__ == "__main__":
    sys.exit(main())
