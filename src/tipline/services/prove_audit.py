"""Says whether the audit log is whole, and hands out proofs that outsiders can check.

The JSON that is written here is what `docs/verify_audit.py` reads.
"""

import base64
from collections.abc import Callable, Iterator

import msgspec

from tipline.domain.audit.checkpoint import Checkpoint, checkpoint_of
from tipline.domain.audit.entry import entry_leaf
from tipline.domain.audit.tree import (
    Frontier,
    LeafList,
    consistency_proof,
    inclusion_proof,
)
from tipline.domain.errors import TiplineError
from tipline.ports.audit import AuditTrail, Signer


class EntryMissingError(TiplineError):
    """There is no such entry in the audit log."""

    code = "entry_missing"


class LogBrokenError(TiplineError):
    """Entries are missing from the log, so nothing can be proved; run `tipline audit verify`."""

    code = "log_broken"


class AuditFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the whole log found; its root in hexadecimal and as checkpoints have it.

    `whole`: the lines give the root that the store keeps, none lies beyond, and each is found
    under the subject that it names. `grown`: the log begins with the kept checkpoint; None if none
    was given.
    """

    size: int
    root: str
    root_base64: str
    whole: bool
    grown: bool | None


def verify_log(
    trail: AuditTrail, kept: Checkpoint | None = None, passed: Callable[[int], None] | None = None
) -> AuditFinding:
    """Read every line, compute the tree anew, and compare; `passed` hears how many were read.

    A database that was rolled back is whole in itself; only a checkpoint kept elsewhere tells.
    Entries that come meanwhile are left for the next look.
    """
    head = trail.head()
    frontier, kept_root = Frontier(), None
    for line in trail.lines(end=head.size):
        if kept is not None and frontier.size == kept.size:
            kept_root = frontier.root()
        frontier = frontier.appended([entry_leaf(line)])
        if passed is not None:
            passed(frontier.size)
    if kept is not None and frontier.size == kept.size:
        kept_root = frontier.root()
    return AuditFinding(
        size=frontier.size,
        root=frontier.root().hex(),
        root_base64=base64.b64encode(frontier.root()).decode(),
        whole=frontier == head and trail.is_in_order(),
        grown=None if kept is None else kept_root == kept.root,
    )


def sign_checkpoint(trail: AuditTrail, signer: Signer, origin: str) -> bytes:
    """Return the signed note about the log as it stands; publish it where others can keep it."""
    return signer.sign(checkpoint_of(origin, trail.head()))


def prove_entry(trail: AuditTrail, signer: Signer, origin: str, number: int) -> bytes:
    """Return one line of JSON that proves an entry to an outsider.

    Raises:
        EntryMissingError: there is no entry with this number.
        LogBrokenError: entries are missing from the log.
    """
    head = trail.head()
    entry = next(trail.lines(number, head.size), None) if 0 <= number < head.size else None
    if entry is None:
        raise EntryMissingError
    proof = inclusion_proof(LeafList(_leaves(trail, head)), number, head.size)
    return msgspec.json.encode(
        {
            "format": "tipline-entry-1",
            "key": signer.verifier_key,
            "checkpoint": signer.sign(checkpoint_of(origin, head)).decode(),
            "index": number,
            "entry": entry.decode(),
            "proof": [base64.b64encode(node).decode() for node in proof],
        }
    )


def prove_growth(trail: AuditTrail, signer: Signer, origin: str, kept: bytes, size: int) -> bytes:
    """Return one line of JSON that proves the log began with a kept checkpoint's `size` entries.

    Raises:
        EntryMissingError: the log is shorter than the kept checkpoint says it was.
        LogBrokenError: entries are missing from the log.
    """
    head = trail.head()
    if size > head.size:
        raise EntryMissingError
    leaves = _leaves(trail, head)
    proof = consistency_proof(LeafList(leaves), size, len(leaves))
    return msgspec.json.encode(
        {
            "format": "tipline-growth-1",
            "key": signer.verifier_key,
            "checkpoint": signer.sign(checkpoint_of(origin, head)).decode(),
            "old": kept.decode(),
            "proof": [base64.b64encode(node).decode() for node in proof],
        }
    )


def _leaves(trail: AuditTrail, head: Frontier) -> list[bytes]:
    """Return the hashes of all entries: 65 bytes of memory for each."""
    leaves = [entry_leaf(line) for line in trail.lines(end=head.size)]
    if len(leaves) != head.size:
        raise LogBrokenError
    return leaves


def export_log(trail: AuditTrail, signer: Signer, origin: str) -> Iterator[bytes]:
    """Yield the whole log for an outsider: a head line of JSON, then every entry as it stands."""
    head = trail.head()
    yield msgspec.json.encode(
        {
            "format": "tipline-log-1",
            "key": signer.verifier_key,
            "checkpoint": signer.sign(checkpoint_of(origin, head)).decode(),
        }
    )
    yield from trail.lines(end=head.size)
