"""One hostile document in a process of its own, so that its peak memory can be told apart.

Run as `python -m benchmarks.codec.hostile.probe xml|json|nothing`, the document on standard input.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter_ns
from typing import Final

from benchmarks.codec.documents import TYPICAL
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import DocumentError

CALLS: Final = 5
_READERS: Final[Mapping[str, Callable[[bytes], object]]] = {
    "xml": cybertipline.decode_report,
    "json": report_json.decode_report,
}


def main() -> None:
    """Warm the codec up, read the document, and print time, peak memory and verdict as JSON."""
    kind, document = sys.argv[1], sys.stdin.buffer.read()
    report_json.decode_report(report_json.encode_report(cybertipline.decode_report(TYPICAL)))
    verdict, times = "", [0]
    if kind in _READERS:
        times = []
        for _ in range(CALLS):
            start = perf_counter_ns()
            verdict = _verdict(_READERS[kind], document)
            times.append(perf_counter_ns() - start)
    print(json.dumps({"ns": min(times), "peak": _peak(), "verdict": verdict}))


def _verdict(read: Callable[[bytes], object], document: bytes) -> str:
    """Return the code of the first problem, or nothing if the document was taken."""
    try:
        read(document)
    except DocumentError as error:
        return error.problems[0].code
    return ""


def _peak() -> int:
    """Return this process's peak resident memory in bytes.

    Not `ru_maxrss`: Linux hands a new program the peak of the process that started it.
    """
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
