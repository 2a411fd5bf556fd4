"""Phone numbers: E.164 whenever that is possible, else digits that compare but prove little."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.identifiers import Identifier, IdentifierKind, phone


def e164(value: str) -> Identifier:
    return Identifier(IdentifierKind.PHONE, "", value)


def digits(value: str) -> Identifier:
    return Identifier(IdentifierKind.PHONE, phone.DIGITS, value)


@pytest.mark.parametrize(
    ("number", "code", "region", "normal"),
    [
        ("+12025550117", None, None, "+12025550117"),
        ("+1 (202) 555-0117", None, None, "+12025550117"),
        ("2025550117", "+1", None, "+12025550117"),
        ("1 202 555 0117", "+1", None, "+12025550117"),
        ("(202) 555-0117", None, "US", "+12025550117"),
        ("011 44 1632 960017", None, "US", "+441632960017"),
        ("01632 960017", "+44", None, "+441632960017"),
        ("01632 960017", None, "GB", "+441632960017"),
        ("+44 (0)1632 960017", None, None, "+441632960017"),
        ("0044 1632 960017", None, None, "+441632960017"),
        ("+441632960017", "+1", "US", "+441632960017"),
        ("+44 1632 960017 ext. 17", None, None, "+441632960017"),
        ("tel:+44-1632-960017", None, None, "+441632960017"),
        ("+44 \uff11632 960017", None, None, "+441632960017"),
        ("+44 \u0661\u0666\u0663\u0662 960017", None, None, "+441632960017"),
        ("+61 491 570 006", None, None, "+61491570006"),
        ("+39 06 1234 5678", None, None, "+390612345678"),
    ],
)
def test_possible_numbers(number: str, code: str | None, region: str | None, normal: str) -> None:
    assert phone.normal_form(number, code, region) == e164(normal)


@pytest.mark.parametrize(
    ("number", "code", "region", "normal"),
    [
        ("(202) 555-0117", None, None, "2025550117"),
        ("01632 960017", None, None, "1632960017"),
        ("5550117", "+1", None, "5550117"),
        ("555 0117", None, "US", "5550117"),
        ("+1 555 0117", None, None, "15550117"),
        ("2025550117", "+999", None, "2025550117"),
        ("01632 960017", None, "XX", "1632960017"),
        ("ends in 0117", None, None, "117"),
        ("00441632", None, None, "441632"),
        ("7" * 300, None, None, "7" * 300),
    ],
)
def test_other_numbers_keep_their_digits(
    number: str, code: str | None, region: str | None, normal: str
) -> None:
    assert phone.normal_form(number, code, region) == digits(normal)


@pytest.mark.parametrize("number", ["", " ", "-", "none", "unknown", "12", "0000", "+", "x1x2x"])
def test_no_number(number: str) -> None:
    assert phone.normal_form(number) is None
    assert phone.normal_form(number, "+1", "US") is None


@given(st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True))
def test_north_american_numbers_are_what_the_library_says(number: str) -> None:
    parsed = phonenumbers.parse(number, None)
    assert phonenumbers.is_possible_number(parsed)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert phone.normal_form(number) == e164(number) == e164(written)


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        (e164("+12025550117"), "+1 202-555-0117"),
        (e164("+441632960017"), "+44 1632 960017"),
        (digits("5550117"), "5550117"),
    ],
)
def test_display_form(identifier: Identifier, shown: str) -> None:
    assert phone.display_form(identifier) == shown


def test_a_number_whose_written_form_reads_as_another_is_shown_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phonenumbers, "format_number", lambda *_: "+44 1632 960018")
    assert phone.display_form(e164("+441632960017")) == "+441632960017"


@pytest.mark.parametrize(
    ("identifier", "common"),
    [
        (digits("911"), True),
        (digits("555011"), True),
        (digits("5550117"), False),
        (digits("55555555"), True),
        (digits("1234567"), True),
        (digits("9876543210"), True),
        (e164("+19999999999"), True),
        (e164("+441000000000"), True),
        (e164("+12025550117"), False),
        (e164("+441632960017"), False),
    ],
)
def test_known_common(identifier: Identifier, common: bool) -> None:
    assert phone.known_common(identifier) is common


def test_a_number_is_found_by_its_digits_without_calling_code_and_with_it() -> None:
    assert phone.weaker_keys(e164("+12025550117")) == (
        digits("2025550117"),
        digits("12025550117"),
    )
    assert phone.weaker_keys(e164("+441632960017")) == (
        digits("1632960017"),
        digits("441632960017"),
    )
    assert phone.normal_form("441632960017") == digits("441632960017")
    assert phone.weaker_keys(digits("2025550117")) == ()


@pytest.mark.parametrize("number", ["+442079460017", "+390612345678", "+12025550117"])
def test_national_digits_are_those_of_a_number_without_country(number: str) -> None:
    parsed = phonenumbers.parse(number, None)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    found = phone.normal_form(national)
    assert found is not None
    assert found == phone.weaker_keys(e164(number))[0]


def test_national_digits_that_are_only_zeros_are_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phonenumbers, "national_significant_number", lambda _: "0000000")
    assert phone.weaker_keys(e164("+390000000")) == (digits("390000000"),)
