"""What is refused unread: not JSON, not UTF-8, too large, too deep; and where it breaks off."""

import pytest

from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnreadableDocumentError
from tipline.codecs.report_json import decode_report, examine_report

Position = tuple[int | None, int | None]


def refusal(data: bytes) -> tuple[str, Position]:
    """Return code and position of the one problem, the same on both paths."""
    with pytest.raises(UnreadableDocumentError) as fast:
        decode_report(data)
    with pytest.raises(UnreadableDocumentError) as slow:
        examine_report(data)
    assert fast.value.problems == slow.value.problems
    (problem,) = fast.value.problems
    assert problem.path == ""
    assert problem.message.endswith(".")
    return problem.code, (problem.line, problem.column)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"", 1, 1),
        (b" \n ", 2, 2),
        (b"{", 1, 2),
        (b'{"summary"', 1, 11),
        (b'{"summary":', 1, 12),
        (b'{"summary":{}', 1, 14),
        (b'{"summary":{}} x', 1, 17),  # what trails is pointed at one mark late
        (b'{"summary":{}}{}', 1, 16),
        (b"{'summary':{}}", 1, 2),
        (b"{summary:{}}", 1, 2),
        (b'{"summary" {}}', 1, 12),
        (b'{"summary":{},}', 1, 15),
        (b'{"victims":[{},]}', 1, 16),
        (b'{"victims":[{} {}]}', 1, 16),
        (b'{\n  "additional_info": Synthetic\n}', 2, 22),
        (b'{\n  "additional_info":\n    "a" // b\n}', 3, 9),
        (b'{\r\n"a":\r\n nul}', 3, 3),
        ('{"\u4f8b\U0001f4de":\n"\u4f8b" x}'.encode(), 2, 5),
        (b'{"additional_info":NaN}', 1, 20),
        (b'{"additional_info":-Infinity}', 1, 21),
        (b'{"additional_info":01}', 1, 21),
        (b'{"additional_info":+1}', 1, 20),
        (b'{"additional_info":.5}', 1, 20),
        (b'{"additional_info":1.}', 1, 22),
        (b'{"additional_info":0x17}', 1, 21),
        (b'{"additional_info":True}', 1, 20),
        (b'{"additional_info":"a\nb"}', 1, 22),
        (b'{"additional_info":"a\x00b"}', 1, 22),
        (b'{"additional_info":"a\x1fb"}', 1, 22),
        (b'{"additional_info":"\\x"}', 1, 22),
        (b'{"additional_info":"a', 1, 22),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", 1, 1),
        (b"\x0b{}", 1, 1),
        (b"\xc2\xa0{}", 1, 1),
    ],
)
def test_malformed_text_is_refused_where_it_breaks_off(
    data: bytes, line: int, column: int
) -> None:
    assert refusal(data) == ("not_well_formed", (line, column))


@pytest.mark.parametrize(
    "text",
    [
        r'"\ud800"',
        r'"\udc00"',
        r'"\ud800\ud800"',
        r'"\udc00\ud800"',
        r'"\ud800A"',
        r'"\ud83d\u0041"',
        r'"\u12"',
        r'"\u12g4"',
        r'"\U00012345"',
    ],
)
@pytest.mark.parametrize("frame", ['{"additional_info":%s}', "{%s:1}", '{"x":[%s]}'])
def test_half_a_character_is_no_text(text: str, frame: str) -> None:
    code, (line, _) = refusal((frame % text).encode())
    assert (code, line) == ("not_well_formed", 1)


@pytest.mark.parametrize(
    "data",
    [
        b'{"additional_info":"\xff"}',
        b'{"additional_info":"\xc3"}',
        b'{"additional_info":"\xed\xa0\x80"}',
        b'{"additional_info":"\xc0\xaf"}',
        b'{"additional_info":"\xf4\x90\x80\x80"}',
        '{"additional_info":"17"}'.encode("utf-16"),
        '{"additional_info":"\u00e9"}'.encode("latin-1"),
        b"\xff\xfe{\x00}\x00",
        b"\x80",
    ],
)
def test_only_utf_8_is_read(data: bytes) -> None:
    assert refusal(data) == ("encoding", (None, None))


@pytest.mark.parametrize("text", ["{}", '{"additional_info":"17"}'])
@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_other_encodings_without_a_mark_are_refused(text: str, coding: str) -> None:
    assert refusal(text.encode(coding))[0] == "not_well_formed"


def test_the_size_has_one_limit() -> None:
    frame = b'{"additional_info":"%s"}'
    fitting = frame % (b"n" * (MAX_DOCUMENT_BYTES - len(frame) + 2))
    assert len(fitting) == MAX_DOCUMENT_BYTES
    assert decode_report(fitting).additional_info
    assert examine_report(fitting).problems == ()
    assert refusal(fitting + b" ") == ("too_large", (None, None))
    assert refusal(b"\xff" * (MAX_DOCUMENT_BYTES + 1)) == ("too_large", (None, None))


@pytest.mark.parametrize("depth", [65, 66, 1_000, 100_000])
@pytest.mark.parametrize(
    ("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('{"victims":[', "]}"), ('[{"":', "}]")]
)
def test_deep_nesting_is_refused(opened: str, closed: str, depth: int) -> None:
    text = opened * depth + "1" + closed * depth
    if len(text) <= MAX_DOCUMENT_BYTES:
        assert refusal(text.encode()) == ("too_deep", (None, None))
    assert refusal((opened * depth).encode())[0] in {"too_deep", "not_well_formed", "too_large"}


def test_the_deepest_nesting_that_is_read() -> None:
    nested = "[" * 62 + "]" * 62
    assert examine_report(f'{{"a":[{nested}]}}'.encode()).problems[0].code == "unknown_field"
    assert refusal(f'{{"a":[[[{nested}]]]}}'.encode())[0] == "too_deep"


def test_nothing_of_the_document_is_in_the_refusal() -> None:
    for data in (b'{"canary17": canary18}', b'{"a":"canary19\n"}', b"canary20", b"\xffcanary21"):
        with pytest.raises(UnreadableDocumentError) as caught:
            decode_report(data)
        assert "canary" not in f"{caught.value!r} {caught.value.problems}"
        assert caught.value.__cause__ is None
