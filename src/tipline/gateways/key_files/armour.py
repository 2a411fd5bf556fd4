"""Bytes as text between two lines that say what they are, and bytes under a passphrase.

A passphrase is stretched with Argon2id: a stolen file is as safe as guessing is dear, and the
PBKDF2 of PKCS 8 files is cheap on graphics cards.
"""

import base64
import os
import re
import unicodedata
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tipline.domain.errors import KeysUnusableError

_LINE: Final = 64
_VERSION: Final = b"\x01"
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = len(_VERSION) + _SALT_BYTES + _NONCE_BYTES


def armour(label: str, data: bytes) -> bytes:
    """Return the data in base64 between a BEGIN and an END line."""
    text = base64.b64encode(data).decode()
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", "")).encode()


def unarmour(label: str, text: bytes) -> bytes:
    """Return the data of the only block with this label; what stands around it is ignored.

    Raises:
        ValueError: there is no such block, more than one, or it is damaged.
    """
    pattern = rf"^-----BEGIN {label}-----\s([^-]*)^-----END {label}-----\s*?$"
    # What is not ASCII is replaced, because the error for it would quote the secret.
    blocks = re.findall(pattern, text.decode("ascii", "replace"), re.MULTILINE)
    if len(blocks) != 1:
        raise ValueError("not one block")
    return base64.b64decode("".join(blocks[0].split()), validate=True)


def lock(label: str, data: bytes, passphrase: str) -> bytes:
    """Return the data encrypted under a passphrase and bound to a label.

    Raises:
        KeysUnusableError: the passphrase is empty.
    """
    if not passphrase:
        raise KeysUnusableError("The passphrase is empty. Choose one, or leave it out altogether.")
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    cipher = AESGCM(_stretched(passphrase, salt))
    return _VERSION + salt + nonce + cipher.encrypt(nonce, data, _VERSION + label.encode())


def unlock(label: str, locked: bytes, passphrase: str) -> bytes:
    """Return what was locked.

    Raises:
        ValueError: another passphrase, another label, or damaged.
    """
    if not locked.startswith(_VERSION) or len(locked) < _HEAD_BYTES:
        raise ValueError("not locked by this version")
    salt, nonce = locked[1 : 1 + _SALT_BYTES], locked[1 + _SALT_BYTES : _HEAD_BYTES]
    cipher = AESGCM(_stretched(passphrase, salt))
    try:
        return cipher.decrypt(nonce, locked[_HEAD_BYTES:], _VERSION + label.encode())
    except InvalidTag:
        raise ValueError("another passphrase, or damaged") from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """Return a key from a passphrase (RFC 9106, section 4, second recommended option)."""
    # The same passphrase from another keyboard may be other code points for the same letters.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(
        typed
    )
