"""No bytes bring the readers of exchange documents down: facts, or a `DocumentError`."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.golden.full_referral import case_file, stix_file, xarf_file
from tipline.codecs.case_uco import decode_case
from tipline.codecs.documents import DocumentError, InvalidDocumentError, UnreadableDocumentError
from tipline.codecs.stix import decode_stix
from tipline.codecs.xarf import decode_xarf

Decode = Callable[[bytes], object]

SCRAPS: tuple[Any, ...] = (None, True, -1, 1e300, "", "x", " = ", [], {}, ["x"], {"x": "y"}, [{}])
DOCUMENTS: tuple[tuple[Decode, bytes], ...] = (
    (decode_case, case_file()),
    (decode_stix, stix_file()),
    (decode_xarf, xarf_file()),
)
readers = pytest.mark.parametrize("decode", [decode for decode, _ in DOCUMENTS])


def places_in(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON value
    """Name every place in a document: a container and a key in it."""
    keys: list[Any] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        keys = list(range(len(value)))
    return [(value, key) for key in keys] + [
        place for key in keys for place in places_in(value[key])
    ]


@st.composite
def spoilt(draw: DrawFn) -> tuple[Decode, bytes]:
    """Draw a document of ours in which a few things were changed or taken out."""
    decode, document = draw(st.sampled_from(DOCUMENTS))
    value = deepcopy(json.loads(document))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(places_in(value)))
        if draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = draw(st.sampled_from(SCRAPS))
    return decode, json.dumps(value).encode()


@given(spoilt())
def test_a_spoilt_document_is_read_or_refused(case: tuple[Decode, bytes]) -> None:
    decode, document = case
    try:
        decode(document)
    except DocumentError as refused:
        assert refused.problems  # noqa: PT017 - what is refused says why


@readers
@given(data=st.binary(max_size=50))
def test_any_bytes_are_read_or_refused(decode: Decode, data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode(data)


@readers
@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'"\xff"', b"[" * 100_000])
def test_what_is_no_json_is_unreadable(decode: Decode, data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        decode(data)
    assert refused.value.problems[0].code in {"not_well_formed", "too_deep"}


@readers
@pytest.mark.parametrize("data", [b"null", b"{}", b"[]", b'{"objects": 1}', b'{"@graph": [1]}'])
def test_json_of_another_kind_is_invalid(decode: Decode, data: bytes) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        decode(data)
    assert refused.value.problems[0].code == "not_our_profile"
