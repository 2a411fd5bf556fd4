"""Makes the reports of the examples of mappings anew: `python -m tests.golden.platforms`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tipline.codecs.platform import read_mapping
from tipline.codecs.report_json import encode_report

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = "examples/platforms"
KINDS: Final = ("chat", "federated", "forum")


def report_of(kind: str) -> bytes:
    """Return the report that an example's mapping makes of its case."""
    folder = ROOT / FOLDER / kind
    mapping = read_mapping((folder / "mapping.toml").read_bytes())
    report = mapping.report((folder / "case.json").read_bytes())
    return encode_report(report, indent=True).rstrip() + b"\n"


PLATFORMS: Final[tuple[tuple[str, Callable[[], bytes]], ...]] = tuple(
    (f"{FOLDER}/{kind}/report.json", partial(report_of, kind)) for kind in KINDS
)
"""Each file with what makes it."""

if __name__ == "__main__":
    for name, make in PLATFORMS:
        (ROOT / name).write_bytes(make())
