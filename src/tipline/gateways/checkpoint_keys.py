"""Signs checkpoints of the audit log with Ed25519, and checks them; the text is the domain's."""

import base64
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tipline.domain.audit.checkpoint import (
    Checkpoint,
    checkpoint_body,
    key_id,
    read_note,
    signed_note,
)
from tipline.domain.errors import ValueRefusedError

_ED25519: Final = b"\x01"


class CheckpointSigner:
    """Signs checkpoints of one log, in the log's own name.

    Raises:
        ValueRefusedError: not a name that a key can have.
    """

    def __init__(self, private_key: Ed25519PrivateKey, name: str) -> None:
        public_key = private_key.public_key()
        self.verifier_key = verifier_key(name, public_key)
        self._name = name
        self._private_key = private_key
        self._public_bytes = public_key.public_bytes_raw()

    def sign(self, checkpoint: Checkpoint) -> bytes:
        """Return the checkpoint as a signed note.

        Raises:
            ValueRefusedError: the checkpoint is of another log.
        """
        _check_origin(checkpoint, self._name)
        body = checkpoint_body(checkpoint)
        return signed_note(body, self._name, self._public_bytes, self._private_key.sign(body))


def verify_checkpoint(note: bytes, name: str, public_key: Ed25519PublicKey) -> Checkpoint:
    """Return what a note says, if this log's key signed it.

    Raises:
        ValueRefusedError: not a checkpoint, of another log, or not signed by this key.
    """
    checkpoint, body, signature = read_note(note, name, public_key.public_bytes_raw())
    try:
        public_key.verify(signature, body)
    except InvalidSignature:
        raise ValueRefusedError("this checkpoint's signature is wrong") from None
    _check_origin(checkpoint, name)
    return checkpoint


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """Return name and public key as one line to publish (C2SP signed-note, verifier keys).

    Raises:
        ValueRefusedError: not a name that a key can have.
    """
    if not name or "+" in name or name.split() != [name]:
        raise ValueRefusedError("a log's name must have letters, and no blank and no plus sign")
    public_bytes = public_key.public_bytes_raw()
    encoded = base64.b64encode(_ED25519 + public_bytes).decode()
    return f"{name}+{key_id(name, public_bytes).hex()}+{encoded}"


def _check_origin(checkpoint: Checkpoint, name: str) -> None:
    if checkpoint.origin != name:
        raise ValueRefusedError("this checkpoint is of another log")
