"""What somebody with full access to the database could do to the log, at random."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any, Final

KINDS: Final = ("flip", "remove", "reorder", "insert", "truncate", "flip head")


@dataclass(frozen=True)
class Tampering:
    """One change: `first` and what follows it up to `end` are replaced by `lines`.

    `covered`: the tree and its head were computed anew, so that the log agrees with itself.
    For a changed head, `bit` says which one of it.
    """

    kind: str
    first: int
    end: int
    lines: tuple[bytes, ...]
    covered: bool = False
    bit: int = 0


def tamper(lines: list[bytes], chance: Random, kind: str) -> Tampering:
    """Return a change of this kind to these lines; it always changes something."""
    size = len(lines)
    first = chance.randrange(size)
    covered = chance.random() < 0.5
    match kind:
        case "flip":
            flipped = flip(lines[first], chance.randrange(len(lines[first]) * 8))
            return Tampering(kind, first, first + 1, (flipped,), covered)
        case "remove":
            return Tampering(kind, first, first + 1, (), covered)
        case "reorder":
            first, second = sorted(chance.sample(range(size), 2))
            middle = lines[first + 1 : second]
            swapped = (lines[second], *middle, lines[first])
            return Tampering(kind, first, second + 1, swapped, covered)
        case "insert":
            entry: dict[str, Any] = json.loads(lines[first])
            entry["actor"] = f"user:{chance.randrange(1_000)}"
            forged = json.dumps(entry, separators=(",", ":")).encode()
            return Tampering(kind, first, first, (forged,), covered)
        case "truncate":
            return Tampering(kind, first, size, (), covered)
        case _:
            return Tampering(kind, 0, 0, (), bit=chance.randrange(1 << 30))


def tampered(lines: list[bytes], change: Tampering) -> list[bytes]:
    """Return the lines after a change."""
    return [*lines[: change.first], *change.lines, *lines[change.end :]]


def flip(data: bytes, bit: int) -> bytes:
    """Return the same bytes with one bit turned over."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def flip_in_checkpoint(head: bytes, bit: int) -> bytes:
    """Return the head line of an export with one bit of its checkpoint's text turned over."""
    text = json.loads(head)["checkpoint"]
    inside = json.dumps(text, ensure_ascii=b"\\u" in head)[1:-1].encode()
    start = head.index(inside)
    where = start * 8 + bit % (len(inside) * 8)
    return flip(head, where)


def signed_head(head: bytes, checkpoint: bytes) -> bytes:
    """Return the head line of an export with another checkpoint."""
    return json.dumps({**json.loads(head), "checkpoint": checkpoint.decode()}).encode()
