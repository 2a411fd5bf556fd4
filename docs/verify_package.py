# ruff: noqa: INP001, T201 - a script that stands alone and prints
"""Checks a referral package with nothing of Tipline: signature, documents, digests.

    python verify_package.py referral-7-v1.zip hotline.pem

The key is the hotline's, from somebody you trust, never the one inside the package. Needs Python
3.9 or later, and `cryptography` or the program `openssl` (3.0 or later). Nothing is unpacked to
disk but the manifest, its signature and the key while `openssl` looks at them.
Answers with exit status 0 if all is well, 1 if not, 2 if it could not be checked.
"""

import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "hotline.pem"
MOST_BYTES = 512 << 20
MOST_ZIPPED = 64 << 20
MOST_SIGNED = 16 << 20
MOST_DOCUMENTS = 20_000
END = struct.Struct("<4s4H2LH")
PIECE = 1 << 20
KEY = re.compile(b"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", re.DOTALL)


class NotGoodError(Exception):
    """What to say, and with which exit status."""

    def __init__(self, line: str, status: int) -> None:
        super().__init__(line)
        self.status = status


def main(arguments: "list[str]") -> int:
    """Check a package, say what was found, and return the exit status."""
    try:
        print(checked(arguments))
    except NotGoodError as found:
        print(found, file=sys.stderr)
        return found.status
    return 0


def checked(arguments: "list[str]") -> str:
    """Return a line on a package that is genuine and whole."""
    if len(arguments) != 2:  # noqa: PLR2004 - the package and the key
        raise NotGoodError("Usage: python verify_package.py PACKAGE.zip HOTLINE.pem", 2)
    files, digests = read(arguments[0])
    try:
        public_pem = Path(arguments[1]).read_bytes()
    except OSError as error:
        raise NotGoodError(f"The key cannot be read: {error.strerror}", 2) from None
    signed = is_signed(files[MANIFEST], files[SIGNATURE], public_pem)
    if signed is None:
        raise NotGoodError("It takes a public key (PEM), and `cryptography` or `openssl` 3.", 2)
    if not signed:
        raise NotGoodError("NOT GENUINE: the manifest was not signed with this key.", 1)
    if key_in(public_pem) != key_in(files[PUBLIC_KEY]):
        raise NotGoodError("NOT GENUINE: the key inside is another than this one.", 1)
    wrong = differences(files, digests)
    if wrong:
        raise NotGoodError("\n".join(wrong), 1)
    manifest = json.loads(files[MANIFEST])
    about = f"referral {manifest['referral']}, version {manifest['version']}"
    kind = "TEST, " if manifest["is_test"] else ""
    return f"Genuine: {kind}{about}, {len(manifest['documents'])} documents."


def read(package: str) -> "tuple[dict[str, bytes], dict[str, str]]":
    """Return what vouches for a package, and the digest of every other file in it.

    Nothing of it is believed yet, so nothing is read whole before its length was looked at.
    """
    vouching, digests = {}, {}
    try:
        check_length(package)
        with zipfile.ZipFile(package) as archive:
            listed = archive.infolist()
            signed = [one.file_size for one in listed if one.filename == MANIFEST]
            if (
                sum(one.file_size for one in listed) > MOST_BYTES
                or max(signed, default=0) > MOST_SIGNED
            ):
                raise NotGoodError("The file holds more than a package can.", 1)
            for one in listed:
                if one.filename in {MANIFEST, SIGNATURE, PUBLIC_KEY}:
                    vouching[one.filename] = b"".join(pieces(archive, one))
                else:
                    digests[one.filename] = digest(archive, one)
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        raise NotGoodError("The package cannot be read, or is damaged.", 1) from None
    if len(vouching) + len(digests) != len(listed) or len(vouching) != 3:  # noqa: PLR2004 - the three
        raise NotGoodError("No package: a name stands twice, or a manifest or key lacks.", 1)
    return vouching, digests


def check_length(package: str) -> None:
    """Look at how long the file and its directory are, before a line of it is read."""
    with Path(package).open("rb") as source:
        size = source.seek(0, 2)
        source.seek(max(0, size - END.size))
        last = source.read()
    if size < END.size or last[:4] != b"PK\x05\x06":
        raise NotGoodError("The package cannot be read, or is damaged.", 1)
    directory = END.unpack(last)[5]
    if size > MOST_ZIPPED or directory > MOST_DOCUMENTS * 200:
        raise NotGoodError("The file holds more than a package can.", 1)


def pieces(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> "Iterator[bytes]":
    """Yield a file in pieces, never more of it than the directory says it has."""
    with archive.open(one) as source:
        piece = source.read(PIECE)
        while piece:
            yield piece
            piece = source.read(PIECE)


def digest(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> str:
    """Return size and SHA-256 of a file."""
    found, size = hashlib.sha256(), 0
    for piece in pieces(archive, one):
        found.update(piece)
        size += len(piece)
    return f"{size} {found.hexdigest()}"


def key_in(pem: bytes) -> "bytes | None":
    """Return a key without what stands around it and between its lines."""
    found = KEY.search(pem)
    return None if found is None else b"".join(found.group(1).split())


def differences(files: "dict[str, bytes]", digests: "dict[str, str]") -> "list[str]":
    """Return what is not as the manifest says."""
    entries = {one["name"]: one for one in json.loads(files[MANIFEST])["documents"]}
    found = [f"NOT IN THE MANIFEST: {name}" for name in sorted(set(digests) - set(entries))]
    for name, entry in entries.items():
        if name not in digests:
            found.append(f"MISSING: {name}")
        elif digests[name] != f"{entry['size']} {entry['sha256']}":
            found.append(f"CHANGED: {name}")
    return found


def is_signed(manifest: bytes, signature: bytes, public_pem: bytes) -> "bool | None":
    """Tell whether the key signed the manifest; None if nothing here can tell."""
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - it may lack
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
            load_pem_public_key,
        )
    except ImportError:
        return is_signed_by_openssl(manifest, signature, public_pem)
    try:
        load_pem_public_key(public_pem).verify(signature, manifest)  # type: ignore[call-arg,union-attr]
    except InvalidSignature:
        return False
    except (ValueError, TypeError, AttributeError):
        return None
    return True


def is_signed_by_openssl(manifest: bytes, signature: bytes, public_pem: bytes) -> "bool | None":
    """Ask the program `openssl`, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        files = {MANIFEST: manifest, SIGNATURE: signature, PUBLIC_KEY: public_pem}
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        words = f"openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {MANIFEST}"
        command = [*words.split(), "-sigfile", SIGNATURE]
        try:
            answer = subprocess.run(  # noqa: S603 - words of our own
                command, cwd=folder, capture_output=True, check=False, timeout=60
            )
        except OSError:
            return None
    if b"Signature Verified" in answer.stdout and answer.returncode == 0:
        return True
    return False if b"Verification Failure" in answer.stdout + answer.stderr else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
