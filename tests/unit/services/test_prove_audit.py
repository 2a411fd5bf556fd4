"""The audit log looked over, and proofs that the outsider's script takes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tipline.domain.audit.checkpoint import Checkpoint, checkpoint_of
from tipline.domain.audit.entry import Entry, entry_leaf, entry_line
from tipline.domain.audit.tree import Frontier
from tipline.gateways.checkpoint_keys import CheckpointSigner
from tipline.services import prove_audit

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_audit.py"
NAME = "hotline.example.org"
SIGNER = CheckpointSigner(Ed25519PrivateKey.generate(), NAME)


def line(number: int) -> bytes:
    return entry_line(
        Entry(
            number=number,
            at=datetime(2026, 11, 22, 12, tzinfo=UTC),
            actor="provider:1",
            action="report.submitted",
            subject=f"report:{number // 2}",
        )
    )


class Trail:
    """A log in a list."""

    def __init__(self, lines: list[bytes], head: Frontier | None = None) -> None:
        self._lines = lines
        self._head = head or Frontier().appended(entry_leaf(one) for one in lines)

    def head(self) -> Frontier:
        return self._head

    def lines(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        yield from self._lines[first:end]

    def is_in_order(self) -> bool:
        return len(self._lines) <= self._head.size

    def numbers_of(self, subject: str) -> list[int]:
        return [
            number
            for number, one in enumerate(self._lines)
            if json.loads(one)["subject"] == subject
        ]


LINES = [line(number) for number in range(25)]


def checkpoint_at(size: int) -> Checkpoint:
    return checkpoint_of(NAME, Frontier().appended(entry_leaf(one) for one in LINES[:size]))


def convinced(tmp_path: Path, *documents: bytes, kept: bytes | None = None) -> bool:
    path = tmp_path / "proof.json"
    path.write_bytes(b"".join(document + b"\n" for document in documents))
    arguments = ["--key", SIGNER.verifier_key]
    if kept is not None:
        (tmp_path / "kept").write_bytes(kept)
        arguments += ["--kept", str(tmp_path / "kept")]
    done = subprocess.run(
        [sys.executable, SCRIPT, *arguments, path], capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.mark.parametrize("size", [0, 1, 13, 25])
def test_a_whole_log_that_grew_is_told_so(size: int) -> None:
    heard: list[int] = []
    found = prove_audit.verify_log(Trail(LINES), checkpoint_at(size), heard.append)
    assert (found.size, found.whole, found.grown) == (25, True, True)
    assert found.root == checkpoint_at(25).root.hex()
    assert found.root_base64.encode() in SIGNER.sign(checkpoint_at(25)).splitlines()
    assert heard == list(range(1, 26))


def test_without_a_kept_checkpoint_nothing_is_said_of_growth() -> None:
    assert prove_audit.verify_log(Trail(LINES)).grown is None


@pytest.mark.parametrize(
    "changed",
    [
        LINES[:-1],
        LINES[1:],
        [*LINES[:3], LINES[4], LINES[3], *LINES[5:]],
        [*LINES[:3], LINES[3].replace(b"submitted", b"retracted"), *LINES[4:]],
        [*LINES, line(25)],
    ],
)
def test_a_changed_log_is_not_whole(changed: list[bytes]) -> None:
    head = Trail(LINES).head()
    assert not prove_audit.verify_log(Trail(changed, head)).whole


def test_a_rolled_back_log_is_whole_but_does_not_begin_with_what_was_kept() -> None:
    found = prove_audit.verify_log(Trail(LINES[:20]), checkpoint_at(25))
    assert (found.whole, found.grown) == (True, False)
    other = Checkpoint(origin=NAME, size=10, root=bytes(32))
    assert prove_audit.verify_log(Trail(LINES), other).grown is False


def test_an_outsider_is_convinced_of_every_entry(tmp_path: Path) -> None:
    for number in (0, 7, 24):
        proof = prove_audit.prove_entry(Trail(LINES), SIGNER, NAME, number)
        assert json.loads(proof)["entry"] == LINES[number].decode()
        assert convinced(tmp_path, proof)
        assert not convinced(tmp_path, proof.replace(b"report:", b"report;"))
    for number in (-1, 25):
        with pytest.raises(prove_audit.EntryMissingError):
            prove_audit.prove_entry(Trail(LINES), SIGNER, NAME, number)


def test_an_outsider_is_convinced_of_growth_and_of_the_whole(tmp_path: Path) -> None:
    kept = SIGNER.sign(checkpoint_at(11))
    growth = prove_audit.prove_growth(Trail(LINES), SIGNER, NAME, kept, 11)
    assert convinced(tmp_path, growth)
    log = list(prove_audit.export_log(Trail(LINES), SIGNER, NAME))
    assert convinced(tmp_path, *log, kept=kept)
    assert not convinced(tmp_path, *log[:-1])
    with pytest.raises(prove_audit.EntryMissingError):
        prove_audit.prove_growth(Trail(LINES[:5]), SIGNER, NAME, kept, 11)


def test_the_checkpoint_is_of_the_head() -> None:
    note = prove_audit.sign_checkpoint(Trail(LINES), SIGNER, NAME)
    assert note.startswith(f"{NAME}\n25\n".encode())
