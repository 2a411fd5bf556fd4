"""What is built to do harm is refused before anything is read, by every way into the codec."""

import tracemalloc
from collections.abc import Callable

import pytest
from lxml import etree

from tipline.codecs.cybertipline import decode_report, decode_response, examine_report
from tipline.codecs.cybertipline.guard import parse_accepted, parse_document
from tipline.codecs.cybertipline.schema.xsd import compiled_schema
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnreadableDocumentError

WAYS_IN: list[Callable[[bytes], object]] = [
    parse_document,
    decode_report,
    examine_report,
    decode_response,
]
REPORT = (
    b"<report><incidentSummary><incidentType>Child Sex Tourism</incidentType>"
    b"<incidentDateTime>2026-01-31T13:45:00Z</incidentDateTime></incidentSummary>"
    b"<reporter><reportingPerson/></reporter></report>"
)
TEXT = REPORT.decode()
XINCLUDE = b'xmlns:xi="http://www.w3.org/2001/XInclude"'


def refusal(data: bytes) -> str:
    """Hold every way in to the same refusal, with one problem, and return its code."""
    codes = set[str]()
    for way_in in WAYS_IN:
        with pytest.raises(UnreadableDocumentError) as refused:
            way_in(data)
        (problem,) = refused.value.problems
        assert problem.path == ""
        codes.add(problem.code)
    assert len(codes) == 1
    return codes.pop()


def position(data: bytes) -> tuple[int | None, int | None]:
    with pytest.raises(UnreadableDocumentError) as refused:
        decode_report(data)
    (problem,) = refused.value.problems
    return problem.line, problem.column


def laughs() -> bytes:
    entities = [b'<!ENTITY a0 "ha">']
    entities += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)]
    return b"<!DOCTYPE report [" + b"".join(entities) + b"]><report>&a11;</report>"


def quadratic() -> bytes:
    return b'<!DOCTYPE report [<!ENTITY a "%s">]><report>%s</report>' % (
        b"ha" * 50_000,
        b"&a;" * 50_000,
    )


DOCUMENT_TYPES = {
    "bare": b"<!DOCTYPE report>" + REPORT,
    "internal": b"<!DOCTYPE report [<!ELEMENT report ANY>]>" + REPORT,
    "external": b'<!DOCTYPE report SYSTEM "http://example.org/report.dtd">' + REPORT,
    "public": b'<!DOCTYPE report PUBLIC "-//Example//Report" "report.dtd">' + REPORT,
    "file": b'<!DOCTYPE report SYSTEM "file:///etc/hostname">' + REPORT,
    "attribute defaults": b'<!DOCTYPE report [<!ATTLIST report a CDATA "x">]>' + REPORT,
    "after a declaration": b'<?xml version="1.0"?>\n<!DOCTYPE report>' + REPORT,
    "after a mark": b"\xef\xbb\xbf<!DOCTYPE report>" + REPORT,
    "after a mark and a declaration": b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE a>' + REPORT,
    "after blanks": b"\r\n\t <!DOCTYPE report>" + REPORT,
    "after a comment": b"<!-- > ?> --><!DOCTYPE report>" + REPORT,
    "after an empty comment": b"<!----><!-->--><!DOCTYPE report>" + REPORT,
    "after an instruction": b"<?a b?><?c?><!DOCTYPE report>" + REPORT,
    "after all of them": b"<!-- a -->\n<?b c?>\n<!--\nd\n-->\t<!DOCTYPE report>" + REPORT,
    "an entity": b'<!DOCTYPE report [<!ENTITY a "b">]><report>&a;</report>',
    "an external entity": b'<!DOCTYPE report [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    b"<report>&a;</report>",
    "a remote entity": b'<!DOCTYPE report [<!ENTITY a SYSTEM "http://192.0.2.17/">]>'
    b"<report>&a;</report>",
    "a parameter entity": b'<!DOCTYPE report [<!ENTITY % a SYSTEM "a.dtd"> %a;]>' + REPORT,
    "an endless entity": b'<!DOCTYPE report [<!ENTITY a "&a;">]><report>&a;</report>',
    "a billion laughs": laughs(),
    "quadratic": quadratic(),
    "unfinished": b"<!DOCTYPE report [<!ENTITY",
}


@pytest.mark.parametrize("data", DOCUMENT_TYPES.values(), ids=DOCUMENT_TYPES)
def test_a_document_type_is_never_taken(data: bytes) -> None:
    assert refusal(data) == "document_type"


def test_the_place_of_a_document_type_is_told() -> None:
    assert position(b"<!DOCTYPE report>") == (1, 1)
    assert position(b"<?xml version='1.0'?>\n<!-- a\n -->  <!DOCTYPE report>") == (3, 7)


MISPLACED = {
    "inside the root": b"<report><!DOCTYPE report></report>",
    "after the root": REPORT + b"<!DOCTYPE report>",
    "in small letters": b"<!doctype report>" + REPORT,
    "after text": b"a<!DOCTYPE report>" + REPORT,
    "after two marks": b"\xef\xbb\xbf\xef\xbb\xbf<!DOCTYPE report>" + REPORT,
    "after a second declaration": b'<?xml version="1.0"?><?xml version="1.0"?>a<!DOCTYPE a>'
    + REPORT,
    "after a zero": REPORT + b"\x00<!DOCTYPE report>",
    "an entity without a type": b'<!ENTITY a "b">' + REPORT,
    "a reference": b"<report>&a;</report>",
    "a reference in an attribute": b'<report a="&a;"/>',
    "a parameter reference": b"%a;" + REPORT,
}


@pytest.mark.parametrize("data", MISPLACED.values(), ids=MISPLACED)
def test_what_belongs_to_a_document_type_is_not_well_formed_elsewhere(data: bytes) -> None:
    assert refusal(data) == "not_well_formed"


INSTRUCTIONS = {
    "before": b'<?xml-stylesheet href="http://example.org/a.xsl"?>' + REPORT,
    "after": REPORT + b"<?a?>",
    "inside": b"<report><?a b?></report>",
    "deep inside": REPORT.replace(
        b"<reportingPerson/>", b"<reportingPerson><?a?></reportingPerson>"
    ),
    "in a text": REPORT.replace(b"Sex", b"<?a?>Sex"),
    "after a declaration": b'<?xml version="1.0"?><?a b?>' + REPORT,
    "in an answer": b"<reportResponse><responseCode>0</responseCode><?a?></reportResponse>",
}


@pytest.mark.parametrize("data", INSTRUCTIONS.values(), ids=INSTRUCTIONS)
def test_an_instruction_is_never_taken(data: bytes) -> None:
    assert refusal(data) == "processing_instruction"


def test_what_only_looks_like_an_instruction_is_text() -> None:
    info = b"<additionalInfo><![CDATA[<?a b?>]]>&lt;?c?></additionalInfo></report>"
    data = b"<!-- <?a?> -->" + REPORT.replace(b"</report>", info)
    assert decode_report(data).additional_info == "<?a b?><?c?>"


INCLUSIONS = {
    "inside": b'<report %s><xi:include href="file:///etc/hostname"/></report>' % XINCLUDE,
    "deep inside": REPORT.replace(
        b"<reportingPerson/>",
        b'<reportingPerson><xi:include %s href="a.xml" parse="text"/></reportingPerson>'
        % XINCLUDE,
    ),
    "as the root": b'<xi:include %s href="http://192.0.2.17/"/>' % XINCLUDE,
    "by default": b'<report><include xmlns="http://www.w3.org/2001/XInclude"/></report>',
    "as a fallback": b"<report %s><xi:fallback/></report>" % XINCLUDE,
}


@pytest.mark.parametrize("data", INCLUSIONS.values(), ids=INCLUSIONS)
def test_an_inclusion_is_never_taken(data: bytes) -> None:
    assert refusal(data) == "inclusion"


def test_a_namespace_alone_includes_nothing() -> None:
    declared = REPORT.replace(b"<report>", b"<report %s>" % XINCLUDE)
    assert decode_report(declared) == decode_report(REPORT)


ENCODED = {
    "UTF-16 with a mark": TEXT.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16BE without a mark": TEXT.encode("utf-16-be"),
    "UTF-32 with a mark": TEXT.encode("utf-32"),
    "UTF-32BE without a mark": TEXT.encode("utf-32-be"),
    "EBCDIC": b"\x4c\x6f\xa7\x94" + TEXT.encode("cp037"),
    "EBCDIC, declared": ('<?xml version="1.0" encoding="cp037"?>' + TEXT).encode("cp037"),
    "Latin-1": TEXT.replace("Sex", "\u00e9").encode("latin-1"),
    "broken UTF-8": REPORT.replace(b"Sex", b"\xc3"),
    "overlong UTF-8": REPORT.replace(b"Sex", b"\xc0\xbc"),
    "a surrogate": REPORT.replace(b"Sex", b"\xed\xa0\x80"),
    "beyond Unicode": REPORT.replace(b"Sex", b"\xf4\x90\x80\x80"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_only_utf8_is_read(data: bytes) -> None:
    assert refusal(data) == "encoding"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-le", "cp037"])
def test_other_encodings_without_a_mark_are_no_xml(encoding: str) -> None:
    assert refusal(TEXT.encode(encoding)) == "not_well_formed"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "UTF-16",
            "utf-16le",
            "UTF-32",
            "UCS-4",
            "ISO-8859-1",
            "latin1",
            "windows-1252",
            "cp037",
        ),
        *("UTF-7", "Shift_JIS", "", "nonsense", "utf-8 "),
    ],
)
def test_only_utf8_may_be_declared(name: str) -> None:
    declared = f'<?xml version="1.0" encoding="{name}"?>' + TEXT
    assert refusal(declared.encode()) == "encoding"
    assert refusal(b"\xef\xbb\xbf" + declared.replace('"', "'").encode()) == "encoding"


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0"?>',
        "<?xml version='1.0' ?>\n",
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
        "<?xml\tversion = '1.0'\r\nencoding = 'Utf8'?>",
        '<?xml version="1.0" encoding="US-ASCII"?>',
        "",
        "\ufeff",
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- a --> <!-- b -->",
    ],
)
def test_declarations_that_are_fine(declaration: str) -> None:
    assert parse_document((declaration + TEXT).encode()).tag == "report"
    assert decode_report((declaration + TEXT + "\n<!-- c -->").encode()) == decode_report(REPORT)


@pytest.mark.parametrize("version", ["1.1", "2.0", "", "1", "1.0 ", "encoding='utf-8'"])
def test_only_xml_1_0_is_read(version: str) -> None:
    assert refusal(f'<?xml version="{version}" encoding="UTF-8"?>{TEXT}'.encode()) == "xml_version"


def test_depth_is_limited() -> None:
    assert refusal(b"<report>" * 10_000 + b"</report>" * 10_000) == "too_deep"
    assert refusal(b"<report>" * 10_000) == "too_deep"
    assert refusal(REPORT.replace(b"Sex", b"<a>" * 10_000 + b"</a>" * 10_000)) == "too_deep"


def test_size_is_limited() -> None:
    room = MAX_DOCUMENT_BYTES - len(REPORT)
    assert decode_report(REPORT + b" " * room) == decode_report(REPORT)
    assert refusal(REPORT + b" " * (room + 1)) == "too_large"
    assert refusal(b"\x00" * (MAX_DOCUMENT_BYTES + 1)) == "too_large"
    assert position(b"<" * (MAX_DOCUMENT_BYTES + 1)) == (None, None)


def attributes(count: int) -> bytes:
    return b" ".join(b'a%d=""' % n for n in range(count))


def test_attributes_of_one_element_are_limited() -> None:
    assert refusal(b"<report %s/>" % attributes(90_000)) == "too_many_attributes"
    assert refusal(b"<report><a %s/></report>" % attributes(65)) == "too_many_attributes"
    assert refusal(b"<a><b %s/></a>" % attributes(1_001)) == "too_many_attributes"
    fits = parse_document(b"<report %s><a %s/></report>" % (attributes(64), attributes(64)))
    assert len(fits.attrib) == 64


def namespaces(count: int) -> bytes:
    return b" ".join(b'xmlns:a%d="urn:example:%d"' % (n, n) for n in range(count))


def test_namespaces_of_a_document_are_limited() -> None:
    assert refusal(b"<report %s/>" % namespaces(20_000)) == "too_many_namespaces"
    assert refusal(b"<report>%s</report>" % (b"<a xmlns=''/>" * 1_001)) == "too_many_namespaces"
    declared = REPORT.replace(b"<report>", b"<report %s>" % namespaces(1_000))
    assert decode_report(declared) == decode_report(REPORT)


def test_a_report_may_say_equals_as_often_as_it_likes() -> None:
    info = b"<additionalInfo>%s</additionalInfo></report>" % (b"=" * 5_000)
    assert decode_report(REPORT.replace(b"</report>", info)).additional_info == "=" * 5_000


MALFORMED = {
    "nothing": (b"", (1, 1), "no element"),
    "only blanks": (b" \n ", (2, 2), "no element"),
    "only text": (b"report", (1, 1), "no element"),
    "only a comment": (b"<!-- -->", (1, 9), "no element"),
    "only a mark": (b"\xef\xbb\xbf", (1, 1), "no element"),
    "a second root": (REPORT + b"\n" + REPORT, (2, 1), "something follows"),
    "text after the root": (b"<report/>x", (1, 10), "something follows"),
    "a zero": (b"<report>\x00</report>", (1, 9), "control character"),
    "a zero after the end": (b"<report/>\x00", (1, 10), "something follows"),
    "a control character": (b"<report>\n\x1b</report>", (2, 1), "control character"),
    "one in disguise": (b"<report>&#27;</report>", (1, 14), "control character"),
    "a surrogate in disguise": (b"<report>&#xD800;</report>", (1, 17), "control character"),
    "truncated in a tag": (b"<report", (1, 8), "breaks off"),
    "truncated in a text": (b"<report><a>b", (1, 13), "before every element is closed"),
    "truncated in CDATA": (b"<report><![CDATA[", (1, 18), "breaks off"),
    "truncated in a comment": (b"<report><!-- ", (1, 14), "breaks off"),
    "an ampersand": (b"<report>a & b</report>", (1, 12), "write `&lt;` or `&amp;`"),
    "an ampersand in a word": (b"<report>a&b c</report>", (1, 12), "an & stands alone"),
    "an entity": (b"<report>&nbsp;</report>", (1, 15), "entity is used"),
    "crossed tags": (b"<report><a></report></a>", (1, 21), "not the one last opened"),
    "a repeated attribute": (b"<report a='' a=''/>", (1, 18), "stands twice"),
    "an undeclared prefix": (b"<report><x:a/></report>", (1, 13), "prefix"),
    "a late declaration": (b" <?xml version='1.0'?><report/>", (1, 7), "is not XML here"),
    "an unfinished declaration": (b"<?xml version='1.0'><report/>", (1, 20), "is not XML here"),
    "a declaration of nothing": (b"<?xml?><report/>", (1, 6), "is not XML here"),
    "an endless name": (b"<" + b"a" * 60_000 + b"/>", (1, 60_002), "is not XML here"),
}


@pytest.mark.parametrize(("data", "where", "why"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_well_formed_is_explained(
    data: bytes, where: tuple[int, int], why: str
) -> None:
    assert refusal(data) == "not_well_formed"
    with pytest.raises(UnreadableDocumentError) as refused:
        parse_document(data)
    (problem,) = refused.value.problems
    assert why in problem.message
    assert (problem.line, problem.column) == where


def test_every_truncation_is_refused() -> None:
    for length in range(len(REPORT)):
        with pytest.raises(UnreadableDocumentError):
            decode_report(REPORT[:length])


def test_a_refusal_repeats_nothing_of_the_document() -> None:
    data = b"<report><secret17>&secret18;</secret19 secret20='</report>"
    with pytest.raises(UnreadableDocumentError) as refused:
        decode_report(data)
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(refused.value.problems)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_comments_vanish_and_the_text_around_them_is_joined() -> None:
    root = parse_document(b"<report><!-- a -->b<!-- c -->d<![CDATA[e]]><!-- f --></report>")
    assert (root.text, len(root)) == ("bde", 0)


def test_the_schema_is_asked_while_parsing() -> None:
    accepted = parse_accepted(REPORT, compiled_schema())
    assert accepted is not None
    assert etree.tostring(accepted) == REPORT
    assert parse_accepted(b"<report/>", compiled_schema()) is None
    assert parse_accepted(b"<report>", compiled_schema()) is None


BOMBS = {
    "laughs": laughs(),
    "quadratic": quadratic(),
    "depth": b"<a>" * 300_000,
    "attributes": b"<report %s/>" % attributes(90_000),
    "namespaces": b"<report %s/>" % namespaces(20_000),
    "instruction": b"<report/><?a %s?>" % (b"b" * 1_000_000),
    "openings": b"<!--" * 250_000,
    "references": b"<report>%s" % (b"&lt;" * 250_000),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_refusal_takes_little_memory(data: bytes) -> None:
    """Python's share only; the parser's own is bounded by the size of what it is given."""
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableDocumentError):
            decode_report(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"<report><p:x/><y xmlns='a'/></report>",
        b"<report p:x='1'><y xmlns='a'/></report>",
        b"<p:report><y xmlns='a'/></p:report>",
        b"<report><a:b:c/><y xmlns='a'/></report>",
        b"<report><y xmlns='a}b'><p:x/></y></report>",
    ],
)
def test_a_warning_hides_no_error_in_namespaces(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError):
        parse_document(data)
    with pytest.raises(UnreadableDocumentError):
        decode_report(data)
