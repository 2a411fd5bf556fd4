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
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "hotline.pem"
MOST_BYTES = 512 << 20


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
    files = read(arguments[0])
    try:
        public_pem = Path(arguments[1]).read_bytes()
    except OSError as error:
        raise NotGoodError(f"The key cannot be read: {error.strerror}", 2) from None
    signed = is_signed(files[MANIFEST], files[SIGNATURE], public_pem)
    if signed is None:
        raise NotGoodError("It takes a public key (PEM), and `cryptography` or `openssl` 3.", 2)
    if not signed:
        raise NotGoodError("NOT GENUINE: the manifest was not signed with this key.", 1)
    wrong = differences(files)
    if wrong:
        raise NotGoodError("\n".join(wrong), 1)
    manifest = json.loads(files[MANIFEST])
    about = f"referral {manifest['referral']}, version {manifest['version']}"
    kind = "TEST, " if manifest["is_test"] else ""
    return f"Genuine: {kind}{about}, {len(manifest['documents'])} documents."


def read(package: str) -> "dict[str, bytes]":
    """Return the files of a package; nothing of it is believed yet."""
    try:
        with zipfile.ZipFile(package) as archive:
            listed = archive.infolist()
            if sum(one.file_size for one in listed) > MOST_BYTES:
                raise NotGoodError("The file holds more than a package can.", 1)
            files = {one.filename: archive.read(one) for one in listed}
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        raise NotGoodError("The package cannot be read, or is damaged.", 1) from None
    if len(files) != len(listed) or not {MANIFEST, SIGNATURE, PUBLIC_KEY} <= set(files):
        raise NotGoodError("No package: a name stands twice, or a manifest or key lacks.", 1)
    return files


def differences(files: "dict[str, bytes]") -> "list[str]":
    """Return what is not as the manifest says."""
    entries = {one["name"]: one for one in json.loads(files[MANIFEST])["documents"]}
    more = sorted(set(files) - {MANIFEST, SIGNATURE, PUBLIC_KEY} - set(entries))
    found = [f"NOT IN THE MANIFEST: {name}" for name in more]
    for name, entry in entries.items():
        data = files.get(name)
        if data is None:
            found.append(f"MISSING: {name}")
        elif hashlib.sha256(data).hexdigest() != entry["sha256"] or len(data) != entry["size"]:
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
