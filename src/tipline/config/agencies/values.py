"""TOML values to the values of a record; a `ValueError` says what was expected.

No message repeats what was given: an address may be nobody's business.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from tipline.config import mail
from tipline.config.agencies.codes import LANGUAGES, STATE_BY_FIPS, is_subdivision
from tipline.config.public import readers
from tipline.domain.directory.agency import Channel, Coverage

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID: Final = 64
_COUNTY: Final = re.compile(r"[0-9]{5}")
_HTTPS: Final = re.compile(r"https://[^\s/@?#\"'<>\\]+(/[^\s?#\"'<>\\]*)?")
_SFTP: Final = re.compile(r"sftp://([^\s/@:?#\"'<>\\]+@)?[^\s/@?#\"'<>\\]+(/[^\s?#\"'<>\\]*)?")
_FILE: Final = re.compile(r"[a-z0-9]([a-z0-9_-]|[.](?![.])){0,80}")
_OURS: Final = (".key", ".private", ".public")
_KEY: Final = re.compile(r"age1[a-z0-9]{1,200}")
_LONGEST_ADDRESS: Final = 400
_MOST: Final = 4_000


def slug(value: object) -> str:
    """Return the id of a record."""
    if not isinstance(value, str) or len(value) > _LONGEST_ID or _ID.fullmatch(value) is None:
        raise ValueError(
            f'expected up to {_LONGEST_ID} small letters, digits and hyphens, such as "us-ncmec"'
        )
    return value


def languages(value: object) -> tuple[str, ...]:
    """Return codes of languages."""
    expected = 'expected two-letter codes of languages such as ["en", "fr"]'
    return _codes(value, lambda code: code in LANGUAGES, expected)


def coverages(value: object) -> tuple[Coverage, ...]:
    """Return what a body covers; an empty list means everywhere."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError('expected a list such as [{ country = "US", subdivisions = ["US-NV"] }]')
    found = tuple(map(_coverage, value))
    if any(one in found[:at] for at, one in enumerate(found)):
        raise ValueError("the same one stands there twice")
    return found


def _coverage(value: Mapping[str, object]) -> Coverage:
    others = [name for name in value if name not in Coverage.__struct_fields__]
    if others:
        raise ValueError("expected nothing but country, subdivisions and counties")
    country = readers.country(value.get("country"))
    parts = _codes(
        value.get("subdivisions", []),
        lambda code: code.startswith(f"{country}-") and is_subdivision(code),
        f'expected subdivisions of {country} by ISO 3166-2, such as ["US-NV"]',
    )
    counties = _codes(
        value.get("counties", []),
        lambda code: _COUNTY.fullmatch(code) is not None and STATE_BY_FIPS.get(code[:2]) in parts,
        "expected counties by five digits (FIPS), of the subdivisions that stand beside them",
    )
    return Coverage(country=country, subdivisions=parts, counties=counties)


def page(value: object) -> str:
    """Return the address of a public web page."""
    return readers.https(value)


def recipient(value: object) -> str:
    """Return the public key of an agency, of age's native kind (X25519)."""
    from pyrage import RecipientError, x25519  # noqa: PLC0415 - only where a key is stated

    expected = "expected a public key of age: age1 and 58 letters and digits, as age-keygen shows"
    if not isinstance(value, str) or _KEY.fullmatch(value) is None:
        raise ValueError(expected)
    try:
        x25519.Recipient.from_str(value)
    except RecipientError:
        raise ValueError(f"{expected}; a letter of it is wrong") from None
    return value


def credential(value: object) -> str:
    """Return the name of a file in the hotline's key folder, never a path or one of its own."""
    if not isinstance(value, str) or _FILE.fullmatch(value) is None:
        raise ValueError("expected the name of a file in the folder of keys, in small letters")
    if value.endswith(_OURS):
        raise ValueError("the hotline's own keys end like this: give the file another ending")
    return value


def address_for(channel: Channel) -> Callable[[object], str]:
    """Return the reader of an address that fits a channel."""
    if channel is Channel.EMAIL:
        return mail.address
    if channel is Channel.HTTPS:
        return _fits(_HTTPS, "https://drop.example.org/in, without user, ? and #")
    if channel is Channel.SFTP:
        return _fits(_SFTP, "sftp://hotline@drop.example.org/in, without password")
    return _no_address


def _fits(form: re.Pattern[str], expected: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        fits = isinstance(value, str) and form.fullmatch(value) is not None
        if not isinstance(value, str) or not fits or len(value) > _LONGEST_ADDRESS:
            raise ValueError(f"expected an address that fits the channel, such as {expected}")
        return value

    return read


def _no_address(value: object) -> str:  # noqa: ARG001 - whatever it is
    raise ValueError("the channel is download, which has no address; say the channel as well")


def _codes(value: object, is_known: Callable[[str], bool], expected: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(expected)
    if not all(isinstance(code, str) and is_known(code) for code in value):
        raise ValueError(expected)
    if len({*value}) != len(value):
        raise ValueError("the same one stands there twice")
    return tuple(value)
