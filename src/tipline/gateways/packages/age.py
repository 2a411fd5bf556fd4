"""Encrypts packages with age (age-encryption.org/v1) to the X25519 keys of agencies."""

from collections.abc import Sequence

import pyrage

from tipline.ports.packages import RecipientUnusableError


class AgeEncrypter:
    """Encrypts to public keys; what it made, it cannot open itself."""

    def encrypt(self, data: bytes, recipients: Sequence[str]) -> bytes:
        """Return the data encrypted to every one of these keys, each `age1...`.

        Raises:
            RecipientUnusableError: there is no key, or one of them is damaged.
        """
        if not recipients:
            raise RecipientUnusableError("There is no key to encrypt a package to.")
        try:
            keys = [pyrage.x25519.Recipient.from_str(text.strip()) for text in recipients]
        except pyrage.RecipientError:
            raise RecipientUnusableError from None
        encrypted: bytes = pyrage.encrypt(data, keys)
        return encrypted
