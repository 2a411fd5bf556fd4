"""Referrals of every shape: dossiers over reports of every shape, and rows beside their own."""

from typing import Any, cast

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.laws.strategies import public_reports, reports, xml_texts
from tipline.codecs.exchange import Facts
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.places import Place
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.dossier import (
    Addressee,
    Change,
    Connection,
    Dossier,
    ReferredReport,
    RegistryCountry,
    Sender,
)
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.report import IpEvent, Report, Reported
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Ground,
)
from tipline.domain.sightings import Role
from tipline.domain.timestamp import TIMESTAMP_PATTERN, Timestamp
from tipline.domain.vocabulary import EventKind

numbers = st.integers(1, 10**12)
timestamps = st.sampled_from(
    (
        Timestamp("2026-01-31T13:45:00Z"),
        Timestamp("2026-01-31T13:45:00.000001-00:00"),
        Timestamp("0001-01-01T00:00:00+14:00"),
        Timestamp("9999-12-31T23:59:59.999999999-14:00"),
        Timestamp("2026-01-31T13:45:00.123456789012+05:45"),
        Timestamp("2026-02-28T23:59:59.5-03:30"),
    )
) | st.from_regex(TIMESTAMP_PATTERN, fullmatch=True).map(Timestamp)
recent = st.sampled_from(
    (Timestamp("2026-11-22T12:00:00.123456+00:00"), Timestamp("2026-11-22T23:30:00-05:00"))
)
long_texts = st.integers(1, 3).map(lambda times: "Synthetic narrative 17. " * 1_000 * times)
texts = xml_texts | long_texts
addresses = st.sampled_from(
    ("192.0.2.17", "2001:db8::17", "[2001:DB8::1]:443", "198.51.100.7:80", "no address", "")
)

ip_events = st.builds(
    IpEvent,
    address=addresses,
    event=st.none() | st.sampled_from(EventKind),
    at=st.none() | timestamps,
    maybe_proxy=st.none() | st.booleans(),
    port=st.none() | st.integers(1, 65_535),
)


@st.composite
def _with_connections(draw: DrawFn) -> Report:
    """Draw a report that has connections more often than a report of any shape."""
    report = draw(reports() | public_reports())
    events = tuple(draw(st.lists(ip_events, max_size=3)))
    account = draw(st.none() | xml_texts)
    added = Reported(ip_events=events, screen_name=account, service=draw(st.none() | xml_texts))
    return msgspec.structs.replace(report, reported=(*report.reported, added))


@st.composite
def dossiers(draw: DrawFn, kind: AgencyKind | None = None) -> Dossier:
    """Draw one version of a referral; to an agency of one kind if it is given."""
    places = st.builds(Place, country=st.sampled_from(("US", "CA")), subdivision=st.none() | texts)
    listed = draw(st.sampled_from(((17,), (18, 17), (10**12, 3), (5, 6, 7), ())))
    evidence = st.builds(
        Evidence,
        kind=st.sampled_from(EvidenceKind),
        report=st.sampled_from((*listed, 404)),
        path=xml_texts,
        at=st.none() | timestamps,
        as_of=st.none() | st.dates(),
    )
    findings = st.builds(
        Finding,
        ground=st.sampled_from(Ground),
        place=places,
        evidence=st.lists(evidence, max_size=2).map(tuple),
        confidence=st.sampled_from(Confidence),
        reason=texts,
    )
    sentences = st.lists(texts, max_size=2).map(tuple)
    return Dossier(
        referral=draw(numbers),
        version=draw(st.integers(1, 9_999)),
        made_at=draw(recent),
        is_test=draw(st.booleans()),
        sender=draw(st.builds(Sender, name=texts, email=st.just("desk@hotline.example.org"))),
        addressee=Addressee(
            id="a", name=draw(texts), kind=kind or draw(st.sampled_from(AgencyKind))
        ),
        groups=tuple(draw(st.sets(st.sampled_from(FactGroup)))),
        legal_gate=draw(texts),
        urgency=draw(sentences),
        reasons=draw(sentences),
        findings=tuple(draw(st.lists(findings, max_size=2))),
        reports=tuple(
            ReferredReport(
                number=number,
                received_at=draw(recent),
                source=draw(st.sampled_from(("public", "Example Service"))),
                report=draw(_with_connections()),
                supplement_to=draw(st.none() | numbers),
            )
            for number in listed
        ),
        connections=tuple(
            Connection(one=listed[0], other=number, reason=draw(texts)) for number in listed
        ),
        registry=(
            RegistryCountry(
                address="192.0.2.17", country="US", source="registry", as_of=draw(recent)
            ),
        ),
        changes=draw(
            st.lists(st.builds(Change, kind=st.just("added"), report=numbers)).map(tuple)
        ),
        answer_at="https://hotline.example.org/answer/17",
    )


@st.composite
def facts(draw: DrawFn) -> Facts:
    """Draw a referral with its rows, and among them rows as no report gives them today."""
    dossier = draw(dossiers())
    known = [held.number for held in dossier.reports]
    shared: dict[str, Any] = {
        "report": st.sampled_from((*known, 404)),
        "role": st.sampled_from(Role),
        "subject": st.sampled_from(("/incidents/0", "/reporter")),
        "path": xml_texts.map(lambda text: f"/{text}"),
        "port": st.none() | st.integers(1, 65_535),
        "event": st.none() | st.sampled_from(EventKind),
    }
    ip = st.builds(
        IpRow,
        **shared,
        address=addresses,
        utc=st.none() | timestamps,
        stated_at=st.none() | timestamps,
        maybe_proxy=st.none() | st.booleans(),
        service=st.none() | texts,
        account=st.none() | texts,
        registry_country=st.none() | st.just("US"),
        as_of=st.none() | timestamps,
    )
    identifiers = st.builds(
        IdentifierRow,
        **shared,
        kind=st.sampled_from(IdentifierKind),
        scope=xml_texts,
        value=texts | addresses,
        stated=texts,
        associated=st.booleans(),
        at=st.none() | timestamps,
    )
    ip_beside, identifiers_beside = draw(_of_other_places(ip)), draw(_of_other_places(identifiers))
    return Facts(
        dossier=dossier,
        ip=(*ip_rows(dossier), *ip_beside),
        identifiers=(*identifier_rows(dossier), *identifiers_beside),
    )


def _of_other_places(rows: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    """Return a few rows, each of another place; no two facts stand in one."""
    listed = st.lists(rows, min_size=1, max_size=3, unique_by=lambda row: (row.report, row.path))
    return cast("SearchStrategy[tuple[Any, ...]]", listed.map(tuple))
