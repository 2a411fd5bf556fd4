"""`make faults`: kills a hotline's processes under load and counts what was lost or doubled."""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from campaigns.databases import KINDS, Database, database
from campaigns.faults.killing import Killer
from campaigns.faults.laws import check_store
from campaigns.faults.ledger import Ledger
from campaigns.faults.load import Client
from campaigns.faults.store import read_store
from campaigns.faults.verifying import check_links, check_log
from campaigns.hotline import Hotline
from campaigns.record import Figures, conclude


def main() -> int:
    """Run the campaign on one database; 1 if a law was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=KINDS, default="sqlite")
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--clients", type=int, default=5)
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    ledger = Ledger()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-faults-") as name:
        folder = Path(name)
        with database(given.database, folder) as used:
            figures = _run(folder, used, ledger, given)
    figures["seconds"] = round(time.monotonic() - began)
    name = f"faults-{given.database}"
    return conclude(name, figures, ledger.broken, record=given.record)


def _run(folder: Path, used: Database, ledger: Ledger, given: argparse.Namespace) -> Figures:
    hotline = Hotline(folder / "data", used.environ)
    killer = Killer(hotline, used, ledger, given.seed)
    checkpoints: list[Path] = []

    def keep_checkpoint(done: int) -> None:
        """Keep what the hotline publishes, now and then, as an outsider would."""
        if done % max(given.kills // 5, 1) == 1 % max(given.kills // 5, 1):
            said = hotline.command("audit", "checkpoint")
            if said.returncode == 0:  # the database may be starting just now
                checkpoints.append(folder / f"checkpoint-{done}")
                checkpoints[-1].write_bytes(said.stdout)

    hotline.start()
    try:
        authorization = hotline.admit("Example Chat")
        stop = threading.Event()
        clients = [
            Client(f"{given.seed}-{n}", hotline.port, authorization, ledger, stop)
            for n in range(given.clients)
        ]
        for client in clients:
            client.start()
        killer.kill(given.kills, keep_checkpoint)
        stop.set()
        _await(clients, killer, ledger)
    finally:
        hotline.stop()
    if given.kills >= 20 and not checkpoints:
        ledger.breaks("no checkpoint could be kept on the way")
    check_log(hotline, checkpoints, ledger)
    linked = check_links(hotline, ledger)
    if ledger.broken:
        print(f"what the hotline said last:\n{hotline.said()}")
    print("opening every report in the store", flush=True)
    counted = check_store(ledger, read_store(hotline.folder, {**os.environ, **used.environ}))
    return {
        "seed": given.seed,
        "kills": dict(killer.killed),
        "starts_of_the_program": hotline.starts,
        **dict(ledger.counts),
        "filings": len(ledger.filings),
        "kept_checkpoints": len(checkpoints),
        **counted,
        **linked,
    }


def _await(clients: list[Client], killer: Killer, ledger: Ledger) -> None:
    """Let the clients follow up what is unknown to them; the hotline stays up meanwhile."""
    deadline = time.monotonic() + 120
    while any(client.is_alive() for client in clients) and time.monotonic() < deadline:
        killer.restart_if_ended()
        time.sleep(0.1)
    for client in clients:
        if client.is_alive():
            ledger.breaks(f"client {client.name} never came to an end")


if __name__ == "__main__":
    sys.exit(main())
