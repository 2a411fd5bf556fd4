"""Has the audit log of a hotline verified, by its own command and by the outsider's script."""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from campaigns.faults.ledger import Ledger
from campaigns.hotline import Hotline

_SCRIPT: Final = Path(__file__).resolve().parents[2] / "docs" / "verify_audit.py"


def check_log(hotline: Hotline, checkpoints: list[Path], ledger: Ledger) -> None:
    """Have the audit log verified by our command and by the outsider's script."""
    export = hotline.folder.with_name("export")
    export.write_bytes(hotline.command("audit", "export").stdout)
    for kept in [*checkpoints, None]:
        words = [] if kept is None else ["--kept", str(kept)]
        done = hotline.command("audit", "verify", *words)
        if done.returncode:
            ledger.breaks(f"audit verify: {done.stdout.decode()} {done.stderr.decode()}")
        ledger.broken.extend(_outsider(export, kept))


def check_links(hotline: Hotline, ledger: Ledger) -> dict[str, int]:
    """Work all clusters out anew, and hold those that were kept under fire against them."""
    done = hotline.command("link", "rebuild", "--json")
    found = msgspec.json.decode(done.stdout or b"{}", type=dict[str, Any])
    wrong = [found.get(what) for what in ("recounted", "wrong", "left", "waiting")]
    if done.returncode or any(wrong):
        ledger.breaks(f"link rebuild: {wrong} {done.stderr.decode()}")
    return {what: int(found.get(what) or 0) for what in ("clusters", "edges", "largest")}


def _outsider(export: Path, kept: Path | None) -> list[str]:
    words = [] if kept is None else ["--kept", str(kept)]
    command = [sys.executable, "-I", str(_SCRIPT), *words, str(export)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"verify_audit.py: {done.stdout}{done.stderr}"]
