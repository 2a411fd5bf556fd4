"""`make public-campaign`, first part: kills a hotline's processes while visitors fill in the form.

After every answered page all answers must be there; no report is doubled, no receipt lost.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from campaigns.databases import KINDS, Database, database
from campaigns.faults.killing import Killer
from campaigns.faults.ledger import Ledger
from campaigns.faults.store import Store, read_store
from campaigns.faults.verifying import check_log
from campaigns.hotline import Hotline
from campaigns.public.walking import Visit, Walker
from campaigns.record import Figures, conclude
from tipline import bootstrap
from tipline.config import read_settings

_FEW: Final = 6
_ENDS_WITHIN: Final = 120.0


def main() -> int:
    """Run the campaign on one database; 1 if a law was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=KINDS, default="sqlite")
    options.add_argument("--kills", type=int, default=60)
    options.add_argument("--visitors", type=int, default=6)
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--short", action="store_true", help=f"only {_FEW} kills")
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    given.kills = _FEW if given.short else given.kills
    ledger, began = Ledger(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-kills-") as name:
        folder = Path(name)
        with database(given.database, folder) as used:
            figures = _run(folder, used, ledger, given)
    figures["seconds"] = round(time.monotonic() - began)
    name = f"public-kills-{given.database}"
    return conclude(name, figures, ledger.broken, record=given.record)


def _run(folder: Path, used: Database, ledger: Ledger, given: argparse.Namespace) -> Figures:
    hotline = Hotline(folder / "data", used.environ)
    killer = Killer(hotline, used, ledger, given.seed)
    stop = threading.Event()
    hotline.start()
    try:
        walkers = [
            Walker(f"v{given.seed}x{n}", hotline.port, ledger, stop) for n in range(given.visitors)
        ]
        for walker in walkers:
            walker.start()
        killer.kill(given.kills, lambda _done: None)
        stop.set()
        _await(walkers, killer, ledger)
    finally:
        hotline.stop()
        for law in ledger.broken[:5]:
            print(f"broken: {law}", flush=True)
    check_log(hotline, [], ledger)
    if ledger.broken:
        print(f"what the hotline said last:\n{hotline.said()}")
    visits = [visit for walker in walkers for visit in walker.visits]
    environ = {**os.environ, **used.environ}
    counted = check_visits(visits, ledger, read_store(hotline.folder, environ))
    counted["receipts_lost"] = _lost_receipts(visits, ledger, hotline.folder, environ)
    return {
        "seed": given.seed,
        "kills": dict(killer.killed),
        "starts_of_the_program": hotline.starts,
        "visits": len(visits),
        "answers_lost": 0,
        **dict(ledger.counts),
        **counted,
    }


def _await(walkers: list[Walker], killer: Killer, ledger: Ledger) -> None:
    """Let the visitors come to their end; the hotline stays up meanwhile."""
    deadline = time.monotonic() + _ENDS_WITHIN
    while any(walker.is_alive() for walker in walkers) and time.monotonic() < deadline:
        killer.restart_if_ended()
        time.sleep(0.1)
    for walker in walkers:
        if walker.is_alive():
            ledger.breaks(f"visitor {walker.name} never came to an end")


def check_visits(visits: list[Visit], ledger: Ledger, store: Store) -> dict[str, int]:
    """Note every broken law in the ledger; return how many reports were lost and doubled."""
    lost = doubled = 0
    for visit in visits:
        found = len(store.tokens.get(visit.token, []))
        doubled += found > 1
        lost += visit.sent and not found
        if found > 1 or (visit.sent and not found) or (found and not visit.asked):
            ledger.breaks(f"{visit.token} is there {found} times; {visit.sent=} {visit.asked=}")
    strangers = {*store.tokens} - {visit.token for visit in visits}
    if strangers:
        ledger.breaks(f"{len(strangers)} reports that nobody sent")
    return {"lost": lost, "doubled": doubled, "reports_in_store": len(store.reports)}


def _lost_receipts(
    visits: list[Visit], ledger: Ledger, folder: Path, environ: dict[str, str]
) -> int:
    """Count the receipts that were shown and open nothing."""
    hotline = bootstrap.open_hotline(read_settings(folder, environ))
    lost = 0
    for visit in visits:
        if not visit.code:
            continue
        key = hotline.visit_keys.receipt_key(hotline.visit_keys.stretch(visit.code))
        if hotline.visit_reader.thread(key.id) is None:
            ledger.breaks(f"the receipt of {visit.token} opens nothing")
            lost += 1
    return lost


if __name__ == "__main__":
    sys.exit(main())
