"""One trial after another: a report is taken in, filed under a fault, and looked for."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from campaigns.filing.middleman import FAULTS, Middleman
from campaigns.filing.peers import Peer

_DOCUMENT: Final = Path(__file__).parents[2] / "examples" / "typical.xml"
Plan = Mapping[str, tuple[str, ...]]
"""By call, the faults that come next."""
LOST_ANSWERS: Final[dict[str, Plan]] = {
    "no fault": {},
    "finish cut after": {"finish": ("cut after",)},
    "finish cut before": {"finish": ("cut before",)},
}
"""Courses through all steps: plain, and both ends of the lost-answer procedure."""


class Hands:
    """The process that works on outboxes, and can be killed at any line."""

    def __init__(self, environ: dict[str, str]) -> None:
        command = [sys.executable, "-m", "campaigns.filing.hands", str(_DOCUMENT)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
        )
        self._read()

    def do(self, **asked: object) -> dict[str, Any]:
        """Have something done in a process of its own; return how it ended."""
        if self._process.stdin is None:
            raise AssertionError(asked)
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._read())
        return found

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(20)

    def _read(self) -> str:
        if self._process.stdout is None:
            raise AssertionError
        return self._process.stdout.readline()


class Trials:
    """All trials with one service, and what they found."""

    def __init__(self, peer: Peer, middle: Middleman, hands: Hands, folder: Path) -> None:
        self.peer = peer
        self.middle = middle
        self.hands = hands
        self.counts: Counter[str] = Counter()
        self.broken: list[str] = []
        self.filed: list[int] = []
        self._folder = folder
        self._outbox = folder / "outbox-0"
        self._control = folder / "control"
        self._number = 0

    def network(self, pairs: int, seed: int, *, once: bool = False) -> None:
        """Every call under every fault, alone and twice (or `once`); then random courses."""
        for call in ("submit", "finish"):
            for fault in FAULTS:
                self._filed(f"{call} {fault}", {call: (fault,)})
                if not once:
                    self._filed(f"{call} {fault}, twice", {call: (fault, fault)})
        for before in ("cut before", "cut after"):
            for fault in FAULTS:
                name = f"finish {before}, then retract {fault}"
                self._filed(name, {"finish": (before,), "retract": (fault,)})
        chance = random.Random(seed)
        for _ in range(pairs):
            plan = {
                call: tuple(chance.choices(FAULTS, k=chance.randint(0, 3)))
                for call in ("submit", "finish", "retract")
            }
            self._filed(f"random {plan}", plan)

    def at_lines(self, every: int, *, disk: bool) -> None:
        """Kill the worker at a line, or let the disk be full from it on; each line in turn."""
        kind = "disk full" if disk else "kill -9"
        for course, plan in LOST_ANSWERS.items():
            lines = self._measure(plan)
            for line in range(1, lines + 1, every):
                name = f"{kind} at line {line} of {lines}, {course}"
                self._filed(name, plan, at=line, control=str(self._control) if disk else "")
            self.counts[f"lines of the worker, {course}"] = lines

    def enqueuing(self, every: int, *, disk: bool) -> None:
        """Kill, or fill the disk, at each line of taking a report in, a new folder included."""
        kind = "disk full" if disk else "kill -9"
        lines = self._enqueue(self._fresh(), "first", trace=True)["lines"]
        self.counts["lines of taking in"] = lines
        for line in range(1, lines + 1, every):
            self._outbox = self._fresh()
            name = f"{kind} at line {line} of {lines} of taking in"
            struck = self._enqueue(
                self._outbox, "one", trace=True, at=line, control=self._control if disk else ""
            )
            self._control.unlink(missing_ok=True)
            again = self._enqueue(self._outbox, "one")
            self.counts[f"{kind}, taking in"] += 1
            if again.get("items") != 1 or not (struck["killed"] or disk):
                self.broken.append(f"{name}: {struck}, {again}")
            self._settle(name, {})
        self._outbox = self._fresh()

    def expiry(self) -> None:
        """Let a day pass while a report is open; it must be filed anew (the sandbox's clock)."""
        self._take_in()
        self.middle.maltreat(finish=("429",))
        self._work(once=True)
        self.peer.control("clock", {"forward_seconds": 25 * 3_600})
        self.counts["expiry"] += 1
        self._settle("expiry", {})

    def check(self) -> None:
        """Hold what the outboxes say is filed against what the service says is finished."""
        finished = self.peer.finished()
        self.counts["filed by the outboxes"] = len(self.filed)
        self.counts["finished at the service"] = len(finished)
        self.counts["faults met"] = self.middle.met
        twice = [number for number, times in Counter(self.filed).items() if times > 1]
        self.broken += [f"two items have report {number}" for number in twice]
        self.broken += [f"never finished: {one}" for one in sorted({*self.filed} - {*finished})]
        self.broken += [f"filed twice: {one}" for one in sorted({*finished} - {*self.filed})]

    def _filed(self, name: str, plan: Plan, **strike: object) -> None:
        """Take a report in, file it under a fault, then let a worker finish without any."""
        self._take_in()
        self.middle.maltreat(**plan)
        if strike:
            self._work(trace=True, once=True, **strike)
            self._control.unlink(missing_ok=True)
            self.counts["disk full" if strike.get("control") else "kill -9"] += 1
        else:
            self.counts["network"] += 1
        self._settle(name, plan)

    def _settle(self, name: str, plan: Plan) -> None:
        done = self._work(filed=True)
        if done.get("left") or done.get("error") or done["killed"]:
            self.broken.append(f"{name}: not filed {done} ({plan})")
        fresh = [number for number in done.get("filed", []) if number not in self.filed]
        if len(fresh) != 1:
            self.broken.append(f"{name}: {len(fresh)} reports are filed anew")
        self.filed += fresh

    def _measure(self, plan: Plan) -> int:
        """Return how many lines a worker runs for one report on this course."""
        self._take_in()
        self.middle.maltreat(**plan)
        lines = int(self._work(trace=True)["lines"])
        self._settle("measuring", plan)
        return lines

    def _take_in(self) -> None:
        self._number += 1
        taken = self._enqueue(self._outbox, f"report-{self._number}")
        if "item" not in taken:
            self.broken.append(f"not taken in: {taken}")

    def _enqueue(self, outbox: Path, key: str, **asked: object) -> dict[str, Any]:
        asked = {name: str(value) if name == "control" else value for name, value in asked.items()}
        return self.hands.do(act="enqueue", key=key, **self._owner(outbox), **asked)

    def _work(self, **asked: object) -> dict[str, Any]:
        return self.hands.do(act="work", **self._owner(self._outbox), **asked)

    def _owner(self, outbox: Path) -> dict[str, str]:
        return {
            "outbox": str(outbox),
            "base_url": self.middle.base_url,
            "username": self.peer.username,
            "password": self.peer.password,
        }

    def _fresh(self) -> Path:
        self._number += 1
        return self._folder / f"outbox-{self._number}"


def environment(environ: dict[str, str], library: Path | None, folder: Path) -> dict[str, str]:
    """Return the environment of hands whose disk can be full."""
    if library is None:
        return environ
    return {
        **environ,
        "LD_PRELOAD": str(library),
        "FAULT_CONTROL": str(folder / "control"),
        "FAULT_PREFIX": str(folder / "outbox-"),
    }


def kinds_of(names: str) -> Iterator[str]:
    """Yield the kinds of trials in a list with commas."""
    yield from (name.strip() for name in names.split(",") if name.strip())
