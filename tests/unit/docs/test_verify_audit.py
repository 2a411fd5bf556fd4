"""The outsider's script believes what our log proves, and nothing else."""

import ast
import base64
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.architecture.tree import ROOT
from tipline.domain.audit.checkpoint import Checkpoint, checkpoint_body, checkpoint_of, signed_note
from tipline.domain.audit.entry import Entry, entry_leaf, entry_line
from tipline.domain.audit.tree import Frontier, LeafList, consistency_proof, inclusion_proof
from tipline.gateways.checkpoint_keys import CheckpointSigner

SCRIPT = ROOT / "docs" / "verify_audit.py"
NAME = "hotline.example.org"
PRIVATE = Ed25519PrivateKey.generate()
SIGNER = CheckpointSigner(PRIVATE, NAME)
KEY = SIGNER.verifier_key

SIZE = 1_000
TRIALS = 400
START = datetime(2026, 11, 22, 10, tzinfo=UTC)
LINES = [
    entry_line(
        Entry(
            number=number,
            at=START + timedelta(seconds=number),
            actor=f"provider:{number % 7}",
            action="report.submitted",
            subject=f"report:{1_000 + number}",
            digest=f"{number:064x}",
        )
    )
    for number in range(SIZE)
]
LEAVES = [entry_leaf(line) for line in LINES]


def note_of(size: int, leaves: Sequence[bytes] = LEAVES, signer: CheckpointSigner = SIGNER) -> str:
    return signer.sign(checkpoint_of(NAME, Frontier().appended(leaves[:size]))).decode()


def encoded(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(item).decode() for item in hashes]


def entry_proof(index: int, size: int) -> dict[str, Any]:
    return {
        "format": "tipline-entry-1",
        "key": KEY,
        "checkpoint": note_of(size),
        "index": index,
        "entry": LINES[index].decode(),
        "proof": encoded(inclusion_proof(LeafList(LEAVES), index, size)),
    }


def growth_proof(old: int, new: int) -> dict[str, Any]:
    return {
        "format": "tipline-growth-1",
        "key": KEY,
        "checkpoint": note_of(new),
        "old": note_of(old),
        "proof": encoded(consistency_proof(LeafList(LEAVES), old, new)),
    }


def log_head(size: int) -> bytes:
    head = {"format": "tipline-log-1", "key": KEY, "checkpoint": note_of(size)}
    return json.dumps(head).encode() + b"\n"


def log_of(size: int) -> bytes:
    return log_head(size) + b"".join(line + b"\n" for line in LINES[:size])


STATUSES = {"proven": 0, "NOT PROVEN": 1, "CANNOT READ": 2}


class Outsider:
    """Somebody with the script, some files, and nothing of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def gets(self, content: bytes | dict[str, Any]) -> None:
        """Keep one more file."""
        name = f"file{len(self.names):04}"
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (self.folder / name).write_bytes(data)
        self.names.append(name)

    def runs(self, *options: str) -> list[str]:
        """Return what the script says of each file, after checking its exit status."""
        command = [sys.executable, "-I", str(SCRIPT), *options, *self.names]
        done = subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, text=True
        )
        said = done.stdout.splitlines()
        assert done.stderr == ""
        verdicts = [line.split(": ")[0] for line in said]
        assert {*verdicts} <= {*STATUSES}
        assert [line.split(": ")[1] for line in said] == self.names
        statuses = {STATUSES[verdict] for verdict in verdicts} - {0}
        assert done.returncode == min(statuses, default=0)
        return said


@pytest.fixture
def outsider(tmp_path: Path) -> Outsider:
    return Outsider(tmp_path)


def proven(said: list[str]) -> list[bool]:
    return [line.startswith("proven") for line in said]


def test_the_script_is_short_and_stands_alone() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 150
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert imported <= {*sys.stdlib_module_names, "cryptography"}


def test_every_true_proof_of_small_logs_is_believed(outsider: Outsider) -> None:
    sizes = range(1, 18)
    for size in sizes:
        outsider.gets(log_of(size))
        for other in range(size):
            outsider.gets(entry_proof(other, size))
            outsider.gets(growth_proof(other + 1, size))
        outsider.gets(growth_proof(0, size))
    outsider.gets(log_of(0))
    assert all(proven(outsider.runs("--key", KEY)))


def test_what_is_proven_is_said(outsider: Outsider) -> None:
    outsider.gets(entry_proof(17, SIZE))
    outsider.gets(growth_proof(600, SIZE))
    outsider.gets(log_of(SIZE))
    assert outsider.runs("--key", KEY) == [
        f"proven: file0000: entry 17 of 1000 is {LINES[17].decode()}",
        "proven: file0001: the log of 1000 entries begins with the 600 of the older checkpoint",
        "proven: file0002: these are all 1000 entries, unchanged and in their order",
    ]
    assert all("compare it with the published one" in line for line in outsider.runs())


def test_no_change_to_the_log_goes_unseen(outsider: Outsider) -> None:
    chance = random.Random(17)  # noqa: S311 - the same trials every time
    head = log_head(SIZE)
    for trial in range(TRIALS):
        lines = [line + b"\n" for line in LINES]
        one, other = chance.sample(range(SIZE), 2)
        if trial % 4 == 0:
            text = bytearray(b"".join(lines))
            text[chance.randrange(len(text))] ^= 1 << chance.randrange(8)
            lines = [bytes(text)]
        elif trial % 4 == 1:
            del lines[one]
        elif trial % 4 == 2:
            lines[one], lines[other] = lines[other], lines[one]
        else:
            lines.insert(one, chance.choice([lines[other], b"\n", b"{}\n"]))
        outsider.gets(head + b"".join(lines))
    assert proven(outsider.runs("--key", KEY)) == [False] * TRIALS


def test_no_bit_of_a_proof_or_of_a_logs_head_can_change(outsider: Outsider) -> None:
    chance = random.Random(17)  # noqa: S311 - the same trials every time
    for content in (entry_proof(5, 11), growth_proof(5, 11)):
        whole = json.dumps(content).encode()
        for place in chance.sample(range(len(whole)), 200):
            changed = bytearray(whole)
            changed[place] ^= 1 << chance.randrange(8)
            outsider.gets(bytes(changed))
    whole = log_of(3)
    for place in range(len(log_head(3))):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        outsider.gets(bytes(changed))
    assert not any(proven(outsider.runs()))


def test_a_proof_is_for_its_entry_place_and_length_only(outsider: Outsider) -> None:
    for size, index in ((1, 0), (2, 1), (11, 4), (16, 15), (1_000, 17)):
        good = entry_proof(index, size)
        hashes: list[str] = good["proof"]
        changes: list[dict[str, Any]] = [
            *({"index": index + by} for by in (-1, 1, size)),
            {"index": float(index)},
            {"index": index == 1},
            {"index": str(index)},
            {"entry": f"{good['entry']} "},
            {"entry": LINES[size].decode() if size < SIZE else ""},
            {"proof": [*hashes, encoded([bytes(32)])[0]]},
            {"proof": [encoded([bytes(32)])[0], *hashes]},
            {"checkpoint": note_of(size + 1) if size < SIZE else note_of(999)},
            *([{"proof": hashes[1:]}, {"proof": hashes[:-1]}] if hashes else []),
        ]
        for change in changes:
            outsider.gets(good | change)
    assert not any(proven(outsider.runs("--key", KEY)))


def test_a_growth_is_proven_for_its_two_logs_only(outsider: Outsider) -> None:
    other = [entry_leaf(b"other"), *LEAVES[1:]]
    for old, new in ((1, 2), (4, 8), (5, 11), (600, 1_000), (7, 7)):
        good = growth_proof(old, new)
        hashes: list[str] = good["proof"]
        changes: list[dict[str, Any]] = [
            {"old": note_of(old, other)},
            {"checkpoint": note_of(new, other)},
            {"old": note_of(old + 1)},
            {"old": SIGNER.sign(Checkpoint(origin=NAME, size=0, root=bytes(32))).decode()},
            {"old": note_of(new), "checkpoint": note_of(new - 1)},
            {"proof": [*hashes, encoded([bytes(32)])[0]]},
            *([{"proof": hashes[1:]}, {"proof": hashes[:-1]}] if hashes else []),
        ]
        for change in changes:
            outsider.gets(good | change)
    assert not any(proven(outsider.runs("--key", KEY)))


def test_a_kept_checkpoint_finds_a_log_rolled_back_or_rewritten(outsider: Outsider) -> None:
    (outsider.folder / "kept").write_text(note_of(600), "utf-8")
    outsider.gets(log_of(SIZE))
    outsider.gets(log_of(600))
    outsider.gets(growth_proof(600, 700))
    outsider.gets(growth_proof(500, 600))
    outsider.gets(entry_proof(5, 600))
    outsider.gets(log_of(599))
    other = [b"{}", *LINES[1:]]
    note = note_of(SIZE, [entry_leaf(line) for line in other])
    rewritten = {"format": "tipline-log-1", "key": KEY, "checkpoint": note}
    outsider.gets(b"\n".join((json.dumps(rewritten).encode(), *other, b"")))
    outsider.gets(growth_proof(601, 700))
    outsider.gets(entry_proof(5, 601))
    said = outsider.runs("--key", KEY, "--kept", "kept")
    assert proven(said) == [True] * 5 + [False] * 4
    assert "shorter than the kept checkpoint" in said[5]
    assert "an entry older than the kept checkpoint was changed" in said[6]
    assert "neither checkpoint is the kept one" in said[7]
    assert "the checkpoint is not the kept one" in said[8]


def test_only_the_published_key_counts(outsider: Outsider) -> None:
    forger = Ed25519PrivateKey.generate()
    forged = CheckpointSigner(forger, NAME)
    body = checkpoint_body(checkpoint_of(NAME, Frontier().appended(LEAVES[:9])))
    public = PRIVATE.public_key().public_bytes_raw()
    good = entry_proof(5, 9)
    outsider.gets(good | {"checkpoint": note_of(9, LEAVES, forged), "key": forged.verifier_key})
    pretended = signed_note(body, NAME, public, forger.sign(body)).decode()
    outsider.gets(good | {"checkpoint": pretended})
    elsewhere = checkpoint_body(Checkpoint(origin="other.example.org", size=9, root=bytes(32)))
    foreign = signed_note(elsewhere, NAME, public, PRIVATE.sign(elsewhere)).decode()
    outsider.gets(good | {"checkpoint": foreign})
    said = outsider.runs("--key", KEY)
    assert proven(said) == [False] * 3
    assert "signed by another key" in said[0]
    assert "a signature is wrong" in said[1]
    assert f"this is no checkpoint signed by {NAME}" in said[2]


def test_other_signatures_beside_ours_do_no_harm(outsider: Outsider) -> None:
    good = entry_proof(5, 9)
    body, ours = good["checkpoint"].split("\n\n")
    witness = f"\u2014 witness.example.net {base64.b64encode(bytes(76)).decode()}\n"
    outsider.gets(good | {"checkpoint": f"{body}\n\n{ours}{witness}"})
    outsider.gets(good | {"checkpoint": f"{body}\n\n{witness}{ours}"})
    outsider.gets(good | {"checkpoint": f"{body}\n\n{witness}"})
    assert proven(outsider.runs("--key", KEY)) == [True, True, False]


def test_what_is_none_of_the_formats_is_told_and_never_a_crash(outsider: Outsider) -> None:
    good = entry_proof(5, 9)
    for content in (b"", b"\xff\xfe", b"null", b"[]", b"{}", b"17", b"[" * 100_000, b'{"a":'):
        outsider.gets(content)
    values: list[Any] = [None, 17, [], {}, [17], "", "x", "\ud800"]
    for key in good:
        for value in values:
            outsider.gets(good | {key: value})
    outsider.gets({key: good[key] for key in good if key != "proof"})
    assert not any(proven(outsider.runs()))


def test_what_cannot_be_read_differs_from_what_was_tampered_with(outsider: Outsider) -> None:
    outsider.gets(note_of(9).encode())
    outsider.gets(b"\xff\xfe")
    outsider.names.append("missing")
    assert outsider.runs() == [
        "CANNOT READ: file0000: this is no proof and no log",
        "CANNOT READ: file0001: this is no proof and no log",
        "CANNOT READ: missing: No such file or directory",
    ]
    outsider.gets(entry_proof(5, 9) | {"index": 6})
    outsider.gets(entry_proof(5, 9) | {"proof": ["x"]})
    said = outsider.runs()
    assert said[3:] == [
        "NOT PROVEN: file0003: this entry does not stand at this place in the log",
        "NOT PROVEN: file0004: it lacks something, or has it wrong",
    ]


def test_nothing_reaches_the_terminal_but_letters(outsider: Outsider) -> None:
    line = "\x1b[2J\x9b2J\u202e{}"
    frontier = Frontier().appended([entry_leaf(line.encode())])
    note = SIGNER.sign(checkpoint_of(NAME, frontier)).decode()
    outsider.gets(entry_proof(0, 1) | {"checkpoint": note, "entry": line})
    assert outsider.runs("--key", KEY) == ["proven: file0000: entry 0 of 1 is ?[2J?2J?{}"]


@pytest.mark.parametrize(
    "words", [[], ["--key", "foo", "x"], ["--key", "", "x"], ["--key", KEY[:-1], "x"]]
)
def test_wrong_usage_has_a_status_of_its_own(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-I", str(SCRIPT), *words]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ")
    assert ("KEY is none" in done.stderr) is bool(words)
