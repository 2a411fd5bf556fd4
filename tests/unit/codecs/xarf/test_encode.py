"""What a hoster's abuse desk finds in a notice, and that its reader takes it."""

import json

import msgspec
import pytest
import xarf

from tests.golden.full_referral import FULL_REFERRAL, xarf_file
from tipline.codecs.documents import InvalidDocumentError
from tipline.codecs.xarf import decode_xarf, encode_xarf, notices


def test_the_library_reads_every_notice() -> None:
    for document in encode_xarf(FULL_REFERRAL):
        result = xarf.parse(json.loads(document))
        assert result.errors == []


def test_a_notice_says_what_was_declared_and_no_more() -> None:
    first, *_, last = map(json.loads, encode_xarf(FULL_REFERRAL))
    assert first["source_identifier"] == first["domain"] == "example.org"
    assert first["detection_method"] == first["evidence_source"] == "user_report"
    assert "test:true" in first["tags"]
    assert last["source_identifier"] == "192.0.2.18"
    assert "domain" not in last
    assert not first.keys() & {"evidence", "classification", "hashes", "platform"}


def test_a_real_one_is_not_marked_as_a_test() -> None:
    real = msgspec.structs.replace(FULL_REFERRAL, is_test=False)
    document = encode_xarf(real)[0]
    assert "test:true" not in json.loads(document)["tags"]
    assert not decode_xarf(document).is_test


def test_a_long_name_is_cut_to_what_the_schema_takes() -> None:
    sender = msgspec.structs.replace(FULL_REFERRAL.sender, name="Hotline " * 100)
    document = encode_xarf(msgspec.structs.replace(FULL_REFERRAL, sender=sender))[0]
    assert len(json.loads(document)["reporter"]["org"]) == 200


def test_ids_differ_and_stay() -> None:
    ids = [json.loads(document)["report_id"] for document in encode_xarf(FULL_REFERRAL)]
    assert len(set(ids)) == len(ids) == 4
    assert ids == [json.loads(document)["report_id"] for document in encode_xarf(FULL_REFERRAL)]


def test_the_golden_notice_reads_as_it_was_made() -> None:
    assert decode_xarf(xarf_file()) == notices(FULL_REFERRAL)[0]


@pytest.mark.parametrize(
    ("written", "spoilt"),
    [
        (b'"sextortion"', b'"production"'),
        (b'"report:17"', b'"report:x"'),
        (b'"timestamp": "', b'"timestamp": "x'),
    ],
)
def test_what_we_never_write_is_refused(written: bytes, spoilt: bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        decode_xarf(xarf_file().replace(written, spoilt))
