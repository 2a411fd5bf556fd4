"""The fast writer and the thorough one are one: the same bytes, and the same refusals."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import NODEFAULT
from msgspec.structs import fields, replace

from tests.laws.strategies import AWKWARD_TEXTS, public_reports, reports, xml_texts
from tests.unit.reports import full_report, leaves, parts, put
from tipline.codecs.cybertipline import encode_report
from tipline.codecs.cybertipline.encode import DECLARATION, written_thoroughly
from tipline.codecs.cybertipline.quick import written_quickly
from tipline.codecs.documents import UnwritableReportError
from tipline.domain.report import Email, Person, Report
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind

FULL: Final = full_report()
LEAVES: Final = [at for at, _ in leaves(FULL)]
PARTS: Final = list(parts(FULL))
PLACES: Final = [*LEAVES, *(at for at, _ in PARTS)]
TEXTS: Final = [
    *("/summary/platform", "/additional_info", "/law_enforcement/agency"),
    *("/reporter/person/phones/0/number", "/reporter/person/phones/0/extension"),
    *("/reported/0/display_names/0", "/recipients/0/additional_info/0"),
]

ODD_VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, 1, 2, 10**9, 10**18, 1.5, Decimal("NaN"), Decimal("1E+1000")),
    *("", " \t", "true", "TRUE", "US", "17", "home", "Login", "a<b", "17\x00", "\ud800", "\uffff"),
    *(EventKind.OTHER, date(2009, 1, 31), b"17", [], (), ("17",), ((),), {}, object()),
    *(Timestamp.trusted("yesterday"), Timestamp.trusted(" 2026-01-31T13:45:00Z\n")),
    *(Timestamp.trusted("2026-01-31T13:45:00+14:00"), Email(address="17"), Person()),
)
NASTY_TEXTS: Final = (
    *AWKWARD_TEXTS,
    *("\"quoted\" 'twice'", "&quot;", "]]>", "<![CDATA[17]]>", "<!-- 17 -->", "<?17?>", "&"),
    *("\r", "\n", "\t", "\r\n\r\n", " 17 ", "e\u0301\u0323", "\U0001f469\u200d\U0001f4bb"),
    *("\ufeff17", "\ufffd", "\uffee", "\x7f\x80\x9f", "\u2028\u2029", "\ue000\uf8ff"),
)


def outcome(write: Any, report: Report) -> object:  # noqa: ANN401 - one of the two writers
    """Return the bytes, or the problems, or how an odd type broke it."""
    try:
        return write(report)
    except UnwritableReportError as error:
        return error.problems
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        return type(error)


def assert_same(report: Report) -> None:
    thorough = outcome(written_thoroughly, report)
    assert outcome(encode_report, report) == thorough
    quick = written_quickly(report)
    if quick is not None and report.public is None:
        assert DECLARATION + quick == thorough


@given(reports())
def test_what_can_be_written_is_written_quickly_and_alike(report: Report) -> None:
    quick = written_quickly(report)
    assert quick is not None
    assert DECLARATION + quick == written_thoroughly(report) == encode_report(report)


@given(public_reports())
def test_what_a_document_has_no_place_for_is_refused_alike(report: Report) -> None:
    assert_same(report)
    assert_same(replace(report, public=None))


@example("/additional_info", "17\ufffe")
@given(st.sampled_from(LEAVES), st.text(max_size=10) | xml_texts)
def test_any_text_anywhere_is_written_alike(pointer: str, text: str) -> None:
    assert_same(put(FULL, pointer, text))


@pytest.mark.parametrize("text", NASTY_TEXTS, ids=ascii)
def test_nasty_texts_are_written_alike(text: str) -> None:
    report = FULL
    for pointer in TEXTS:
        report = put(report, pointer, f"17{text}")
        assert_same(put(FULL, pointer, text))
    assert written_quickly(report) is not None
    assert_same(report)


@given(st.sampled_from(PLACES), st.sampled_from(ODD_VALUES))
def test_odd_values_are_written_or_refused_alike(pointer: str, value: object) -> None:
    assert_same(put(FULL, pointer, value))


@given(st.data())
def test_parts_with_few_facts_are_written_alike(data: st.DataObject) -> None:
    pointer, part = data.draw(st.sampled_from(PARTS))
    facts = [field for field in fields(type(part)) if field.default is not NODEFAULT]
    left_out = data.draw(st.sets(st.sampled_from([field.name for field in facts])))
    defaults = {field.name: field.default for field in facts if field.name in left_out}
    assert_same(put(FULL, pointer, replace(part, **defaults)))
