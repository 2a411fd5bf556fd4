"""The golden STIX bundle reads as the referral it was made of."""

from pathlib import Path

import pytest

from tests.golden.full_referral import FULL_REFERRAL, stix_file
from tipline.codecs.documents import InvalidDocumentError
from tipline.codecs.exchange import Facts, without_answer
from tipline.codecs.stix import decode_stix
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "full.stix.json"


def test_the_golden_bundle_reads_as_its_referral() -> None:
    assert decode_stix(GOLDEN.read_bytes()) == Facts(
        dossier=without_answer(FULL_REFERRAL),
        ip=ip_rows(FULL_REFERRAL),
        identifiers=identifier_rows(FULL_REFERRAL),
    )


@pytest.mark.parametrize(
    ("written", "spoilt"),
    [
        (b'"of": "report 17"', b'"of": "case 17"'),
        (b'"kind": "email"', b'"kind": "letter"'),
        (b'"utc": "2026-01-31T11:45:00.5Z"', b'"utc": "yesterday"'),
        (b'"target_ref": "', b'"target_ref": "x'),
    ],
)
def test_what_we_never_write_is_refused(written: bytes, spoilt: bytes) -> None:
    bundle = stix_file()
    assert written in bundle
    with pytest.raises(InvalidDocumentError):
        decode_stix(bundle.replace(written, spoilt))
