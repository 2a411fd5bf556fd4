"""A package: documents, the manifest that names them with their digests, and one ZIP of all.

The same documents give the same bytes. What is opened must be exactly as it is made here.
"""

import hashlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Final, NamedTuple

import msgspec

from tipline.codecs.documents import InvalidDocumentError, unreadable
from tipline.domain.problems import Problem
from tipline.domain.referrals.dossier import Change, Dossier
from tipline.domain.report.part import Part
from tipline.domain.timestamp import Timestamp

SCHEMA: Final = "tipline-package/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
PUBLIC_KEY: Final = "hotline.pem"
_LAST: Final = (MANIFEST, SIGNATURE, PUBLIC_KEY)

MOST_DOCUMENTS: Final = 20_000
MOST_BYTES: Final = 512 << 20
"""All documents of a package together, unpacked."""
MOST_ZIPPED: Final = 64 << 20
"""A package as a file; what is released is half as long at most."""
_MOST_SIGNED: Final = 16 << 20
_SIGNATURE_BYTES: Final = 64
_MOST_KEY_BYTES: Final = 4_096

_NAME: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*")
_LONGEST_NAME: Final = 120
_PIECE: Final = 1 << 20
"""Bytes that are unpacked at a time."""
_FIRST_YEAR, _LAST_YEAR = 1980, 2107
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16
_LINE_BYTES: Final = 46
_HEAD_BYTES: Final = 30 + _LINE_BYTES
"""Of a file's own header and of its line in the directory, without the name in each."""
_END: Final = struct.Struct("<4s4H2LH")
"""The last bytes of a ZIP: its mark, three times which disk and how many files, then length and
place of the directory, and the length of a comment (APPNOTE 6.3.10, 4.3.16)."""
_END_MARK: Final = b"PK\x05\x06"


class Document(NamedTuple):
    """One file of a package."""

    name: str
    media_type: str
    data: bytes


class Entry(Part, frozen=True, kw_only=True):
    """A document as the manifest names it; `sha256` in hexadecimal, `size` in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


class Manifest(Part, frozen=True, kw_only=True, omit_defaults=False):
    """What is signed: which version of which referral it is, and every document of it."""

    schema: str
    referral: int
    version: int
    made_at: str
    is_test: bool
    sender: str
    addressee: str
    documents: tuple[Entry, ...]
    changes: tuple[Change, ...]


class Bundle(NamedTuple):
    """Documents with their manifest, to be signed and zipped."""

    documents: tuple[Document, ...]
    manifest: bytes
    made_at: Timestamp

    def zipped(self, signature: bytes, public_pem: bytes) -> bytes:
        """Return the ZIP: the documents in their order, then what vouches for them."""
        return _zipped(
            (
                *self.documents,
                Document(MANIFEST, "application/json", self.manifest),
                Document(SIGNATURE, "application/octet-stream", signature),
                Document(PUBLIC_KEY, "application/x-pem-file", public_pem),
            ),
            self.made_at,
        )


class Opened(NamedTuple):
    """A package that was opened; whether the signature is right is for whoever has the key.

    There are no `documents` if it was only checked.
    """

    documents: tuple[Document, ...]
    manifest: Manifest
    signed: bytes
    signature: bytes
    public_pem: bytes


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Manifest)


def bundle(documents: Sequence[Document], dossier: Dossier) -> Bundle:
    """Return documents with the manifest that names them.

    Raises:
        InvalidDocumentError: two have one name, a name is not fit for a package, or there is more
            than a package can hold.
    """
    names = [*(document.name for document in documents), *_LAST]
    _check_names(names)
    manifest = Manifest(
        schema=SCHEMA,
        referral=dossier.referral,
        version=dossier.version,
        made_at=str.__str__(dossier.made_at),
        is_test=dossier.is_test,
        sender=dossier.sender.name,
        addressee=dossier.addressee.name,
        documents=tuple(map(_entry, documents)),
        changes=dossier.changes,
    )
    written = msgspec.json.format(_ENCODER.encode(manifest), indent=2) + b"\n"
    size = sum(len(document.data) for document in documents) + _MOST_SIGNED
    if len(names) > MOST_DOCUMENTS or size > MOST_BYTES or len(written) > _MOST_SIGNED:
        raise _invalid("too_large", "This is more than a package can hold; send it in parts.")
    return Bundle(tuple(documents), written, dossier.made_at)


def open_bundle(data: bytes) -> Opened:
    """Return what is in a package, if every document is as the manifest says.

    Raises:
        UnreadableDocumentError: not a ZIP, damaged, or larger than a package can be.
        InvalidDocumentError: a ZIP, but not one that was made here.
    """
    return _opened(data, keep=True)


def check_bundle(data: bytes) -> Opened:
    """Return what vouches for a package, as `open_bundle` without keeping any document.

    Raises:
        UnreadableDocumentError: not a ZIP, damaged, or larger than a package can be.
        InvalidDocumentError: a ZIP, but not one that was made here.
    """
    return _opened(data, keep=False)


def _opened(data: bytes, *, keep: bool) -> Opened:
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = _check_listing(archive, len(data))
            vouching = [b"".join(_unpacked(archive, one)) for one in listed[-len(_LAST) :]]
            signed, signature, public_pem = vouching
            manifest = _manifest(signed)
            kinds = {entry.name: entry.media_type for entry in manifest.documents}
            entries, documents = [], []
            for one in listed[: -len(_LAST)]:
                name, kind = one.filename, kinds.get(one.filename, "")
                entry, kept = _looked_at(_unpacked(archive, one), name, kind, keep=keep)
                entries.append(entry)
                documents += kept
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise unreadable("not_a_package", "The file is not a ZIP, or is damaged.") from None
    if tuple(entries) != manifest.documents:
        raise _invalid("documents_differ", "The documents are not those the manifest names.")
    return Opened(tuple(documents), manifest, signed, signature, public_pem)


def _manifest(signed: bytes) -> Manifest:
    try:
        manifest = _DECODER.decode(signed)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise _invalid("manifest_unreadable", "The manifest cannot be read.") from None
    if manifest.schema != SCHEMA:
        raise _invalid("other_schema", f"The manifest must be of schema {SCHEMA}.")
    return manifest


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a file in pieces, never more of it than the directory says it has.

    Asked for all at once, `zipfile` would unpack whatever is there, and only then cut it off.
    """
    with archive.open(one) as source:
        while piece := source.read(_PIECE):
            yield piece


def _looked_at(
    pieces: Iterator[bytes], name: str, kind: str, *, keep: bool
) -> tuple[Entry, list[Document]]:
    """Return a document as a manifest would name it, and itself if it is to be kept."""
    digest, size, kept = hashlib.sha256(), 0, []
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        kept += [piece] if keep else []
    entry = Entry(name=name, media_type=kind, size=size, sha256=digest.hexdigest())
    return entry, [Document(name, kind, b"".join(kept))] if keep else []


def _entry(document: Document) -> Entry:
    return Entry(
        name=document.name,
        media_type=document.media_type,
        size=len(document.data),
        sha256=hashlib.sha256(document.data).hexdigest(),
    )


def _zipped(documents: Sequence[Document], made_at: Timestamp) -> bytes:
    moment = made_at.instant.astimezone(UTC)
    year = min(max(moment.year, _FIRST_YEAR), _LAST_YEAR)
    when = (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for document in documents:
            info = zipfile.ZipInfo(document.name, when)
            info.create_system, info.external_attr = _UNIX, _MODE
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, document.data)
    return target.getvalue()


def _check_names(names: Sequence[str]) -> None:
    fit = all(_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME for name in names)
    if not fit or len({name.casefold() for name in names}) != len(names):
        raise _invalid("names_unfit", "A name stands twice, or is none a package can have.")


def _check_end(data: bytes) -> None:
    """Look at how long the directory of a ZIP is before any line of it is read."""
    if len(data) > MOST_ZIPPED:
        raise unreadable("too_large", "A package is at most 64 MiB.")
    if len(data) < _END.size:
        raise unreadable("not_a_package", "The file is not a ZIP, or is damaged.")
    mark, *_, number, length, start, comment = _END.unpack_from(data, len(data) - _END.size)
    if mark != _END_MARK or comment:
        raise unreadable("not_a_package", "The file is not a ZIP, or is damaged.")
    if number > MOST_DOCUMENTS or length > number * (_LINE_BYTES + _LONGEST_NAME):
        raise unreadable("too_large", "The file holds more than a package can.")
    if start + length + _END.size != len(data):
        raise _invalid("not_plain", "The ZIP has parts that no package has.")


def _check_listing(archive: zipfile.ZipFile, length: int) -> list[zipfile.ZipInfo]:
    """Return what a ZIP says of itself, looked at before anything in it is unpacked."""
    listed = archive.infolist()
    if sum(one.file_size for one in listed) > MOST_BYTES:
        raise unreadable("too_large", "The file holds more than a package can.")
    names = [one.filename for one in listed]
    _check_names(names)
    if tuple(names[-len(_LAST) :]) != _LAST:
        raise _invalid("not_whole", "Manifest, signature or key is missing.")
    sizes = [one.file_size for one in listed[-len(_LAST) :]]
    if sizes[0] > _MOST_SIGNED or sizes[1] != _SIGNATURE_BYTES or sizes[2] > _MOST_KEY_BYTES:
        raise _invalid("not_whole", "Manifest, signature or key is not of its size.")
    # Without comments, extra fields or bytes between the files, this is all a ZIP needs.
    needed = _END.size + sum(
        _HEAD_BYTES + 2 * len(one.filename) + one.compress_size for one in listed
    )
    if needed != length or not all(map(_is_plain, listed)):
        raise _invalid("not_plain", "The ZIP has parts that no package has.")
    return listed


def _is_plain(one: zipfile.ZipInfo) -> bool:
    """Tell whether it is a file as packed here; a link would lead who unpacks it elsewhere."""
    kind = stat.S_IFMT(one.external_attr >> 16)
    is_packed_here = not one.flag_bits and one.compress_type == zipfile.ZIP_DEFLATED
    return is_packed_here and kind in {0, stat.S_IFREG}


def _invalid(code: str, message: str) -> InvalidDocumentError:
    return InvalidDocumentError([Problem(path="", code=code, message=message)])
