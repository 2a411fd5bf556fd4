"""Entries and checkpoints as text; the signature here is any bytes."""

import base64
import json
from datetime import UTC, datetime

import pytest

from tipline.domain.audit.checkpoint import (
    Checkpoint,
    checkpoint_body,
    checkpoint_of,
    key_id,
    read_note,
    signed_note,
)
from tipline.domain.audit.entry import Entry, entry_leaf, entry_line
from tipline.domain.audit.tree import Frontier, leaf_hash
from tipline.domain.errors import ValueRefusedError

NAME = "hotline.example.org"
KEY = bytes(range(32))
SIGNATURE = bytes(range(64))
ENTRY = Entry(
    number=0,
    at=datetime(2026, 11, 22, 10, tzinfo=UTC),
    actor="provider:7",
    action="report.submitted",
    subject="report:1017",
)


def note_of(checkpoint: Checkpoint) -> bytes:
    return signed_note(checkpoint_body(checkpoint), NAME, KEY, SIGNATURE)


def test_a_line_is_json_in_a_fixed_order_without_what_is_absent() -> None:
    line = entry_line(ENTRY)
    assert line == (
        b'{"number":0,"at":"2026-11-22T10:00:00Z","actor":"provider:7",'
        b'"action":"report.submitted","subject":"report:1017"}'
    )
    assert json.loads(line)["number"] == 0
    assert entry_leaf(line) == leaf_hash(line)


def test_a_note_gives_back_what_was_signed() -> None:
    checkpoint = checkpoint_of(NAME, Frontier().appended([entry_leaf(entry_line(ENTRY))]))
    read, body, signature = read_note(note_of(checkpoint), NAME, KEY)
    assert (read, body, signature) == (checkpoint, checkpoint_body(checkpoint), SIGNATURE)


def test_a_note_has_the_published_form() -> None:
    checkpoint = Checkpoint(origin=NAME, size=5, root=bytes(32))
    lines = note_of(checkpoint).decode().split("\n")
    signed = base64.b64encode(key_id(NAME, KEY) + SIGNATURE).decode()
    assert lines == [
        NAME,
        "5",
        base64.b64encode(bytes(32)).decode(),
        "",
        f"\u2014 {NAME} {signed}",
        "",
    ]


@pytest.mark.parametrize(
    "note",
    [b"", b"\xff", b"origin\nfive\nAAAA\n\n", b"origin\n5\n?\n\n", b"origin\n5\n\n"],
)
def test_what_is_no_checkpoint_is_refused(note: bytes) -> None:
    with pytest.raises(ValueRefusedError):
        read_note(note, NAME, KEY)


def test_signatures_of_others_do_not_count() -> None:
    checkpoint = Checkpoint(origin=NAME, size=5, root=bytes(32))
    note = note_of(checkpoint)
    with pytest.raises(ValueRefusedError):
        read_note(note, NAME, bytes(32))
    with pytest.raises(ValueRefusedError):
        read_note(note, "other.example.org", KEY)
    broken = checkpoint_body(checkpoint) + f"\n\u2014 {NAME} not base64!\n".encode()
    with pytest.raises(ValueRefusedError):
        read_note(broken, NAME, KEY)
