"""Fuzz the decoders: `python -m fuzz.decode`, with any option of libFuzzer.

A broken law (see `laws`) does not stop the run: the shortest input for each is kept in .fuzz/finds
with its traceback, and tried again first in the next run. Crashes, and inputs beyond the limits of
time and memory, end a run and lie in .fuzz/crashes. `python -m fuzz.decode FILE` checks one input
and shows what breaks. The exit status is 1 if there are finds.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from fuzz import laws
from fuzz.places import CORPUS, CRASHES, DICTIONARY, FINDS, HOME, SEEDS
from fuzz.seeds import write_dictionary, write_seeds

_LIMITS: Final = ("-max_len=8192", "-timeout=20", "-rss_limit_mb=2048", "-len_control=0")
_PAUSE: Final = 10.0
"""Seconds between two lines of progress; libFuzzer has something to say hundreds of times."""
_STATUS: Final = re.compile(r"^#(\d+)\s.*\bcov: (\d+)")


def main(arguments: Sequence[str]) -> int:
    """Run, and return 0 if nothing was found."""
    if arguments and not arguments[0].startswith("-"):
        laws.check(Path(arguments[0]).read_bytes())
        print("Every law holds.")
        return 0
    _prepare()
    executions, coverage, crashed = _run(arguments)
    found = sorted(file.stem for file in FINDS.glob("*.input"))
    for name in found:
        print(f"find: {FINDS.relative_to(HOME.parent) / name}.input, .txt")
    total = len(found) + crashed
    print(f"fuzz.decode: {executions:,} executions, {coverage:,} branches covered, {total} finds")
    return 1 if total else 0


def _prepare() -> None:
    """Make the folders; what earlier runs found is tried again first, and listed if it stands."""
    for folder in (CORPUS, SEEDS, FINDS, CRASHES):
        folder.mkdir(parents=True, exist_ok=True)
    for file in FINDS.iterdir():
        if file.suffix == ".input":
            file.replace(CORPUS / file.name)
        else:
            file.unlink()
    write_seeds(SEEDS)
    write_dictionary(DICTIONARY)


def _run(arguments: Sequence[str]) -> tuple[int, int, int]:
    """Run libFuzzer, pass on what it says, and return executions, coverage and crashes."""
    command = [
        *(sys.executable, "-m", "fuzz.target", *_LIMITS, f"-dict={DICTIONARY}"),
        *(f"-artifact_prefix={CRASHES}/", *arguments, str(CORPUS), str(SEEDS)),
    ]
    executions = coverage = 0
    with subprocess.Popen(  # noqa: S603 - runs its own command
        command, cwd=HOME.parent, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        shown = -_PAUSE
        for line in process.stderr or ():
            status = _STATUS.match(line)
            if status is not None:
                executions, coverage = int(status[1]), int(status[2])
            if status is None or monotonic() - shown >= _PAUSE:
                shown = monotonic()
                print(line, end="", file=sys.stderr, flush=True)
    return executions, coverage, int(process.returncode != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
