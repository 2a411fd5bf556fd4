"""Made-up cases for tests: reports as the desk opens them, with a mark in everything internal."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from tipline.domain import report as r
from tipline.domain.desk import CloseReason, Shelf
from tipline.domain.directory.agency import Agency, AgencyKind, Coverage
from tipline.domain.lifecycle import State
from tipline.domain.public.marks import Mark
from tipline.domain.referrals.dossier import RegistryCountry, Sender
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.timestamp import Timestamp
from tipline.ports.desk import ItemRow
from tipline.ports.stores import ReportRow
from tipline.services.desk.open_report import OpenedReport, Supplement
from tipline.services.referrals.compose_dossier import Release

CANARY: Final = "canaryinternal"
"""Stands in everything that must never leave the desk."""
HOLDER: Final = 7_700_777_001
"""The number of a person at the desk, which must not leave either."""
MADE_AT: Final = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_AT: Final = 1_780_000_000_000_000
_OPENED: Final = 1_770_000_000_123_457
_QUEUED: Final = 1_770_000_000_765_431
SERVICES: Final = {5: "Example Service"}


def row(number: int, provider: int | None = 5, supplements: int | None = None) -> ReportRow:
    """Return what the store knows of a report, with marks in what nobody else may know."""
    return ReportRow(
        number=number,
        door=CANARY,
        provider=provider,
        is_test=False,
        state=State.FINISHED,
        urgent=True,
        facts=7_700_777_002,
        opened_at=_OPENED,
        finished_at=_AT,
        digest=CANARY.encode(),
        supplements=supplements,
    )


def item(number: int) -> ItemRow:
    """Return how a report lies at the desk."""
    return ItemRow(
        number=number,
        shelf=Shelf.READ,
        rank=0,
        at=_QUEUED,
        queued_at=_QUEUED,
        holder=HOLDER,
        lease_until=_QUEUED,
        reason=CloseReason.OUT_OF_SCOPE,
        door=CANARY,
        facts=7_700_777_002,
        marks=Mark(0),
        provider=f"{CANARY}-username",
    )


def opened(
    number: int, report: r.Report, *added: r.Report, provider: int | None = 5
) -> OpenedReport:
    """Return a report with supplements, as it is opened; they have the next numbers."""
    return OpenedReport(
        row=row(number, provider),
        item=item(number),
        report=report,
        supplements=tuple(
            Supplement(row=row(number + index, provider, number), report=one, parts=(CANARY,))
            for index, one in enumerate(added, 1)
        ),
        parts=(f"{CANARY} sealed part",),
    )


def agency(kind: AgencyKind = AgencyKind.TASK_FORCE) -> Agency:
    """Return a fictional agency; how it is reached is nobody's business in a package."""
    return Agency(
        id="agency-a",
        name="Agency A of Example",
        kind=kind,
        covers=(Coverage(country="US"),),
        address=f"{CANARY}@agency-a.example.org",
        age_recipient=f"{CANARY}-key",
        credential=f"{CANARY}-credential",
        page="https://agency-a.example.org/",
        source=f"https://{CANARY}.example.org/",
        checked=date(2026, 5, 1),
        licence=CANARY,
        note=CANARY,
    )


def release(
    groups: Iterable[FactGroup] = frozenset(FactGroup),
    kind: AgencyKind = AgencyKind.TASK_FORCE,
    reasons: tuple[str, ...] = ("It covers the place.",),
) -> Release:
    """Return what was decided: which groups go to which kind of agency."""
    return Release(
        referral=7,
        version=1,
        made_at=MADE_AT,
        is_test=False,
        sender=Sender(name="Example Hotline", email="desk@hotline.example.org"),
        agency=agency(kind),
        groups=frozenset(groups),
        legal_gate="Synthetic law, section 17.",
        reasons=reasons,
        answer_at="https://hotline.example.org/answer/token",
    )


def registry(address: str) -> RegistryCountry | None:
    """Return a country for documentation addresses of one range, as a table would."""
    if not address.startswith("192.0.2."):
        return None
    return RegistryCountry(
        address=address, country="US", source="registry", as_of=Timestamp("2026-05-31T00:00:00Z")
    )
