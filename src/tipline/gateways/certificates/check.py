"""Looks at certificate and key before a server starts, so that what is wrong is said in words."""

import stat
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from tipline.domain.errors import TiplineError

_WORLD: Final = 0o007


class CertificateUnusableError(TiplineError):
    """The certificate or its key cannot be used for TLS."""

    code = "certificate_unusable"


def check_certificate(certificate: Path, key: Path, now: datetime) -> None:
    """Check that a certificate is valid now and that the key is its own.

    Whether clients trust it is for them to say; the chain is not followed.

    Raises:
        CertificateUnusableError: names the file and what to do.
    """
    chain = _chain(certificate)
    private = _key(key)
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*form) != chain[0].public_key().public_bytes(*form):
        raise CertificateUnusableError(
            f"{key} is not the key of the first certificate in {certificate}. Give the pair that"
            " belongs together; the server's own certificate comes first, then the chain."
        )
    if now > chain[0].not_valid_after_utc:
        ended = chain[0].not_valid_after_utc.date()
        raise CertificateUnusableError(f"{certificate} ended on {ended}. Renew it.")
    if now < chain[0].not_valid_before_utc:
        begins = chain[0].not_valid_before_utc
        raise CertificateUnusableError(
            f"{certificate} begins only on {begins:%Y-%m-%d at %H:%M} UTC. Check the clock of this"
            " machine."
        )


def _chain(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError:
        raise CertificateUnusableError(
            f"{path} holds no certificate. Give a PEM file that begins with BEGIN CERTIFICATE."
        ) from None


def _key(path: Path) -> PrivateKeyTypes:
    text = _read(path)
    if stat.S_IMODE(path.stat().st_mode) & _WORLD:
        raise CertificateUnusableError(
            f"{path} can be read by everybody on this machine. Run: chmod o= {path}"
        )
    try:
        return load_pem_private_key(text, password=None)
    except TypeError:
        raise CertificateUnusableError(
            f"{path} has a passphrase, which nobody could type at every start. Give the key"
            " without one, in a file that only its owner can read."
        ) from None
    except ValueError:
        raise CertificateUnusableError(
            f"{path} holds no private key. Give a PEM file that begins with BEGIN PRIVATE KEY."
        ) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CertificateUnusableError(f"{path} does not exist. Check the name.") from None
    except OSError as error:
        raise CertificateUnusableError(
            f"{path} cannot be read: {error.strerror}. Check its owner and its mode."
        ) from None
