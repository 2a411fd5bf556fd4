"""Seals messages to a reporter, in the same format as reports are sealed to the hotline."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from tipline.domain.errors import SealBrokenError
from tipline.gateways.sealing import HpkeSealer
from tipline.ports.operations import SealedNote


class HpkeNoteSealer:
    """Seals with the public key of a thread; cannot open what it sealed."""

    def seal_to(self, public_key: bytes, number: int, text: bytes) -> SealedNote:
        """Return a text sealed to a reporter's public key under a number.

        Raises:
            SealBrokenError: this is no public key.
        """
        try:
            sealer = HpkeSealer(X25519PublicKey.from_public_bytes(public_key))
        except ValueError:
            raise SealBrokenError from None
        sealed = sealer.seal(number, text)
        return SealedNote(key=sealed.key, body=sealed.body)
