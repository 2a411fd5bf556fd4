"""The small parts: lengths, words, fonts, texts that can be shown, division into parts."""

import io
from itertools import pairwise

import msgspec
import pytest
from pypdf import PdfReader

from tests.unit.codecs.printable.pieces import MADE_AT, dossier, printed, report, squeezed
from tipline.codecs.printable import PrintFailedError, bounds, parts, showable, typeset, wording
from tipline.codecs.printable.front import LENGTHS
from tipline.codecs.printable.inside import Unit
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.places import Place
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.routing.finding import EvidenceKind
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp

PLAIN = "Plain words, from left to right."


def pieces(text: str) -> list[str]:
    prepared = showable.prepare(text, {})
    assert isinstance(prepared, dict)
    return list(prepared["pieces"])


def test_plain_texts_and_other_values_stay_as_they_are() -> None:
    value = {"a": [PLAIN, 1, None, True], "b": ()}
    assert showable.prepare(value, {}) == {"a": [PLAIN, 1, None, True], "b": []}


def test_long_words_come_in_pieces_that_make_the_word_again() -> None:
    text = "before " + "a" * 50 + " between " + "b" * 21 + " after"
    found = pieces(text)
    assert "".join(found) == text
    assert max(len(one.split()[-1]) for one in found) <= len("between")
    marked = pieces("e\u0301" * 40)
    assert not any(one.startswith("\u0301") for one in marked)
    joined = "ABCDEFGHIJKLMNOPQRS" + "A\u200dB" * 3
    assert all(not one.endswith("\u200d") for one in pieces(joined))


def test_letters_that_join_are_parted_only_where_a_line_could_not_hold_them() -> None:
    assert [len(one) for one in pieces("مثال" * 10)] == [16, 16, 8]


def test_columns_need_shorter_words() -> None:
    assert showable.prepare("someone@example.org", {}) == "someone@example.org"
    narrow = showable.prepare("someone@example.org", {}, showable.NARROW)
    assert narrow["pieces"] == ["some", "one@", "exam", "ple.", "org"]


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("12 שלום ABC", True), ("مثال", True), ("ABC שלום", False), ("«12»", False)],
)
def test_the_first_letter_decides_the_direction(text: str, rtl: bool) -> None:
    assert showable.prepare(text, {})["rtl"] is rtl


def test_our_words_on_a_value_make_it_a_text_from_left_to_right() -> None:
    assert showable.phrase("user-1, example") == "user-1, example"
    arabic = "\u0645\u062b\u0627\u0644, example"
    assert showable.prepare(arabic, {})["rtl"]
    assert not showable.prepare(showable.phrase(arabic), {})["rtl"]
    assert squeezed("".join(pieces(showable.phrase(arabic)))).endswith(squeezed(arabic))


def test_lines_end_where_they_ended() -> None:
    assert pieces("one\r\ntwo\n\nthree\u2028four") == [
        *("one", "\n", "two", "\n", "\n", "three", "\n", "four")
    ]


def test_a_very_long_word_is_several_paragraphs_and_long_sentences_are_one() -> None:
    text = "a" * 2_500
    found = pieces(text)
    assert found.count("\u2029") == 2
    assert "".join(found).replace("\u2029", "") == text
    assert all(len(one) <= 1_003 for one in "".join(found).split("\u2029"))
    assert "\u2029" not in pieces("Synthetic words. " * 300 + "é")


def test_a_code_point_is_never_broken() -> None:
    shown = {ord("例"): "[U+4F8B]"}
    prepared = showable.prepare("abcde" * 5 + "例" * 3 + "x" * 9, shown)
    assert prepared["pieces"][-6:] == [*["[U+4F8B]"] * 3, "xxxx", "xxxx", "x"]


def test_more_is_spelled_the_plainer_a_text_must_be() -> None:
    text = "Aé例\u0627\u064e\u0780\u202e"
    shown = {0x202E: "[U+202E]"}
    some, every = showable.plainer(set(text), shown)
    assert text.translate(some) == "Aé例\u0627[U+064E][U+0780][U+202E]"
    assert text.translate(every) == "A[U+00E9][U+4F8B][U+0627][U+064E][U+0780][U+202E]"


def test_only_rare_characters_are_asked_about() -> None:
    asked: list[str] = []

    def missing(found: list[str]) -> set[str]:
        asked.extend(found)
        return {"例"}

    shown = showable.replacements(set("Aé例\t\u200d\u202e\U0001f4de\ufe0f\U0001faff"), missing)
    assert asked == ["é", "例"]
    assert "例é\u202e\ufe0f\U0001f4de\t".translate(shown) == (
        "[U+4F8B]é[U+202E][telephone receiver]    "
    )


def test_the_compiler_tells_which_characters_no_font_has() -> None:
    assert typeset.missing(["\U0001fffe", "\U00012000", "A", '"']) == {
        "\U0001fffe",
        "\U00012000",
    }
    assert typeset.missing([]) == set()


def test_letters_and_marks_without_a_font_do_not_stop_the_question() -> None:
    thaana = [chr(code) for code in range(0x780, 0x7B2)]  # the compiler panicked at these
    assert typeset.missing([*thaana, "A"]) >= set(thaana)


class PanicException(BaseException):
    """What the binding raises if the compiler panics."""


def test_a_panic_ends_the_work_and_nothing_else() -> None:
    def panics() -> bytes:
        raise PanicException("Synthetic narrative 17.")

    def interrupted() -> bytes:
        raise KeyboardInterrupt

    assert typeset.guarded(lambda: b"done") == b"done"
    with pytest.raises(PrintFailedError) as caught:
        typeset.guarded(panics)
    assert "17" not in str(caught.value)
    assert caught.value.__suppress_context__
    with pytest.raises(KeyboardInterrupt):
        typeset.guarded(interrupted)


def test_what_the_compiler_panics_at_counts_as_missing() -> None:
    def run(files: dict[str, bytes], _at: Timestamp | None, _standard: str | None) -> bytes:
        if "x" in msgspec.json.decode(files["data.json"])["characters"]:
            raise PrintFailedError
        return b""

    assert typeset.missing(list("abxcd"), run) == {"x"}


def test_without_the_fonts_of_the_build_there_are_the_library_s_own() -> None:
    assert typeset.preferred(["Other", "Libertinus Serif"]) == ("Libertinus Serif",)
    assert typeset.preferred(["DejaVu Sans", "Noto Sans"]) == ("Noto Sans", "DejaVu Sans")


def test_marks_on_letters_of_another_script_do_not_stop_it() -> None:
    (one,) = printed(dossier(report(1, "ש\u0941 ܀\u0301 \u0627\u093e 例\u05b0")))
    assert one.startswith(b"%PDF-")


def test_a_failure_says_nothing_of_the_report() -> None:
    with pytest.raises(PrintFailedError) as caught:
        typeset.typeset({"title": "Synthetic narrative 17."}, MADE_AT)
    assert "17" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_texts_are_shortened_to_one_line() -> None:
    assert bounds.shortened("one\ntwo  three", 40) == "one two three"
    assert bounds.shortened("one two three", 8) == "one two…"
    assert all(more > less for more, less in pairwise(LENGTHS))


def test_a_text_is_printed_up_to_its_bounds() -> None:
    most, lines = bounds.MOST_CHARACTERS, bounds.MOST_LINES
    assert bounds.lines("one\rtwo") == ["one", "two"]
    assert bounds.told("one\ntwo") == {"lines": ["one", "two"], "rest": ""}
    assert bounds.printed_lines("x" * most) == (["x" * most], False)
    assert bounds.printed_lines("x" * (most + 1)) == (["x" * most], True)
    assert bounds.printed_lines("\n" * (lines - 1)) == ([""] * lines, False)
    assert bounds.printed_lines("\n" * lines) == ([""] * lines, True)
    assert bounds.told("x\n" * lines)["rest"] == bounds.REST


def test_a_value_too_long_to_print_says_so() -> None:
    assert pieces("a b\n" * 500)[-2:] == ["\n", bounds.REST]
    assert pieces("a b " * 6_000) == ["a b " * 5_000, "\n", bounds.REST]


def unit(number: int, texts: int) -> Unit:
    return Unit([{"title": f"sheet {number}"}], {"title": ["x"] * texts})


def test_a_report_too_large_for_a_part_goes_on_in_the_next() -> None:
    blocks = [["x"] * (parts.MOST // 2 - 9)] * 5
    page = {"title": "Report 1", "about": "x", "blocks": blocks, "identifiers": ["last"]}
    sheet = {"title": "Sheet", "blocks": [["x"]], "identifiers": []}
    divided = parts.divide(0, [Unit([sheet], page)], [], [])
    assert divided[0]["subjects"] == [sheet]
    pages = [one for part in divided for one in part["reports"]]
    assert [one["title"] for one in pages] == ["Report 1", *["Report 1, continued"] * 2]
    assert [block for one in pages for block in one["blocks"]] == blocks
    assert [one["identifiers"] for one in pages] == [[], [], ["last"]]
    assert all(parts.weight(part) <= parts.MOST for part in divided)


def test_a_field_is_printed_up_to_so_many_values() -> None:
    values = ["x"] * bounds.MOST_VALUES
    assert bounds.some(values) == values
    assert bounds.some([*values, "y"]) == [*values, bounds.REST]


def test_a_small_package_is_one_part_and_a_large_one_loses_nothing() -> None:
    (one,) = parts.divide(10, [unit(1, 5)], [["row"]], [{"text": "annex"}])
    assert [len(one[name]) for name in ("subjects", "reports", "ip", "annex")] == [1, 1, 1, 1]
    assert parts.divide(0, [], [], []) == [{"subjects": [], "ip": [], "reports": [], "annex": []}]
    units = [unit(number, parts.MOST // 3) for number in range(7)]
    rows = [[str(number)] * 8 for number in range(parts.MOST // 4)]
    divided = parts.divide(parts.MOST, units, rows, [{"text": "x" * 400}])
    assert [page for part in divided for page in part["reports"]] == [one.page for one in units]
    assert [row for part in divided for row in part["ip"]] == rows
    assert all(parts.weight(part) <= parts.MOST for part in divided)
    assert not divided[0]["reports"]


def test_a_text_weighs_more_the_longer_it_is() -> None:
    assert parts.weight(["", "x" * 99, "x" * 100, 7, {"a": ("b",)}]) == 5


def test_a_text_weighs_more_if_it_may_have_to_be_spelled() -> None:
    assert parts.weight("é" * 100) == 2
    assert parts.weight("例" * 100) == 9


def test_further_parts_say_so() -> None:
    many = printed(dossier(*[report(number, "€ " * 9_000) for number in range(4)]))
    assert len(many) == 2
    first, second = (PdfReader(io.BytesIO(one)).pages[0].extract_text() for one in many)
    assert "printedin2parts" in squeezed(first)
    assert squeezed(second).startswith("Referral417,version2,part2")
    assert "part2of2·page1of" in squeezed(second)


def test_everything_has_a_name() -> None:
    assert {wording.group_name(one) for one in FactGroup} == set(wording.GROUPS.values())
    assert set(wording.GROUPS) == set(FactGroup)
    assert set(wording.ROLES) == set(Role)
    assert set(wording.EVIDENCE) == set(EvidenceKind)
    assert wording.kind_name(IdentifierKind.SCREEN_NAME) == "screen name"
    assert wording.kind_name(IdentifierKind.IP) == "IP address"


def test_places_have_names() -> None:
    assert wording.place_name(Place(country="TW")) == "Taiwan (TW)"
    assert wording.place_name(Place(country="A1")) == "A1"
    assert wording.place_name(Place(country="US", subdivision="US-NV")) == (
        "United States (US), Nevada (US-NV)"
    )
    assert wording.place_name(Place(country="US", subdivision="US-QQ", county="1")) == (
        "United States (US), US-QQ, county 1 (FIPS)"
    )


def test_pointers_are_said_in_words() -> None:
    assert wording.pointed("/reported/0/ip_events/2/address") == (
        "reported person or account 1, IP event 3, address"
    )
    assert wording.pointed("") == "the whole report"
    assert wording.pointed("/0") == "0"
    assert wording.pointed("no pointer/0") == "no pointer/0"


def test_moments_are_in_utc_if_there_is_such_a_moment() -> None:
    assert wording.moment(None) == ""
    assert wording.moment(Timestamp("0999-01-01T01:00:00+02:00")) == "0998-12-31 23:00:00 UTC"
    assert wording.moment(Timestamp("0001-01-01T00:00:00+14:00")) == "0001-01-01T00:00:00+14:00"
