"""The golden STIX bundle reads as the referral it was made of."""

from pathlib import Path

import msgspec
import pytest

from tests.golden.full_referral import FULL_REFERRAL, stix_file
from tipline.codecs.documents import InvalidDocumentError
from tipline.codecs.exchange import Facts, without_answer
from tipline.codecs.stix import decode_stix, encode_stix
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "full.stix.json"


def test_the_golden_bundle_reads_as_its_referral() -> None:
    assert decode_stix(GOLDEN.read_bytes()) == Facts(
        dossier=without_answer(FULL_REFERRAL),
        ip=ip_rows(FULL_REFERRAL),
        identifiers=identifier_rows(FULL_REFERRAL),
    )


def test_what_only_stands_for_an_address_is_read_as_it_was_said() -> None:
    (row, *_) = ip_rows(FULL_REFERRAL)
    unclear = msgspec.structs.replace(row, address="192.0.2.x")
    assert decode_stix(encode_stix(FULL_REFERRAL, (unclear,), ())).ip == (unclear,)


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
