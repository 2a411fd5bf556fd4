"""The small parts: lengths, words, fonts, texts that can be shown, division into parts."""

import io
from itertools import pairwise

import pytest
from pypdf import PdfReader

from tests.unit.codecs.printable.pieces import MADE_AT, dossier, printed, report, squeezed
from tipline.codecs.printable import PrintFailedError, parts, showable, typeset, wording
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


def test_lines_end_where_they_ended() -> None:
    assert pieces("one\r\ntwo\n\nthree\u2028four") == [
        *("one", "\n", "two", "\n", "\n", "three", "\n", "four")
    ]
    assert showable.lines("one\rtwo") == ["one", "two"]


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
    assert showable.shortened("one\ntwo  three", 40) == "one two three"
    assert showable.shortened("one two three", 8) == "one two…"
    assert all(more > less for more, less in pairwise(LENGTHS))


def unit(number: int, texts: int) -> Unit:
    return Unit([{"title": f"sheet {number}"}], {"title": ["x"] * texts})


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


def test_further_parts_say_so() -> None:
    many = printed(dossier(*[report(number, "Words. " * 25_000) for number in range(2)]))
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
