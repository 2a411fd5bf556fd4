"""How packages are called outside, and the numbers that what is stored of them is sealed under."""

from typing import Final

MOST_VERSIONS: Final = 9_999
"""Versions of one referral."""

_PACKAGES: Final = 1 << 63
_NOTES: Final = 3 << 62
_VERSION_BITS: Final = 16


def package_name(referral: int, version: int) -> str:
    """Return the name of a package's file."""
    return f"referral-{referral}-v{version}.zip"


def ciphertext_name(referral: int, version: int) -> str:
    """Return the name of a package's file as it travels, encrypted to the agency."""
    return f"{package_name(referral, version)}.age"


def drop_name(parcel: str) -> str:
    """Return the name of a package's file in a drop, from the id of its parcel.

    Other hotlines use the same drop and the same numbers. The id has a digest of the ciphertext,
    so no file there is taken for another, or put in its place.
    """
    return f"{parcel}.zip.age"


def package_seal(referral: int, version: int) -> int:
    """Return the number that a package is sealed under at the hotline.

    Numbers of reports and messages stay below 2^63, so nothing of one kind opens as another.
    """
    return _PACKAGES | (referral << _VERSION_BITS) | version


def note_seal(referral: int, version: int) -> int:
    """Return the number that notes of an agency are sealed under at the hotline."""
    return _NOTES | (referral << _VERSION_BITS) | version
