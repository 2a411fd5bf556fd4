"""A package opens to what was put in, and nothing else opens."""

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.unit.domain.referrals.dossiers import dossier_of, full_dossier
from tipline.codecs.documents import DocumentError, InvalidDocumentError, UnreadableDocumentError
from tipline.codecs.package import MOST_ZIPPED, Document, bundle, check_bundle, open_bundle
from tipline.codecs.package.bundle import MOST_BYTES, MOST_DOCUMENTS
from tipline.domain.referrals.dossier import Change
from tipline.domain.timestamp import Timestamp

DOCUMENTS = (
    Document("README.txt", "text/plain", b"Synthetic narrative 17."),
    Document("cybertipline/17.xml", "application/xml", b"<report/>" * 1_000),
    Document("empty.txt", "text/plain", b""),
)
SIGNATURE, PEM = b"s" * 64, b"pem"


def made() -> bytes:
    return bundle(DOCUMENTS, full_dossier()).zipped(SIGNATURE, PEM)


def test_what_was_put_in_comes_out() -> None:
    opened = open_bundle(made())
    assert opened.documents == DOCUMENTS
    assert (opened.signature, opened.public_pem) == (SIGNATURE, PEM)
    assert opened.signed == bundle(DOCUMENTS, full_dossier()).manifest
    manifest = opened.manifest
    assert (manifest.referral, manifest.version, manifest.is_test) == (7, 2, True)
    assert manifest.changes == full_dossier().changes
    assert [entry.size for entry in manifest.documents] == [23, 9_000, 0]


def test_the_same_gives_the_same_bytes_in_a_plain_order() -> None:
    assert made() == made()
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        listed = archive.infolist()
    assert [one.filename for one in listed] == [
        *(document.name for document in DOCUMENTS),
        "manifest.json",
        "manifest.sig",
        "hotline.pem",
    ]
    assert {one.date_time for one in listed} == {(2026, 6, 1, 12, 0, 0)}


@pytest.mark.parametrize(
    ("made_at", "year"), [("1950-06-01T12:00:00Z", 1980), ("2500-06-01T12:00:00Z", 2107)]
)
def test_years_that_a_zip_cannot_say_become_the_nearest(made_at: str, year: int) -> None:
    dossier = msgspec.structs.replace(dossier_of(), made_at=Timestamp(made_at))
    data = bundle(DOCUMENTS, dossier).zipped(SIGNATURE, PEM)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].date_time[0] == year
    assert open_bundle(data).manifest.made_at == made_at


@pytest.mark.parametrize(
    "names",
    [
        ["a", "a"],
        ["a", "A"],
        ["manifest.json"],
        ["HOTLINE.PEM"],
        [""],
        ["/a"],
        ["a/"],
        ["../a"],
        ["a/../b"],
        ["a//b"],
        [".a"],
        ["a b"],
        ["a\\b"],
        ["a:b"],
        ["\u00e4"],
        ["a" * 121],
    ],
)
def test_unfit_names_are_refused(names: list[str]) -> None:
    with pytest.raises(InvalidDocumentError, match="names_unfit"):
        bundle([Document(name, "text/plain", b"") for name in names], full_dossier())


def test_more_than_a_package_can_hold_is_refused() -> None:
    many = [Document(f"annex/{number}.txt", "text/plain", b"") for number in range(20_000)]
    with pytest.raises(InvalidDocumentError, match="too_large"):
        bundle(many, full_dossier())
    large = b" " * (MOST_BYTES // 4)
    some = [Document(f"annex/{number}.txt", "text/plain", large) for number in range(4)]
    with pytest.raises(InvalidDocumentError, match="too_large"):
        bundle(some, full_dossier())


def test_a_manifest_that_nobody_would_read_is_not_written() -> None:
    many = (Change(kind="changed", report=17, path="/" * 1_000),) * 17_000
    with pytest.raises(InvalidDocumentError, match="too_large"):
        bundle(DOCUMENTS, msgspec.structs.replace(full_dossier(), changes=many))


def rebuilt(change: Callable[[dict[str, bytes]], Any], **options: Any) -> bytes:  # noqa: ANN401
    """Return the package with other files in it, packed by somebody else."""
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, options.get("compression", 8))
    return target.getvalue()


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: data})


def in_front(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        before = dict(files)
        files.clear()
        files.update({name: data, **before})

    return change


def manifest_with(**changes: Any) -> Callable[[dict[str, bytes]], None]:  # noqa: ANN401
    def change(files: dict[str, bytes]) -> None:
        said = json.loads(files["manifest.json"]) | changes
        files["manifest.json"] = json.dumps(said).encode()

    return change


def test_packed_again_without_a_change_it_opens() -> None:
    assert open_bundle(rebuilt(lambda _: None)) == open_bundle(made())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rebuilt(put("README.txt", b"other")), "documents_differ"),
        (rebuilt(in_front("more.txt", b"")), "documents_differ"),
        (rebuilt(lambda files: files.pop("README.txt")), "documents_differ"),
        (rebuilt(put("more.txt", b"")), "not_whole"),
        (rebuilt(lambda files: files.pop("manifest.sig")), "not_whole"),
        (rebuilt(put("manifest.sig", b"s" * 63)), "not_whole"),
        (rebuilt(put("hotline.pem", b"p" * 5_000)), "not_whole"),
        (rebuilt(in_front("../README.txt", b"")), "names_unfit"),
        (rebuilt(in_front("readme.TXT", b"")), "names_unfit"),
        (rebuilt(put("manifest.json", b"{")), "manifest_unreadable"),
        (rebuilt(manifest_with(more=1)), "manifest_unreadable"),
        (rebuilt(manifest_with(schema="other/1")), "other_schema"),
        (rebuilt(manifest_with(documents=[])), "documents_differ"),
        (rebuilt(lambda _: None, compression=zipfile.ZIP_STORED), "not_plain"),
        (b"x" + made(), "not_plain"),
    ],
)
def test_another_package_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InvalidDocumentError, match=code):
        open_bundle(data)


def test_two_files_of_one_name_are_refused() -> None:
    target = io.BytesIO(made())
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(target, "a") as archive,
    ):
        archive.writestr("README.txt", b"other")
    with pytest.raises(InvalidDocumentError, match="names_unfit"):
        open_bundle(target.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", made()[:-1], made()[100:]])
def test_what_is_no_package_is_unreadable(data: bytes) -> None:
    with pytest.raises(DocumentError):
        open_bundle(data)


def test_every_changed_byte_is_noticed() -> None:
    data = made()
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            opened = open_bundle(changed)
        except DocumentError:
            continue
        assert opened.documents == DOCUMENTS, place
        touched = (opened.signed, opened.signature, opened.public_pem)
        assert touched == (open_bundle(data).signed, SIGNATURE, PEM)


def test_what_claims_to_be_enormous_is_not_unpacked() -> None:
    data = bytearray(made())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, MOST_BYTES + 1)
    with pytest.raises(UnreadableDocumentError, match="too_large"):
        open_bundle(bytes(data))


def test_who_only_checks_keeps_no_document() -> None:
    assert check_bundle(made()) == open_bundle(made())._replace(documents=())
    with pytest.raises(InvalidDocumentError, match="documents_differ"):
        check_bundle(rebuilt(put("README.txt", b"other")))


def test_a_file_that_is_too_long_is_not_looked_into() -> None:
    with pytest.raises(UnreadableDocumentError, match="too_large"):
        check_bundle(bytes(MOST_ZIPPED + 1))


@pytest.mark.parametrize(
    ("number", "line"), [(MOST_DOCUMENTS + 1, 47), (17, 200), (MOST_DOCUMENTS, 167)]
)
def test_a_directory_that_is_too_long_is_not_read(number: int, line: int) -> None:
    """`zipfile` reads it whole, whatever the file says of the number of its lines."""
    length = number * line
    count = min(number, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, length, 0, 0)
    with pytest.raises(UnreadableDocumentError, match="too_large"):
        check_bundle(bytes(length) + end)


def test_no_more_is_unpacked_than_the_directory_says() -> None:
    """A file that says it has 23 bytes and unpacks to 32 MiB never gets there."""
    large = Document("README.txt", "text/plain", bytes(32 << 20))
    data = bytearray(bundle((large,), full_dossier()).zipped(SIGNATURE, PEM))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 23)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableDocumentError, match="not_a_package"):
            check_bundle(bytes(data))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 << 20


@pytest.mark.parametrize("mode", [0o120777, 0o040755, 0o010644])
def test_what_is_no_file_is_refused(mode: int) -> None:
    data = bytearray(made())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 38, mode << 16)
    with pytest.raises(InvalidDocumentError, match="not_plain"):
        open_bundle(bytes(data))
