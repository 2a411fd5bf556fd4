"""`make audit-campaign`: tampers with a large audit log, and counts who finds it out.

The log is made through the real store. Each trial changes it as somebody with full access to the
database could: a bit of a line or of the head flipped, an entry removed, two reordered, one
inserted, the tail cut off. Half of them also compute tree and head anew, so that the log agrees
with itself. Two verifiers then read everything from the first byte on; nothing is shared between
trials but the untouched bytes.

Ours is the service behind `tipline audit verify --kept NOTE`, on the changed SQLite rows, with the
checkpoint that was published last. The outsider's is `docs/verify_audit.py`, loaded from its file,
with the published key and an export file. If the head was not computed anew, the export has
the checkpoint that was signed before and nothing is kept; if it was, the export is signed afresh
with the hotline's own key, and the outsider has the published checkpoint (`--kept`).

A consistent older copy of the database, put back, is told by the published checkpoint alone.
"""

import argparse
import multiprocessing
import multiprocessing.sharedctypes
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from campaigns.audit.trials import Found, make, set_up, try_some
from campaigns.audit.verifiers import SCRIPT
from campaigns.record import Figures, conclude

_PROCESSES = 2
_AT_ONCE = 10


def main() -> int:
    """Run all trials; 1 if one of them was not found."""
    options = argparse.ArgumentParser(description="Tamper with an audit log.")
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--trials", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-audit-") as name:
        folder = Path(name)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, context) as one:  # Django is set up once for a process
            one.submit(make, folder, given.size, given.seed).result()
        made = time.monotonic() - began
        print(f"{given.size:,} entries made in {made:.0f} s", flush=True)
        broken = [*_check_untouched(folder), *_check_rolled_back(folder)]
        found = _try_all(folder, given)
    figures = _figures(found, broken)
    figures |= {"size": given.size, "seed": given.seed, "seconds": round(time.monotonic() - began)}
    return conclude("audit", figures, broken, record=given.record)


def _check_untouched(folder: Path) -> list[str]:
    """Both verifiers must be content with what nobody touched."""
    return [
        f"the untouched log is refused by {who}"
        for who, content in _verdicts(folder, folder / "data", kept=True)
        if not content
    ]


def _check_rolled_back(folder: Path) -> list[str]:
    """An older copy is whole in itself, and not what was published."""
    broken = [
        f"the older copy is not whole for {who}"
        for who, content in _verdicts(folder, folder / "older", kept=False)
        if not content
    ]
    missed = [
        f"the rolled-back database is not found by {who}"
        for who, content in _verdicts(folder, folder / "older", kept=True)
        if content
    ]
    return broken + missed


def _verdicts(folder: Path, data: Path, *, kept: bool) -> list[tuple[str, bool]]:
    """Ask both verifiers as programs, as people would."""
    words = ["--kept", str(folder / "published")] if kept else []
    program = [sys.executable, "-m", "tipline", "audit"]
    export = folder / "export"
    export.write_bytes(subprocess.check_output([*program, "export", "--data", str(data)]))
    key = (folder / "key").read_text("utf-8")
    script = [sys.executable, "-I", str(SCRIPT), "--key", key, *words, str(export)]
    ours = [*program, "verify", *words, "--data", str(data)]
    return [
        (who, subprocess.run(command, check=False, capture_output=True).returncode == 0)
        for who, command in (("tipline audit verify", ours), ("verify_audit.py", script))
    ]


def _try_all(folder: Path, given: argparse.Namespace) -> list[Found]:
    """Share the trials between two processes, each with a copy of the hotline."""
    began, found = time.monotonic(), list[Found]()
    starts = range(0, given.trials, _AT_ONCE)
    context = multiprocessing.get_context("spawn")
    copies = context.Value("i", 0)
    with ProcessPoolExecutor(
        _PROCESSES, context, initializer=set_up, initargs=(folder, copies)
    ) as pool:
        work = [(given.seed, s, min(s + _AT_ONCE, given.trials)) for s in starts]
        for done in pool.map(try_some, work):
            found.extend(done)
            if len(found) % (_AT_ONCE * 10) == 0:
                missed = sum(not (ours and theirs) for *_, ours, theirs in found)
                seconds = time.monotonic() - began
                print(f"{seconds:6.0f} s  {len(found):,} trials  {missed} missed", flush=True)
    return found


def _figures(found: list[Found], broken: list[str]) -> Figures:
    trials, ours, theirs = Counter[str](), Counter[str](), Counter[str]()
    for number, kind, covered, by_us, by_them in found:
        name = f"{kind}{', covered' if covered else ''}"
        trials[name] += 1
        ours[name] += by_us
        theirs[name] += by_them
        broken += [f"trial {number} ({name}) missed by us"] * (not by_us)
        broken += [f"trial {number} ({name}) missed by the outsider"] * (not by_them)
    return {
        "trials": len(found),
        "found_by_tipline_audit_verify": ours.total(),
        "found_by_verify_audit_py": theirs.total(),
        "trials_by_kind": dict(sorted(trials.items())),
        "rolled_back_database_found": not any("rolled-back" in law for law in broken),
    }


if __name__ == "__main__":
    sys.exit(main())
