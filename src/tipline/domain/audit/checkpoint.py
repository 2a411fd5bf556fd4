"""A checkpoint: the size and root of the log at a moment, as a signed note anybody can keep.

Format: C2SP tlog-checkpoint and signed-note, Ed25519. Making and checking the signature itself is
for whoever has the keys; here is only the text around it.
"""

import base64
import binascii
import hashlib
from typing import Final

import msgspec

from tipline.domain.audit.tree import Frontier
from tipline.domain.errors import ValueRefusedError

_ED25519: Final = b"\x01"
_MARK: Final = "\u2014 "
_ID_BYTES: Final = 4
_BODY_LINES: Final = 3


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a note says: `origin` names the log, `root` is the 32-byte hash of its first `size`."""

    origin: str
    size: int
    root: bytes


def checkpoint_of(origin: str, frontier: Frontier) -> Checkpoint:
    """Return the checkpoint of a log as it stands."""
    return Checkpoint(origin=origin, size=frontier.size, root=frontier.root())


def checkpoint_body(checkpoint: Checkpoint) -> bytes:
    """Return the text that is signed."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n".encode()


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the four bytes that tell keys apart in a note (32-byte Ed25519 public key)."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_ID_BYTES]


def signed_note(body: bytes, name: str, public_key: bytes, signature: bytes) -> bytes:
    """Return the note: the body, an empty line, the signature line."""
    signed = base64.b64encode(key_id(name, public_key) + signature).decode()
    return body + f"\n{_MARK}{name} {signed}\n".encode()


def read_note(note: bytes, name: str, public_key: bytes) -> tuple[Checkpoint, bytes, bytes]:
    """Return a note's checkpoint, the body that was signed, and this key's signature.

    Raises:
        ValueRefusedError: not a checkpoint, or not signed by this key.
    """
    try:
        body, _, signatures = note.decode().partition("\n\n")
        origin, size, root = body.split("\n")[:_BODY_LINES]
        checkpoint = Checkpoint(
            origin=origin, size=int(size), root=base64.b64decode(root, validate=True)
        )
    except (ValueError, binascii.Error):
        raise ValueRefusedError("this is not a checkpoint of an audit log") from None
    signature = _signature_by(signatures, name, key_id(name, public_key))
    return checkpoint, f"{body}\n".encode(), signature


def _signature_by(signatures: str, name: str, wanted: bytes) -> bytes:
    head = f"{_MARK}{name} "
    for line in signatures.splitlines():
        if line.startswith(head):
            try:
                signed = base64.b64decode(line.removeprefix(head), validate=True)
            except binascii.Error:
                continue
            if signed.startswith(wanted):
                return signed[_ID_BYTES:]
    raise ValueRefusedError("this checkpoint is not signed by the key asked for")
