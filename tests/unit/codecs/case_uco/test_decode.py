"""The golden CASE/UCO document reads as the referral it was made of."""

from pathlib import Path

import pytest

from tests.golden.full_referral import FULL_REFERRAL, case_file
from tipline.codecs.case_uco import decode_case
from tipline.codecs.documents import InvalidDocumentError
from tipline.codecs.exchange import Facts, without_answer
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "full.case.jsonld"


def test_the_golden_document_reads_as_its_referral() -> None:
    assert decode_case(GOLDEN.read_bytes()) == Facts(
        dossier=without_answer(FULL_REFERRAL),
        ip=ip_rows(FULL_REFERRAL),
        identifiers=identifier_rows(FULL_REFERRAL),
    )


@pytest.mark.parametrize(
    ("written", "spoilt"),
    [
        (b'"maybe_proxy=false"', b'"maybe_proxy=perhaps"'),
        (b'"core:definingContext": "report 17"', b'"core:definingContext": "case 17"'),
        (b'"kind=email"', b'"kind=letter"'),
        (b"2026-01-31T11:45:00.5Z", b"yesterday"),
    ],
)
def test_what_we_never_write_is_refused(written: bytes, spoilt: bytes) -> None:
    document = case_file()
    assert written in document
    with pytest.raises(InvalidDocumentError):
        decode_case(document.replace(written, spoilt))
