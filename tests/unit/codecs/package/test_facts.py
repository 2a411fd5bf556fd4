"""All facts come back from JSON, and only from the very bytes that we write."""

from decimal import Decimal

import pytest

from tests.unit.domain.referrals.dossiers import dossier_of, full_dossier
from tipline.codecs.documents import (
    DocumentError,
    InvalidDocumentError,
    UnreadableDocumentError,
    UnwritableReportError,
)
from tipline.codecs.package import decode_facts, encode_facts, facts
from tipline.domain import report as r


def test_a_dossier_comes_back() -> None:
    dossier = full_dossier()
    data = encode_facts(dossier)
    assert decode_facts(data) == dossier
    assert encode_facts(decode_facts(data)) == data
    assert data.startswith(b'{\n  "schema": "tipline-referral/1",\n')


def test_equal_dossiers_give_equal_bytes() -> None:
    one = dossier_of(r.Report(summary=r.Summary(), victims=(r.Victim(person=r.Person()),)))
    other = dossier_of(r.Report(victims=(r.Victim(),)))
    assert one == other
    assert encode_facts(one) == encode_facts(other)


@pytest.mark.parametrize("digits", ["-0", "0", "-0.0", "51.50740", "1E+5", "-0.1278"])
def test_coordinates_come_back(digits: str) -> None:
    report = r.Report(incidents=(r.PhoneIncident(latitude=Decimal(digits)),))
    assert decode_facts(encode_facts(dossier_of(report))) == dossier_of(report)


@pytest.mark.parametrize(
    "report",
    [
        r.Report(additional_info="\ud800"),
        r.Report(incidents=(r.PhoneIncident(latitude=Decimal("NaN")),)),
        r.Report(incidents=(r.PhoneIncident(longitude=Decimal("Infinity")),)),
    ],
)
def test_what_json_cannot_say_is_not_written(report: r.Report) -> None:
    with pytest.raises(UnwritableReportError):
        encode_facts(dossier_of(report))


DATA = encode_facts(full_dossier())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableDocumentError),
        (b"\xff", UnreadableDocumentError),
        (b'{"a":' * 5_000, InvalidDocumentError),
        (b"{}", InvalidDocumentError),
        (DATA[:-2], UnreadableDocumentError),
        (DATA + b"\n", InvalidDocumentError),
        (DATA.replace(b"tipline-referral/1", b"tipline-referral/2"), InvalidDocumentError),
        (DATA.replace(b'"version": 2', b'"version": "2"'), InvalidDocumentError),
        (DATA.replace(b'"version": 2', b'"verson": 2'), InvalidDocumentError),
        (DATA.replace(b'"version": 2', b'"version": 1, "version": 2'), InvalidDocumentError),
        (DATA.replace(b"2026-06-01T12:00:00Z", b"2026-06-01"), InvalidDocumentError),
        (DATA.replace(b'"2026-06-01T12:00:00Z"', b"7"), InvalidDocumentError),
    ],
)
def test_other_bytes_are_refused(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        decode_facts(data)


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(UnreadableDocumentError, match="too_large"):
        decode_facts(b" " * (facts.MOST_BYTES + 1))
