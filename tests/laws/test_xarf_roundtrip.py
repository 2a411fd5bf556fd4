"""The laws of XARF: its own schemas take every notice, and every notice comes back."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from xarf.schema_validator import SchemaValidator

from tests.laws.referral_strategies import dossiers, recent, texts, timestamps
from tipline.codecs.xarf import decode_xarf, encode_xarf, notices
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.dossier import Addressee, Dossier, ReferredReport, Sender
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.report import (
    Annotations,
    PublicAnswers,
    Report,
    Seen,
    Summary,
    WebPageIncident,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

VALIDATOR = SchemaValidator()
FORBIDDEN = {"evidence", "hash", "hashes", "hash_values", "classification", "evidence_type"}

pages = st.sampled_from(
    (
        "https://example.org/17?a=1&b=2#here",
        "http://192.0.2.17:8080/a b",
        "https://[2001:db8::17]/",
        "hxxps://b\u00fccher.example/\u0645\u062b\u0627\u0644",
        "ftp://example.org/17",
        "example.org/users/17",
        "no address",
    )
)
_DECLARED = (IncidentType.ONLINE_ENTICEMENT, IncidentType.SEX_TRAFFICKING)
marks = st.builds(Annotations, sextortion=st.booleans(), csam_solicitation=st.booleans())
summaries = st.builds(
    Summary,
    incident_type=st.sampled_from((*_DECLARED, *_DECLARED, *IncidentType, None)),
    annotations=marks,
    incident_time=st.none() | timestamps,
)
sightings = st.builds(
    Seen,
    of=st.sampled_from(("/incidents/0", "/incidents/0/urls/1", "/incidents/1", "/reported/0")),
    day=st.none() | st.sampled_from(("2026", "2026-05-03", "2026-02-30")),
    time=st.none() | st.sampled_from(("9:05", "23:59", "evening", "25:00")),
    zone=st.none() | st.sampled_from(("+02:00", "-11:30", "Z")),
    about=st.booleans(),
)


@st.composite
def referrals(draw: DrawFn) -> Dossier:
    """Draw a referral to a hoster, of reports about web pages."""
    report = st.builds(
        Report,
        summary=summaries,
        incidents=st.lists(
            st.builds(WebPageIncident, urls=st.lists(pages, min_size=1, max_size=2).map(tuple)),
            min_size=1,
            max_size=2,
        ).map(tuple),
        public=st.none() | st.builds(PublicAnswers, seen=st.lists(sightings).map(tuple)),
    )
    held = st.builds(
        ReferredReport,
        number=st.integers(1, 10**12),
        received_at=recent,
        source=texts,
        report=report,
    )
    return Dossier(
        referral=draw(st.integers(1, 10**12)),
        version=draw(st.integers(1, 9_999)),
        made_at=Timestamp("2026-11-22T12:00:00Z"),
        is_test=draw(st.booleans()),
        sender=Sender(name=draw(texts), email="desk@hotline.example.org"),
        addressee=Addressee(id="hoster", name="Hoster of Example", kind=AgencyKind.HOSTER),
        groups=(FactGroup.SUMMARY, FactGroup.INCIDENTS),
        legal_gate="Synthetic law 17.",
        reports=tuple(draw(st.lists(held, min_size=1, max_size=3))),
    )


def names_in(value: Any) -> set[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return set().union(*map(names_in, value))
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set()


@given(referrals())
def test_every_notice_survives_and_the_schemas_take_it(dossier: Dossier) -> None:
    documents = encode_xarf(dossier)
    assert tuple(map(decode_xarf, documents)) == notices(dossier)
    assert encode_xarf(dossier) == documents
    for document in documents:
        value = json.loads(document)
        assert VALIDATOR.validate(value) == []
        assert not names_in(value) & FORBIDDEN
        assert (value["category"], value["type"]) == ("content", "csem")


@settings(max_examples=20)
@given(dossiers())
def test_nobody_but_a_hoster_is_sent_a_notice(dossier: Dossier) -> None:
    if dossier.addressee.kind is not AgencyKind.HOSTER:
        assert encode_xarf(dossier) == ()
