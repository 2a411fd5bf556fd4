"""The page that explains a package to whoever opens it: what is in it, and how to check it."""

from collections.abc import Sequence
from typing import Final

from tipline.codecs.package.bundle import Document
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.naming import package_name

NAME: Final = "README.txt"

_ABOUT: Final = (
    ("print", "To read and to print; page one says what is urgent, and why you have this."),
    ("facts.json", "All facts, exactly as they were stated."),
    ("cybertipline/", "Reports as CyberTipline documents (XML), where that form has room."),
    ("ip-events.csv", "One line for each connection: address, time in UTC, port, account."),
    ("identifiers.csv", "One line for each identifier: accounts, addresses, numbers."),
    ("facts.xlsx", "The same lines as a workbook. Open this in a spreadsheet, not the CSV."),
    ("case-uco.jsonld", "The same facts by CASE/UCO, to import."),
    ("stix.json", "The same facts by STIX 2.1, to import."),
    ("xarf/", "Notices by XARF, to import."),
    ("annex/", "What a reporting service says in every report."),
)
_CHECK: Final = """\
HOW TO CHECK IT
Take the hotline's public key from somebody you trust, not from this file. In the unpacked folder:

  openssl pkeyutl -verify -pubin -inkey hotline.pem -rawin -in manifest.json -sigfile manifest.sig

This says "Signature Verified Successfully" if the manifest is the hotline's. manifest.json has the
SHA-256 of every document; this checks them all (Linux, macOS):

  python3 -c "import json;[print(d['sha256']+'  '+d['name'])
  for d in json.load(open('manifest.json'))['documents']]" | sha256sum -c
"""
_HANDLE: Final = """\
HOW TO HANDLE IT
What reporters say is as it was sent to the hotline, and was not checked. Web addresses are
evidence: opening one can alert whoever runs the page. A registry country says to which country an
address was given, not where somebody is. Cells of CSV and XLSX that begin with ' carry that as a
mark; it is no part of the text. No picture, video or other file is part of this package.
"""


def write_readme(
    dossier: Dossier,
    documents: Sequence[Document],
    without_xml: Sequence[int] = (),
    limits: Sequence[str] = (),
) -> Document:
    """Return the page for these documents.

    `without_xml` are reports that XML has no room for; `limits` are sentences on what else is not
    in the package, or only in part.
    """
    names = [document.name for document in documents]
    lines = [
        package_name(dossier.referral, dossier.version),
        *(("THIS IS A TEST. Nothing in it is real.",) if dossier.is_test else ()),
        "",
        f"From: {dossier.sender.name}",
        *(f"      {way}" for way in _ways(dossier)),
        f"To:   {dossier.addressee.name}",
        f"Made: {dossier.made_at}",
        f"Law:  {dossier.legal_gate}",
        f"Reports: {len(dossier.reports)}",
        "",
        *_answer(dossier),
        "WHAT IS IN IT",
        *(f"  {name:<16} {about}" for name, about in _ABOUT if _has(names, name)),
        *_not_in_xml(without_xml),
        *limits,
        "",
        _CHECK,
        _HANDLE,
    ]
    text = "\n".join(lines)
    return Document(NAME, "text/plain; charset=utf-8", text.encode("utf-8", "replace"))


def _ways(dossier: Dossier) -> list[str]:
    sender = dossier.sender
    return [way for way in (sender.email, sender.phone, sender.page) if way]


def _answer(dossier: Dossier) -> list[str]:
    if dossier.answer_at is None:
        return []
    return [
        "PLEASE ANSWER",
        "Say that you have it, that it is not yours, or what came of it, without an account:",
        f"  {dossier.answer_at}",
        "Whoever has this address can answer for you: leave it out if you pass this on.",
        "",
    ]


def _has(names: Sequence[str], name: str) -> bool:
    return any(one.startswith(name) for one in names)


def _not_in_xml(numbers: Sequence[int]) -> list[str]:
    if not numbers:
        return []
    return [f"No XML, which has no room for what they say: {', '.join(map(str, numbers))}."]
