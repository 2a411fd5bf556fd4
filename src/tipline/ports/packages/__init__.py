"""What it takes to hand a package over: a signature of the hotline, encryption to an agency."""

from collections.abc import Sequence
from typing import Protocol

from tipline.domain.errors import TiplineError


class RecipientUnusableError(TiplineError):
    """An agency's key is none that packages can be encrypted to."""

    code = "recipient_unusable"


class PackageSigner(Protocol):
    """Signs manifests in the hotline's name (Ed25519, RFC 8032)."""

    def sign(self, manifest: bytes) -> bytes:
        """Return the 64 bytes of the signature of a manifest."""
        ...

    def public_pem(self) -> bytes:
        """Return the public key that checks it, as PEM."""
        ...


class PackageEncrypter(Protocol):
    """Encrypts packages so that only their agency can read them."""

    def encrypt(self, data: bytes, recipients: Sequence[str]) -> bytes:
        """Return the data encrypted to every one of these keys, each `age1...`.

        Raises:
            RecipientUnusableError: there is no key, or one of them is damaged.
        """
        ...
