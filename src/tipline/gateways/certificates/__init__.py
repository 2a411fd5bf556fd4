"""TLS certificates as files, checked before a server starts; issuing them is not done here."""

from tipline.gateways.certificates.check import CertificateUnusableError, check_certificate

__all__ = ["CertificateUnusableError", "check_certificate"]
