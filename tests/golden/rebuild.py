"""Writes the golden files anew: `make golden`. Read the difference before you commit it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.golden.emergency import emergency_file
from tests.golden.full_referral import REFERRALS
from tests.golden.full_report import FULL_REPORT
from tests.golden.messages import collect, update, written
from tests.golden.platforms import PLATFORMS
from tests.golden.reference import commands_page, settings_page
from tipline.codecs.cybertipline import encode_report, xsd_document

ROOT: Final = Path(__file__).resolve().parents[2]

GOLDEN: Final[tuple[tuple[str, Callable[[], bytes]], ...]] = (
    ("docs/reference/commands.md", commands_page),
    ("docs/reference/settings.md", settings_page),
    ("docs/schema/cybertipline.xsd", xsd_document),
    ("src/tipline/config/public/defaults/emergency.toml", emergency_file),
    ("src/tipline/doors/public/locale/messages.pot", lambda: written(collect())),
    *PLATFORMS,
    ("tests/golden/full.xml", lambda: encode_report(FULL_REPORT, indent=True)),
    *REFERRALS,
)
"""Each file with what makes it."""


def rebuild() -> None:
    """Write every golden file."""
    for name, make in GOLDEN:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
    update()


if __name__ == "__main__":
    rebuild()
