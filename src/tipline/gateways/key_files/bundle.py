"""All keys as one text, checked before they are packed and after they are unpacked; no I/O."""

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.armour import armour, lock, unarmour, unlock
from tipline.gateways.key_files.folder import (
    ALL,
    AUDIT_PRIVATE,
    AUDIT_PUBLIC,
    DESK_KEY,
    HOTLINE_PRIVATE,
    HOTLINE_PUBLIC,
    IDENTIFIERS_KEY,
    INDEX_KEY,
    NEXT_KEY,
    OPTIONAL,
)
from tipline.gateways.key_files.formats import (
    check_pair,
    decode_audit_private,
    decode_audit_public,
    decode_desk,
    decode_hotline_private,
    decode_hotline_public,
    decode_index,
    fingerprint,
    is_locked,
)

_PLAIN: Final = "TIPLINE KEYS"
_LOCKED: Final = "TIPLINE LOCKED KEYS"
_SUM_BYTES: Final = 8
_WORDS: Final = """\
All keys of a Tipline hotline, for safe keeping.

With this file every report can be read, unless a passphrase protects it.
Without these keys no report can be read by anybody, ever.
Keep two copies, away from the machine, from its backups and from each other.

To put the keys back: tipline keys import FILE
Fingerprint of the hotline's public key: {fingerprint}

"""


def pack_keys(name: str, texts: Mapping[str, bytes], passphrase: str | None = None) -> bytes:
    """Return one text with all key files, which came from the folder named.

    Raises:
        KeysUnusableError: a key is damaged, or the passphrase is empty.
    """
    hotline = _check_keys(name, texts)
    data = msgspec.json.encode(
        {key: text.decode("ascii", "replace") for key, text in texts.items()}
    )
    data = _sum_of(data) + data
    words = _WORDS.format(fingerprint=fingerprint(hotline)).encode()
    if passphrase is None:
        return words + armour(_PLAIN, data)
    return words + armour(_LOCKED, lock(_LOCKED, data, passphrase))


def unpack_keys(name: str, text: bytes, passphrase: str | None = None) -> dict[str, bytes]:
    """Return all key files from one text; the name is for messages.

    Raises:
        KeysUnusableError: damaged, no such text, or another passphrase.
    """
    if f"-----BEGIN {_LOCKED}-----".encode() in text and passphrase is None:
        raise KeysUnusableError(f"{name} is protected. Give its passphrase.")
    try:
        texts = _unpacked(text, passphrase)
    except (ValueError, msgspec.MsgspecError):
        raise KeysUnusableError(
            f"{name} does not open: it is damaged, it is no export of keys, or it has another "
            "passphrase, or none. Check the passphrase, then try the other copy."
        ) from None
    _check_keys(name, texts)
    return texts


def _unpacked(text: bytes, passphrase: str | None) -> dict[str, bytes]:
    if passphrase is None:
        data = unarmour(_PLAIN, text)
    else:
        data = unlock(_LOCKED, unarmour(_LOCKED, text), passphrase)
    checksum, data = data[:_SUM_BYTES], data[_SUM_BYTES:]
    texts = msgspec.json.decode(data, type=dict[str, str])
    if checksum != _sum_of(data) or texts.keys() - {*OPTIONAL} != {*ALL}:
        raise ValueError("not what was packed")
    order = (*ALL, *OPTIONAL)
    return {name: texts[name].encode() for name in order if name in texts}


def _sum_of(data: bytes) -> bytes:
    """Return a short checksum, for a text that was copied by hand or kept too long."""
    return hashlib.sha256(data).digest()[:_SUM_BYTES]


def _check_keys(name: str, texts: Mapping[str, bytes]) -> X25519PublicKey:
    """Refuse damaged keys and pairs that do not match; return the hotline's public key.

    Of a private key that has a passphrase of its own only the armour can be checked.
    """
    for one in (INDEX_KEY, IDENTIFIERS_KEY, NEXT_KEY):
        if one in texts:
            decode_index(f"{one} in {name}", texts[one])
    if DESK_KEY in texts:
        decode_desk(f"{DESK_KEY} in {name}", texts[DESK_KEY])
    hotline = decode_hotline_public(f"{HOTLINE_PUBLIC} in {name}", texts[HOTLINE_PUBLIC])
    if not is_locked(texts[HOTLINE_PRIVATE]):
        opening = f"{HOTLINE_PRIVATE} in {name}"
        check_pair(opening, decode_hotline_private(opening, texts[HOTLINE_PRIVATE]), hotline)
    audit = decode_audit_public(f"{AUDIT_PUBLIC} in {name}", texts[AUDIT_PUBLIC])
    signing = f"{AUDIT_PRIVATE} in {name}"
    check_pair(signing, decode_audit_private(signing, texts[AUDIT_PRIVATE]), audit)
    return hotline
