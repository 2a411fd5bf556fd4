"""Checkpoints are signed in the log's name, and nobody else's signature will do."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tipline.domain.audit.checkpoint import (
    Checkpoint,
    checkpoint_body,
    checkpoint_of,
    key_id,
    signed_note,
)
from tipline.domain.audit.tree import Frontier, leaf_hash
from tipline.domain.errors import ValueRefusedError
from tipline.gateways.checkpoint_keys import CheckpointSigner, verifier_key, verify_checkpoint
from tipline.ports.audit import Signer

NAME = "hotline.example.org"
PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key()
SIGNER: Signer = CheckpointSigner(PRIVATE, NAME)
CHECKPOINT = checkpoint_of(NAME, Frontier().appended([leaf_hash(b"entry")] * 5))
NOTE = SIGNER.sign(CHECKPOINT)


def test_what_was_signed_is_verified() -> None:
    assert verify_checkpoint(NOTE, NAME, PUBLIC) == CHECKPOINT


def test_every_changed_letter_of_the_text_is_noticed() -> None:
    for place in range(len(checkpoint_body(CHECKPOINT))):
        changed = NOTE[:place] + bytes([NOTE[place] ^ 1]) + NOTE[place + 1 :]
        with pytest.raises(ValueRefusedError):
            verify_checkpoint(changed, NAME, PUBLIC)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    note = signed_note(checkpoint_body(CHECKPOINT), NAME, PUBLIC.public_bytes_raw(), bytes(length))
    with pytest.raises(ValueRefusedError, match="signature"):
        verify_checkpoint(note, NAME, PUBLIC)


def test_another_key_under_the_same_name_is_refused() -> None:
    with pytest.raises(ValueRefusedError):
        verify_checkpoint(NOTE, NAME, Ed25519PrivateKey.generate().public_key())
    forger = Ed25519PrivateKey.generate()
    body = checkpoint_body(CHECKPOINT)
    forged = signed_note(body, NAME, PUBLIC.public_bytes_raw(), forger.sign(body))
    with pytest.raises(ValueRefusedError, match="signature"):
        verify_checkpoint(forged, NAME, PUBLIC)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint(origin="other.example.org", size=5, root=bytes(32))
    with pytest.raises(ValueRefusedError, match="another log"):
        SIGNER.sign(other)
    body = checkpoint_body(other)
    note = signed_note(body, NAME, PUBLIC.public_bytes_raw(), PRIVATE.sign(body))
    with pytest.raises(ValueRefusedError, match="another log"):
        verify_checkpoint(note, NAME, PUBLIC)


def test_the_key_to_publish_has_the_published_form() -> None:
    name, identity, encoded = SIGNER.verifier_key.split("+", 2)
    assert name == NAME
    assert identity == key_id(NAME, PUBLIC.public_bytes_raw()).hex()
    assert base64.b64decode(encoded) == b"\x01" + PUBLIC.public_bytes_raw()
    assert verifier_key(NAME, PUBLIC) == SIGNER.verifier_key


@pytest.mark.parametrize("name", ["", " ", "two words", "a+b", "line\nfeed", " a", "a\u2003b"])
def test_a_name_that_notes_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueRefusedError, match="name"):
        CheckpointSigner(PRIVATE, name)


def test_nothing_says_a_secret() -> None:
    assert PRIVATE.private_bytes_raw().hex() not in repr(SIGNER)
    assert PRIVATE.private_bytes_raw() not in vars(SIGNER).values()
