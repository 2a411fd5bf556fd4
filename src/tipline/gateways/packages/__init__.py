"""Signing and encrypting packages: the hotline's referral key, and age."""

from tipline.gateways.packages.age import AgeEncrypter
from tipline.gateways.packages.sign import FolderSigner, is_signed, load_referral_signer

__all__ = ["AgeEncrypter", "FolderSigner", "is_signed", "load_referral_signer"]
