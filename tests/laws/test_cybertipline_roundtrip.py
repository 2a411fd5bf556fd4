"""What goes out comes back: encoding and decoding a report lose nothing and add nothing."""

from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.laws.documents import accepted_by_decoder, verdicts
from tests.laws.mutations import mutated
from tests.laws.strategies import reports
from tipline.codecs.cybertipline import decode_report, encode_report
from tipline.codecs.cybertipline.schema.scalars import DECIMAL_PATTERN, DEGREES, SCALARS, Scalar
from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.domain.report import Report


@given(reports())
def test_a_report_survives_the_document(report: Report) -> None:
    for indent in (False, True):
        document = encode_report(report, indent=indent)
        assert decode_report(document) == report
        assert all(verdicts(document))
        assert encode_report(report, indent=indent) == document


@given(mutated())
def test_a_document_is_stable_once_rewritten(document: bytes) -> None:
    """However a report was spelled, one rewriting settles it."""
    assume(accepted_by_decoder(document))
    report = decode_report(document)
    rewritten = encode_report(report)
    assert decode_report(rewritten) == report
    assert encode_report(decode_report(rewritten)) == rewritten


@given(data=st.data())
@pytest.mark.parametrize("scalar", SCALARS, ids=lambda scalar: scalar.name)
def test_a_value_is_read_as_it_was_rendered(scalar: Scalar, data: st.DataObject) -> None:
    text = data.draw(
        st.sampled_from(scalar.values)
        if scalar.values
        else st.from_regex(scalar.pattern or "[^ \t\r\n]+", fullmatch=True)
    )
    assert scalar.accepts(text)
    value = scalar.read(text)
    assert scalar.accepts(scalar.render(value))
    assert scalar.read(scalar.render(value)) == value


@example("12E999")
@example("1.5E-999")
@example(".0000001E-999")
@example("0.0000001e+999")
@example("0E-999")
@example("-0")
@example("9" * (MAX_DOCUMENT_BYTES - 4) + "E999")
@given(st.from_regex(DECIMAL_PATTERN, fullmatch=True))
def test_every_number_that_can_be_read_can_be_written(text: str) -> None:
    value = DEGREES.read(text)
    assert DEGREES.accepts(DEGREES.render(value))
    assert DEGREES.read(DEGREES.render(value)) == value == Decimal(text)
