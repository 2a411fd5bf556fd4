"""Documents as bytes: on one line, or set out for people."""

import pytest

from tipline.codecs.exchange import document_bytes, list_bytes


def test_a_document_is_one_line_or_set_out() -> None:
    assert document_bytes({"a": ["\u0645"]}, indent=False) == '{"a":["\u0645"]}'.encode()
    assert document_bytes({"a": 1}, indent=True) == b'{\n  "a": 1\n}\n'


@pytest.mark.parametrize("items", [[b"1"], [b"1", b"{}"], [b"1", b"2", b"3"]])
def test_a_list_is_joined_as_it_was_written(items: list[bytes]) -> None:
    written = b'{"a":{"b":[]},"items":[' + b",".join(items) + b"]}"
    assert list_bytes({"a": {"b": []}}, "items", items, indent=False) == written


def test_a_list_may_be_set_out() -> None:
    assert list_bytes({}, "items", [b"1"], indent=True) == b'{\n  "items": [\n    1\n  ]\n}\n'
