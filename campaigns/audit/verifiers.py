"""The two verifiers, as they are used: ours on the database, the outsider's on an export."""

import contextlib
import io
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.db import transaction

from campaigns.audit.log import Log
from campaigns.audit.tampering import (
    Tampering,
    flip,
    flip_in_checkpoint,
    signed_head,
    tampered,
)
from tipline.domain.audit.checkpoint import checkpoint_of
from tipline.domain.audit.entry import entry_leaf
from tipline.domain.audit.tree import Frontier
from tipline.services.prove_audit import verify_log
from tipline.stores import queries

SCRIPT: Final = Path(__file__).resolve().parents[2] / "docs" / "verify_audit.py"


class Verifiers:
    """Both verifiers, a kept checkpoint, and the untouched log to tamper with."""

    def __init__(self, log: Log, kept: bytes, folder: Path) -> None:
        self._log = log
        self._kept = kept
        self._note = folder / "kept"
        self._note.write_bytes(kept)
        self._export = folder / "export"
        self._head, *self.lines = log.export()
        self._main: Callable[[], int] = runpy.run_path(str(SCRIPT), run_name="verify_audit")[
            "main"
        ]

    def ours(self, change: Tampering | None) -> bool:
        """Tell whether `tipline audit verify --kept` is content with the changed rows."""
        kept = self._log.hotline.read_checkpoint(self._kept)
        with transaction.atomic():
            if change is not None:
                self._change_rows(change)
            found = verify_log(self._log.hotline.trail, kept)
            transaction.set_rollback(True)
        return found.whole and found.grown is not False

    def outsiders(self, change: Tampering | None) -> bool:
        """Tell whether `verify_audit.py` is content with an export.

        Who could not sign leaves the old checkpoint at its head. Who could sign anew gives
        a fresh one; then only the checkpoint that the outsider kept can tell.
        """
        head, lines = self._head, self.lines
        if change is not None:
            lines = tampered(lines, change)
            if change.kind == "flip head":
                head = flip_in_checkpoint(head, change.bit)
            elif change.covered:
                head = signed_head(head, self._signed(lines))
        self._export.write_bytes(b"\n".join((head, *lines)) + b"\n")
        with_kept = change is None or change.covered
        return self._run(["--kept", str(self._note)] if with_kept else [])

    def _signed(self, lines: list[bytes]) -> bytes:
        name = self._log.hotline.settings.name
        head = Frontier().appended(map(entry_leaf, lines))
        return self._log.hotline.signer().sign(checkpoint_of(name, head))

    def _run(self, words: list[str]) -> bool:
        before = sys.argv
        sys.argv = ["verify_audit.py", "--key", self._log.key, *words, str(self._export)]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                return self._main() == 0
        finally:
            sys.argv = before

    def _change_rows(self, change: Tampering) -> None:
        connection = queries.raw_connection()
        if change.kind == "flip head":
            self._flip_head(change.bit)
            return
        grown = change.first + len(change.lines) - change.end
        connection.execute(
            "DELETE FROM audit_entry WHERE number >= ? AND number < ?", (change.first, change.end)
        )
        if grown and (grown > 0 or change.covered):  # an uncovered removal leaves its gap
            move = "UPDATE audit_entry SET number = -(number + ?) WHERE number >= ?"
            connection.execute(move, (grown, change.end))
            connection.execute("UPDATE audit_entry SET number = -number WHERE number < 0")
        connection.executemany(
            "INSERT INTO audit_entry (number, subject, line) VALUES (?, 'report:1', ?)",
            [(change.first + place, line) for place, line in enumerate(change.lines)],
        )
        if change.covered:
            head = Frontier().appended(map(entry_leaf, tampered(self.lines, change)))
            queries.run("save_head", head.size, b"".join(head.roots))

    def _flip_head(self, bit: int) -> None:
        """Turn over one bit of the stored head: of the size, or of a root."""
        row = queries.one("audit_head")
        if row is None:
            raise LookupError("no head")
        size, roots = int(row[0]), bytes(row[1])
        bits = size.bit_length() + len(roots) * 8
        place = bit % bits
        if place < size.bit_length():
            size ^= 1 << place
        else:
            roots = flip(roots, place - size.bit_length())
        queries.run("save_head", size, roots)
