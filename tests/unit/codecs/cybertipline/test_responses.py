"""The service's two answers: written strictly, read generously."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from tests.laws.strategies import xml_texts
from tipline.codecs.cybertipline import (
    ReportDoneResponse,
    ReportResponse,
    decode_response,
    encode_response,
)
from tipline.codecs.cybertipline.schema.xsd import compiled_schema
from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.problems import Problem

Answer = ReportResponse | ReportDoneResponse

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CODES = st.integers(-(10**9) + 1, 10**9 - 1)
HIGHEST = 2**63 - 1
MOST_IN_SCHEMA = 10**18
"""The published schema has 18 digits; the ids of others are read beyond it."""
IDS = st.integers(1, MOST_IN_SCHEMA - 1) | st.integers(1, HIGHEST)


def answer(content: str, root: str = "reportResponse") -> Answer:
    return decode_response(f"<{root}>{content}</{root}>".encode())


def test_success_as_it_is_written() -> None:
    written = encode_response(ReportResponse(code=0, description="Success", report_id=4_564_654))
    assert written.decode() == (
        f"{DECLARATION}<reportResponse><responseCode>0</responseCode>"
        "<responseDescription>Success</responseDescription><reportId>4564654</reportId>"
        "</reportResponse>"
    )


def test_an_error_has_no_report_id() -> None:
    written = encode_response(ReportResponse(code=4100, description="Validation failed"))
    assert b"reportId" not in written


def test_done_as_it_is_written() -> None:
    written = encode_response(ReportDoneResponse(code=0, report_id=4_564_654))
    assert written.decode() == (
        f"{DECLARATION}<reportDoneResponse><responseCode>0</responseCode>"
        "<reportId>4564654</reportId><files/></reportDoneResponse>"
    )


@given(
    st.builds(ReportResponse, code=CODES, description=xml_texts, report_id=st.none() | IDS)
    | st.builds(ReportDoneResponse, code=CODES, report_id=IDS)
)
@example(ReportResponse(code=0, description="", report_id=HIGHEST))
@example(ReportDoneResponse(code=0, report_id=HIGHEST))
def test_an_answer_survives_and_keeps_to_the_schema(response: Answer) -> None:
    written = encode_response(response)
    assert decode_response(written) == response
    if (response.report_id or 0) < MOST_IN_SCHEMA:
        assert compiled_schema().validate(etree.fromstring(written))


# Attested answers (API reference, section 3)


def test_status() -> None:
    description = "Remote User : user17, Remote Ip : 192.0.2.17"
    content = f"<responseCode>0</responseCode><responseDescription>{description}"
    assert answer(f"{content}</responseDescription>") == ReportResponse(
        code=0, description=description
    )


@pytest.mark.parametrize("empty", ["", "<responseDescription/>"])
def test_an_answer_without_a_description(empty: str) -> None:
    content = f"<responseCode>0</responseCode>{empty}<reportId>17</reportId>"
    assert answer(content) == ReportResponse(code=0, description="", report_id=17)


def test_what_is_not_known_is_passed_over() -> None:
    content = (
        "\n<!-- Synthetic --><hash>a</hash><reportId a=''> 17 </reportId><fileId>b</fileId>"
        "<more><responseCode>9</responseCode></more><responseCode>\n1000\n</responseCode>"
        "<responseCode>2</responseCode>"
    )
    assert answer(content) == ReportResponse(code=1000, description="", report_id=17)


def test_files_are_passed_over() -> None:
    content = (
        "<responseCode>0</responseCode><reportId>17</reportId><files><fileId>a</fileId></files>"
    )
    assert answer(content, "reportDoneResponse") == ReportDoneResponse(code=0, report_id=17)


def test_a_failure_to_finish_has_no_id() -> None:
    """Source: API reference, section 3.3; the schema asks for one all the same."""
    failure = ReportDoneResponse(code=5001)
    written = encode_response(failure)
    assert b"reportId" not in written
    assert decode_response(written) == failure
    content = "<responseCode>4100</responseCode><reportId>0</reportId>"
    assert answer(content, "reportDoneResponse") == ReportDoneResponse(code=4100)


@pytest.mark.parametrize("root", ["reportResponse", "reportDoneResponse"])
@pytest.mark.parametrize(
    ("text", "report_id"),
    [
        ("1", 1),
        ("+17", 17),
        ("00000000000000000000000017", 17),
        ("999999999999999999", 10**18 - 1),
        ("1000000000000000000", 10**18),
        (f"\n {HIGHEST}\t", HIGHEST),
        (f"{HIGHEST + 1}", None),
        ("9" * 40, None),
        ("9" * 41, None),
        ("0", None),
        ("-0", None),
        ("-17", None),
        ("17.0", None),
        ("1 7", None),
        ("\u0661\u0667", None),
    ],
)
def test_ids_of_64_bits(root: str, text: str, report_id: int | None) -> None:
    content = f"<responseCode>5102</responseCode><reportId>{text}</reportId>"
    assert answer(content, root).report_id == report_id


@pytest.mark.parametrize("report_id", ["", "<reportId/>", "<reportId>none</reportId>"])
def test_a_report_id_that_is_no_number_is_none(report_id: str) -> None:
    assert answer(f"<responseCode>1000</responseCode>{report_id}") == ReportResponse(
        code=1000, description=""
    )


@pytest.mark.parametrize(
    ("root", "content"),
    [
        ("report", ""),
        ("ReportResponse", "<responseCode>0</responseCode>"),
        ("x:reportResponse xmlns:x='urn:example'", ""),
        ("reportResponse", ""),
        ("reportResponse", "<responseCode/>"),
        ("reportResponse", "<responseCode>ok</responseCode>"),
        ("reportResponse", "<responseCode>0.0</responseCode>"),
        ("reportResponse", f"<responseCode>{'0' * 10_000}</responseCode>"),
        ("reportResponse", "<answer><responseCode>0</responseCode></answer>"),
        ("reportDoneResponse", "<responseCode>0</responseCode>"),
        ("reportDoneResponse", "<reportId>17</reportId>"),
        ("reportDoneResponse", "<responseCode>0</responseCode><reportId>0</reportId>"),
        (
            "reportDoneResponse",
            f"<responseCode>0</responseCode><reportId>{HIGHEST + 1}</reportId>",
        ),
        ("reportDoneResponse", "<responseCode>0</responseCode><reportId>a</reportId>"),
        ("reportStatusResponse", "<responseCode>0</responseCode><reportId>17</reportId>"),
    ],
)
def test_what_is_no_answer(root: str, content: str) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        decode_response(f"<{root}>{content}</{root.partition(' ')[0]}>".encode())
    expected = "Expected `<reportResponse>` or `<reportDoneResponse>` with its numbers."
    assert refused.value.problems == (Problem(path="/", code="not_an_answer", message=expected),)
