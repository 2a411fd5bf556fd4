"""The quick look that tells most good documents: it never passes what the slow one would not."""

import pytest

from tipline.codecs.documents import MAX_DOCUMENT_BYTES, InvalidDocumentError
from tipline.codecs.report_json import decode_report, encode_report
from tipline.domain.report import PhoneIncident

DOUBTFUL = [
    '{"additional_info":"a","additional_info":"b"}',
    '{"additional_info":"a","additional_info":"a\\\\"}',
    '{"additional_info":"\\"\\"","additional_info":""}',
    '{"additional_info":"\\u005c\\u005c","additional_info":"\\\\\\\\"}',
    '{"summary":{},"summary":{"platform":"a\\\\"}}',
    '{"incidents":[{"on":"phone","latitude":"1.5"}]}',
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_said_twice_or_as_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        decode_report(text.encode())
    assert caught.value.problems


@pytest.mark.parametrize(
    "text",
    [
        '{"additional_info":"a\\\\"}',
        '{"additional_info":"\\u005c"}',
        '{"additional_info":"\\u0022\\""}',
        '{"summary":{},"reported":[],"additional_info":null}',
        '{"incidents":[{"on":"phone","latitude":1.50}]}',
    ],
)
def test_other_ways_to_write_the_same_are_taken(text: str) -> None:
    report = decode_report(text.encode())
    assert decode_report(encode_report(report)) == report


def test_a_document_that_would_be_too_large_as_we_write_it_is_taken() -> None:
    head, tail = b'{"incidents":[{"on":"phone","latitude":1e5,"additional_info":"', b'"}]}'
    document = head + b"a" * (MAX_DOCUMENT_BYTES - len(head) - len(tail)) + tail
    (incident,) = decode_report(document).incidents
    assert isinstance(incident, PhoneIncident)
    assert incident.latitude == 100_000
