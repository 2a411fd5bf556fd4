"""Writes a version of a referral as a signed package, in every format there is."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from tipline.codecs import cybertipline
from tipline.codecs.case_uco import encode_case
from tipline.codecs.documents import UnwritableReportError
from tipline.codecs.package import Document, bundle, encode_facts
from tipline.codecs.package.annex import write_annex
from tipline.codecs.package.readme import write_readme
from tipline.codecs.printable import encode_print
from tipline.codecs.spreadsheet import encode_csv, encode_xlsx
from tipline.codecs.stix import encode_stix
from tipline.codecs.xarf import MOST_NOTICES, encode_xarf, has_more_notices
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.naming import package_name
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.report import Reporter
from tipline.ports.packages import PackageSigner
from tipline.services.referrals.connect_reports import MOST_CONNECTIONS, MOST_LOOKED_AT

_JSON: Final = "application/json"
_XML_FOLDER: Final = "cybertipline"


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """The flat rows of a dossier, made once for all who write them."""

    ip: tuple[IpRow, ...]
    identifiers: tuple[IdentifierRow, ...]


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package to store and send: its file's name and bytes, and their SHA-256."""

    name: str
    data: bytes
    digest: bytes

    def __repr__(self) -> str:
        return f"Package({self.name})"


Writer = Callable[[Dossier, Rows], Sequence[Document]]
"""Writes a dossier as documents of one kind; the same dossier gives the same documents."""


def write_package(dossier: Dossier, signer: PackageSigner, writers: Sequence[Writer]) -> Package:
    """Return the package of a dossier, written by `WRITERS` or others, signed by the hotline.

    Raises:
        UnwritableReportError: a text or number that no document can hold.
        PrintFailedError: the pages could not be set.
    """
    rows = Rows(ip=ip_rows(dossier), identifiers=identifier_rows(dossier))
    documents = [document for write in writers for document in write(dossier, rows)]
    names = {document.name for document in documents}
    without_xml = [held.number for held in dossier.reports if _xml_name(held.number) not in names]
    readme = write_readme(dossier, documents, without_xml, tuple(_limits(dossier)))
    made = bundle([readme, *documents], dossier)
    data = made.zipped(signer.sign(made.manifest), signer.public_pem())
    return Package(
        name=package_name(dossier.referral, dossier.version),
        data=data,
        digest=hashlib.sha256(data).digest(),
    )


def write_print(dossier: Dossier, rows: Rows) -> list[Document]:
    """Write the pages to print, in as many parts as it takes."""
    parts = encode_print(dossier, rows.ip, rows.identifiers)
    return [
        Document("print.pdf" if number == 1 else f"print-{number}.pdf", "application/pdf", part)
        for number, part in enumerate(parts, 1)
    ]


def write_facts(dossier: Dossier, _rows: Rows) -> list[Document]:
    """Write all facts in our own schema."""
    return [Document("facts.json", _JSON, encode_facts(dossier))]


def write_xml(dossier: Dossier, _rows: Rows) -> list[Document]:
    """Write each report as a CyberTipline document, if what was released fits into one.

    A public reporter's answers have no place there, and are in the other documents only; nor is
    there a document without type and time of the incident.
    """
    found = []
    for held in dossier.reports:
        report = msgspec.structs.replace(held.report, public=None)
        if held.report.public is not None:  # who reports there is a service's own person
            report = msgspec.structs.replace(report, reporter=Reporter())
        try:
            data = cybertipline.encode_report(report, indent=True)
        except UnwritableReportError:
            continue
        found.append(Document(_xml_name(held.number), "application/xml", data))
    return found


def write_spreadsheets(dossier: Dossier, rows: Rows) -> list[Document]:
    """Write the flat rows as CSV and as a workbook."""
    workbook = encode_xlsx(dossier, rows.ip, rows.identifiers)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return [
        Document("ip-events.csv", "text/csv; charset=utf-8", encode_csv(IpRow, rows.ip)),
        Document(
            "identifiers.csv",
            "text/csv; charset=utf-8",
            encode_csv(IdentifierRow, rows.identifiers),
        ),
        Document("facts.xlsx", sheet, workbook),
    ]


def write_exchange(dossier: Dossier, rows: Rows) -> list[Document]:
    """Write the forms that other programs import."""
    case = encode_case(dossier, rows.ip, rows.identifiers)
    stix = encode_stix(dossier, rows.ip, rows.identifiers)
    return [
        Document("case-uco.jsonld", "application/ld+json", case),
        Document("stix.json", "application/stix+json;version=2.1", stix),
    ]


def write_notices(dossier: Dossier, _rows: Rows) -> list[Document]:
    """Write notices by XARF; only hosters take them."""
    if dossier.addressee.kind is not AgencyKind.HOSTER:
        return []
    return [
        Document(f"xarf/{number}.json", _JSON, notice)
        for number, notice in enumerate(encode_xarf(dossier), 1)
    ]


def write_standing_texts(dossier: Dossier, _rows: Rows) -> Sequence[Document]:
    """Write what a service says in every report, apart from what it says in these."""
    return write_annex(dossier)


WRITERS: Final[tuple[Writer, ...]] = (
    write_print,
    write_facts,
    write_xml,
    write_spreadsheets,
    write_exchange,
    write_notices,
    write_standing_texts,
)
"""All there is, in the order in which it stands in the package."""


def _xml_name(number: int) -> str:
    return f"{_XML_FOLDER}/{number}.xml"


def _limits(dossier: Dossier) -> Iterator[str]:
    """Yield what is only there in part, in sentences."""
    reports = sum(held.supplement_to is None for held in dossier.reports)
    if reports > MOST_LOOKED_AT and FactGroup.REPORTED in dossier.groups:
        yield f"Connections between reports were looked for in the first {MOST_LOOKED_AT} only."
    if len(dossier.connections) >= MOST_CONNECTIONS:
        yield f"More than the first {MOST_CONNECTIONS} connections may be there."
    if has_more_notices(dossier):
        yield f"XARF has the first {MOST_NOTICES:,} web addresses. All others are in facts.json."
