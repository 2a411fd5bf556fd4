"""Dossiers to print, and what can be read back from the pages."""

import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from pypdf import PdfReader

from tipline.codecs.printable import encode_print
from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.places import Place
from tipline.domain.referrals import dossier as d
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.routing import finding as f
from tipline.domain.timestamp import Timestamp

MADE_AT = Timestamp("2026-11-22T21:48:57Z")
LINK = "https://hotline.example.org/answer/417.2.c3ludGhldGlj"

FINDING = f.Finding(
    ground=f.Ground.SUSPECT,
    place=Place(country="US", subdivision="US-NV", county="32003"),
    evidence=(
        f.Evidence(kind=f.EvidenceKind.STATED, report=1001, path="/reported/0/location"),
        f.Evidence(
            kind=f.EvidenceKind.IP,
            report=1001,
            path="/reported/0/ip_events/0",
            at=Timestamp("2026-11-20T10:11:12Z"),
            source="registry",
            as_of=date(2026, 11, 1),
        ),
    ),
    confidence=f.Confidence.HIGH,
    reason="The service named this place.",
)


def report(number: int = 1, text: str = "Synthetic narrative 17.") -> r.Report:
    """Return a report with a bit of everything that is laid out in a way of its own."""
    return r.Report(
        summary=r.Summary(
            incident_type=v.IncidentType.ONLINE_ENTICEMENT,
            platform="Example Service",
            incident_time=Timestamp("2026-11-20T10:11:12.25+02:00"),
            annotations=r.Annotations(spam=True),
        ),
        incidents=(
            r.WebPageIncident(urls=(f"https://example.org/page/{number}?a=b",)),
            r.ChatIncident(client="Example Chat", content=f"{text}\n\n   Second line."),
        ),
        reported=(
            r.Reported(
                account_id=f"user-{number}",
                person=r.Person(first_name="First", last_name="Last", age=40),
                ip_events=(
                    r.IpEvent(
                        address="192.0.2.17",
                        event=v.EventKind.LOGIN,
                        at=Timestamp("2026-11-20T10:00:12Z"),
                        port=40017,
                        maybe_proxy=True,
                    ),
                    r.IpEvent(address="198.51.100.1", maybe_proxy=False),
                ),
                additional_info=text,
                associated_accounts=(r.AssociatedAccount(account_id="other-17"),),
            ),
        ),
        victims=(r.Victim(person=r.Person(age=12), screen_name="child_17"),),
        reporter=r.Reporter(company_template="Standing text.", legal_url="https://example.org/l"),
        additional_info=text,
    )


def dossier(*reports: r.Report, **different: object) -> d.Dossier:
    """Return a dossier of these reports, numbered from 1001."""
    fields: dict[str, object] = {
        "referral": 417,
        "version": 2,
        "made_at": MADE_AT,
        "is_test": True,
        "sender": d.Sender(name="Hotline of Example", email="desk@hotline.example.org"),
        "addressee": d.Addressee(
            id="agency-a", name="Agency A of Example", kind=AgencyKind.TASK_FORCE
        ),
        "groups": tuple(group for group in FactGroup if group is not FactGroup.REPORTER_CONTACT),
        "legal_gate": "The law of Example allows it.",
        "urgency": ("The reporter says that somebody is in danger now.",),
        "reasons": ("The agency covers this place.",),
        "findings": (FINDING,),
        "reports": tuple(
            d.ReferredReport(number=number, received_at=MADE_AT, source="public", report=one)
            for number, one in enumerate(reports, 1001)
        ),
        "answer_at": LINK,
        **different,
    }
    return d.Dossier(**fields)  # type: ignore[arg-type]  # the fields are named above


def printed(one: d.Dossier) -> tuple[bytes, ...]:
    """Return the parts of a dossier in print, with all its rows."""
    return encode_print(one, ip_rows(one), identifier_rows(one))


def pages(parts: Sequence[bytes]) -> list[str]:
    """Return the text of each page, of all parts."""
    return [
        squeezed(page.extract_text())
        for part in parts
        for page in PdfReader(io.BytesIO(part)).pages
    ]


def everything(parts: Sequence[bytes]) -> str:
    """Return the text of all pages, without the lines at their feet."""
    return re.sub(r"Confidential:forthenamedagency.*?page\d+of\d+", "", "".join(pages(parts)))


def squeezed(text: str) -> str:
    """Return a text without blanks, its ligatures and presentation forms resolved."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def sizes(one: bytes) -> list[tuple[float, float, float, float, str]]:
    """Return left, bottom, width (estimated from below), page width and text of every run."""
    found: list[tuple[float, float, float, float, str]] = []
    for page in PdfReader(io.BytesIO(one)).pages:
        width = float(page.cropbox.width)

        def note(
            text: str,
            cm: list[float],
            tm: list[float],
            font: object,
            size: float,
            width: float = width,
        ) -> None:
            del font
            across = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            up = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            lines = [line for line in text.splitlines() if line.strip()]
            found.extend((across, up, 0.2 * size * len(line), width, line) for line in lines)

        page.extract_text(visitor_text=note)
    return found
