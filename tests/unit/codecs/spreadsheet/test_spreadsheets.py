"""Rows come back equal from CSV and XLSX, and no spreadsheet runs what somebody typed."""

import csv
import io
import zipfile

import msgspec
import openpyxl
import pytest

from tests.unit.codecs.spreadsheet.reading import rows_of, sheets
from tests.unit.domain.referrals.dossiers import dossier_of, full_dossier
from tipline.codecs.documents import (
    InvalidDocumentError,
    UnreadableDocumentError,
    UnwritableReportError,
)
from tipline.codecs.spreadsheet import decode_csv, encode_csv, encode_xlsx
from tipline.domain import report as r
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role

DANGEROUS = (
    *(
        "=1+1",
        "+1 202 555 0117",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "'=1",
        "'",
        "''",
    ),
    *(
        "\uff1d1",
        "%0A",
        "|x",
        "\x00=1",
        "=cmd|' /C calc'!A0",
        'a"b',
        "a,b",
        "a\r\nb",
        "=" * 40_000,
    ),
    *("\x01\x1f\x7f", "\ufffe\uffff", " a ", "\u0645\u062b\u0627\u0644", "\U0001f4de"),
)


def row(text: str) -> IpRow:
    return IpRow(
        report=17, role=Role.VICTIM, subject="/victims/0", path="/", address=text, account=text
    )


def identifier(text: str) -> IdentifierRow:
    return IdentifierRow(
        report=10**18,
        role=Role.INCIDENT,
        subject="",
        path="",
        kind=IdentifierKind.URL,
        scope="",
        value=text,
        stated=text,
    )


def test_rows_of_a_dossier_come_back() -> None:
    dossier = full_dossier()
    ip, identifiers = ip_rows(dossier), identifier_rows(dossier)
    assert decode_csv(IpRow, encode_csv(IpRow, ip)) == ip
    assert decode_csv(IdentifierRow, encode_csv(IdentifierRow, identifiers)) == identifiers
    book = encode_xlsx(dossier, ip, identifiers)
    assert rows_of(IpRow, book, "ip-events") == ip
    assert rows_of(IdentifierRow, book, "identifiers") == identifiers


@pytest.mark.parametrize("text", ["", *DANGEROUS])
def test_any_text_comes_back_and_begins_no_formula(text: str) -> None:
    rows, others = (row(text),), (identifier(text),)
    data = encode_csv(IpRow, rows)
    assert decode_csv(IpRow, data) == rows
    assert decode_csv(IdentifierRow, encode_csv(IdentifierRow, others)) == others
    _, cells = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert not any(cell[:1] in set("=+-@\t\r\n") and cell for cell in cells)
    book = encode_xlsx(dossier_of(), rows, others)
    assert rows_of(IpRow, book, "ip-events") == rows
    assert rows_of(IdentifierRow, book, "identifiers") == others


def test_what_looks_like_an_escape_is_escaped() -> None:
    """By ECMA-376 (ST_Xstring); the library that reads our tests takes it for a character."""
    book = encode_xlsx(dossier_of(), (row("_x0041_"),), ())
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert b"<t>_x005F_x0041_</t>" in archive.read("xl/sharedStrings.xml")


def test_nothing_stated_is_not_the_same_as_an_empty_text() -> None:
    rows = (row("x"), msgspec.structs.replace(row("x"), account=None, service=""))
    assert decode_csv(IpRow, encode_csv(IpRow, rows)) == rows
    assert rows_of(IpRow, encode_xlsx(dossier_of(), rows, ()), "ip-events") == rows


def test_csv_is_for_excel_and_by_the_rfc() -> None:
    data = encode_csv(IpRow, ())
    assert data.startswith(b'\xef\xbb\xbf"report","role",')
    assert data.endswith(b'"registry_country","as_of"\r\n')
    assert decode_csv(IpRow, data) == ()


def test_a_workbook_has_values_only() -> None:
    dossier = full_dossier()
    address = r.Report(incidents=(r.WebPageIncident(urls=("https://example.org/1",)),))
    dossier = dossier_of(*(held.report for held in dossier.reports), address)
    book = encode_xlsx(dossier, ip_rows(dossier), identifier_rows(dossier))
    assert book == encode_xlsx(dossier, ip_rows(dossier), identifier_rows(dossier))
    opened = openpyxl.load_workbook(io.BytesIO(book))
    assert opened.sheetnames == ["ip-events", "identifiers", "reports", "about"]
    for sheet in opened:
        assert sheet.freeze_panes == "A2"
        for line in sheet:
            assert all(cell.hyperlink is None and cell.data_type != "f" for cell in line)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert b"hyperlink" not in b"".join(map(archive.read, archive.namelist()))


def test_the_workbook_says_what_it_is_about() -> None:
    dossier = full_dossier()
    found = sheets(encode_xlsx(dossier, (), ()))
    assert [line[0] for line in found["reports"]] == ["report", 17, 18, 19]
    assert ["to", "Agency A of Example"] in found["about"]
    assert ["is_test", True] in found["about"]


def test_too_many_rows_go_on_in_another_sheet() -> None:
    rows = tuple(row(str(number)) for number in range(5))
    book = encode_xlsx(dossier_of(), rows, (), rows_on_a_sheet=2)
    assert [name for name in sheets(book) if name.startswith("ip")] == [
        "ip-events",
        "ip-events-2",
        "ip-events-3",
    ]
    assert rows_of(IpRow, book, "ip-events") == rows


def test_what_is_not_unicode_is_not_written() -> None:
    rows = (row("\ud800"),)
    with pytest.raises(UnwritableReportError, match="not_unicode"):
        encode_csv(IpRow, rows)
    with pytest.raises(UnwritableReportError, match="not_unicode"):
        encode_xlsx(dossier_of(), rows, ())


HEAD = encode_csv(IpRow, ())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xff", UnreadableDocumentError),
        (HEAD + b'"x"y', UnreadableDocumentError),
        (b"", InvalidDocumentError),
        (b"report\r\n", InvalidDocumentError),
        (HEAD + b"17\r\n", InvalidDocumentError),
        (HEAD + b"17,nobody,,,,,,,,,,,,\r\n", InvalidDocumentError),
        (HEAD + b"017,victim,,,,,,,,,,,,\r\n", InvalidDocumentError),
        (HEAD + b",victim,,,,,,,,,,,,\r\n", InvalidDocumentError),
        (HEAD + b"17,victim,,,,yesterday,,,,,,,,\r\n", InvalidDocumentError),
        (HEAD + b"17,victim,,,,,,,,TRUE,,,,\r\n", InvalidDocumentError),
    ],
)
def test_what_we_would_not_write_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decode_csv(IpRow, data)


def test_the_smallest_row_is_read() -> None:
    (read,) = decode_csv(IpRow, HEAD + b"17,victim,,,,,,,,true,,,,\r\n")
    assert (read.report, read.role, read.maybe_proxy) == (17, Role.VICTIM, True)
