"""What holds for every text of a report, wherever it stands: no controls, no file in disguise."""

import pytest

from tests.unit.reports import NOW, full_report, leaves, public_report, put
from tipline.domain.checks import check_report

REPORT = put(full_report(), "/public", public_report().public)
TEXTS = [at for at, value in leaves(REPORT) if type(value) is str]
DISGUISED = "data:text/plain,Synthetic"


def said(pointer: str, text: str) -> list[tuple[str, str]]:
    problems = check_report(put(REPORT, pointer, text), NOW)
    return [(problem.path, problem.code) for problem in problems]


def test_every_kind_of_text_is_among_them() -> None:
    assert len(TEXTS) > 180
    assert {at.rpartition("/")[2] for at in TEXTS} > {"country", "contact_times", "content", "0"}


def test_no_text_carries_a_file() -> None:
    for pointer in TEXTS:
        found = said(pointer, DISGUISED)
        assert (pointer, "file_in_text") in found
        assert {path for path, _ in found} == {pointer}


def test_no_text_carries_controls() -> None:
    for pointer in TEXTS:
        found = said(pointer, "17\x00")
        assert (pointer, "control_character") in found
        assert {path for path, _ in found} == {pointer}


CONTROLS = (
    *(chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"),
    *(chr(code) for code in range(0x7F, 0xA0) if code != 0x85),
    *("\ud800", "\udbff", "\udc00", "\udfff", "\ufffe", "\uffff"),
)
HARMLESS = (
    *("\t", "\n", "\r", "\r\n", "\x85", " ", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u200e"),
    *("\u2028", "\u202e", "\u2066", "\ufeff", "\ufffd", "\ud7ff", "\ue000", "\U0001f469\u200d"),
    *("\U0001fffe", "\U0010ffff"),
)


@pytest.mark.parametrize("mark", CONTROLS, ids=ascii)
def test_binary_controls_are_not_text(mark: str) -> None:
    for text in (mark, f"Synthetic{mark} narrative 17.", f"17{mark}"):
        assert said("/additional_info", text) == [("/additional_info", "control_character")]


@pytest.mark.parametrize("mark", HARMLESS, ids=ascii)
def test_marks_that_honest_text_has_pass(mark: str) -> None:
    assert said("/additional_info", f"Synthetic{mark} narrative{mark}17.{mark}") == []


def test_one_text_can_be_wrong_in_every_way_at_once() -> None:
    text = f"{DISGUISED}\x00{'n' * 3_000}"
    assert said("/summary/urgency_reason", text) == [
        ("/summary/urgency_reason", "too_long"),
        ("/summary/urgency_reason", "control_character"),
        ("/summary/urgency_reason", "file_in_text"),
    ]


def test_messages_say_what_to_do_and_nothing_of_the_text() -> None:
    for problem in check_report(put(REPORT, "/additional_info", f"{DISGUISED}\x00"), NOW):
        assert "Synthetic" not in problem.message
        assert problem.message.endswith(".")
        assert (problem.line, problem.column) == (None, None)
