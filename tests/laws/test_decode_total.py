"""No bytes at all bring the decoders down: they return, or they raise a `DocumentError`."""

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

from tests.laws.documents import smallest
from tests.laws.mutations import documents, mutated
from tipline.codecs.cybertipline import (
    ReportDoneResponse,
    ReportResponse,
    decode_report,
    decode_response,
    encode_response,
    examine_report,
)
from tipline.codecs.cybertipline.guard import parse_document
from tipline.codecs.documents import DocumentError, InvalidDocumentError, UnreadableDocumentError
from tipline.domain.problems import Problem

FRAGMENTS = (
    *(b"<", b">", b"</", b"/>", b"<report", b"<report>", b"</report>", b"<victim>", b"</victim>"),
    *(
        b"<?xml version='1.0'?>",
        b"<?xml version='1.1'?>",
        b"<?x y?>",
        b"<?",
        b"?>",
        b"\xef\xbb\xbf",
    ),
    *(b"<!DOCTYPE report>", b"<!DOCTYPE report [<!ENTITY a 'b'>]>", b"<!ENTITY", b"<!--", b"-->"),
    *(b"<![CDATA[", b"]]>", b"&", b"&lt;", b"&a;", b"&#0;", b"&#x10FFFF;", b"&#55296;", b"&amp"),
    *(b" xmlns='a}b'", b" xmlns:x='urn:x'", b"<x:a/>", b" xsi:nil='true'", b" type='x'", b" a=''"),
    *(
        b"=",
        b'"',
        b"'",
        b" ",
        b"\n",
        b"\r\n",
        b"\x00",
        b"\x0c",
        b"\x80",
        b"\xff\xfe",
        b"\xed\xa0\x80",
    ),
    *(b"<\xcd\xb0/>", b"<\xf0\x90\x80\x80/>", b"<a:b:c/>", b"<a\xc2\xb7/>", b"<incidentSummary/>"),
    *(
        b"<reportResponse>",
        b"</reportResponse>",
        b"<responseCode>0</responseCode>",
        b"\xef\xbf\xbf",
    ),
)


def problems_of(decode: Callable[[bytes], object], data: bytes) -> tuple[type, list[Problem]]:
    """Return what was raised, and its problems; any error but a `DocumentError` goes through."""
    try:
        decode(data)
    except DocumentError as error:
        return type(error), list(error.problems)
    return object, []


def check_total(data: bytes) -> None:
    """Hold decoders and diagnosis to their word on any bytes."""
    raised, problems = problems_of(decode_report, data)
    assert raised in (object, UnreadableDocumentError, InvalidDocumentError)
    assert bool(problems) == (raised is not object)
    if raised is UnreadableDocumentError:
        assert problems_of(examine_report, data) == (raised, problems)
    else:
        assert list(examine_report(data).problems) == problems
        assert all(found.line and found.column for found in problems)
    raised, problems = problems_of(decode_response, data)
    assert bool(problems) == (raised is not object)


@st.composite
def damaged(draw: DrawFn) -> bytes:
    """Draw a document in which bytes were cut out, overwritten or put in."""
    data = bytearray(draw(documents() | mutated()))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 8))
        data[start : start + length] = draw(st.binary(max_size=4) | st.sampled_from(FRAGMENTS))
    return bytes(data)


@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\xef\xbb\xbf<!DOCTYPE report><report/>")
@example(b"<report xmlns='a}b'/>")
@example(b"<report><\xcd\xb0/><a/></report>")
@example(smallest() + b"\x00")
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    check_total(data)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map(b"".join))
def test_anything_like_xml(data: bytes) -> None:
    check_total(data)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(b"".join))
def test_anything_like_xml_inside_a_report(data: bytes) -> None:
    check_total(b"<report>" + data + b"</report>")


@given(damaged())
def test_damaged_documents(data: bytes) -> None:
    check_total(data)


PROLOG = (
    *(
        b"\xef\xbb\xbf",
        b"<?xml version='1.0'?>",
        b"<?xml version='1.0' standalone='no'?>",
        b"<?a ?>",
    ),
    *(
        b" ",
        b"\n",
        b"\r",
        b"\t",
        b"\x0b",
        b"<!-- a -->",
        b"<!---->",
        b"<!-->",
        b"-->",
        b"<!--",
        b">",
    ),
    *(
        b"<?a",
        b"?>",
        b"<!DOCTYPE report>",
        b"<!DOCTYPE report [<!ENTITY a 'b'>]>",
        b"<!DOCTYPE a\n[]>",
    ),
)


@settings(max_examples=5 * settings().max_examples)
@given(st.lists(st.sampled_from(PROLOG), max_size=6).map(b"".join))
def test_whatever_the_parser_takes_for_a_document_type_is_refused(prolog: bytes) -> None:
    """What the guard looks for in the bytes is all that libxml2 would find in them."""
    data = prolog + b"<report/>"
    try:
        tree = etree.fromstring(data).getroottree()
    except etree.XMLSyntaxError:
        return
    raised, problems = problems_of(parse_document, data)
    declared = tree.docinfo.internalDTD is not None
    assert ([found.code for found in problems] == ["document_type"]) == declared
    assert raised in (object, UnreadableDocumentError)


@given(
    st.builds(ReportResponse, code=st.integers(), description=st.just("Success")).map(
        encode_response
    )
    | st.builds(ReportDoneResponse, code=st.integers(), report_id=st.integers()).map(
        encode_response
    ),
    st.data(),
)
def test_damaged_answers(answer: bytes, data: st.DataObject) -> None:
    changed = bytearray(answer)
    start = data.draw(st.integers(0, len(changed)))
    length = data.draw(st.integers(0, 8))
    changed[start : start + length] = data.draw(st.sampled_from(FRAGMENTS))
    check_total(answer)
    check_total(bytes(changed))
