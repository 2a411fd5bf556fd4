"""Single values: what the platform has, as the report has it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.codecs.platform.mappings import examined, made, mapping_of, wrong
from tipline.domain.vocabulary import EmailType, EventKind

REPORTED = '[[reported]]\naccount_id = "{id}"\n'


def account_id(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    report = made({"id": value}, REPORTED)
    return report.reported[0].account_id if report.reported else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("17", "17"), (17, "17"), (1.5, "1.5"), (" 17 ", " 17 "), (10**30, "1" + "0" * 30)],
)
def test_text_is_text_and_numbers_are_too(value: object, expected: str) -> None:
    assert account_id(value) == expected


@pytest.mark.parametrize("value", [None, "", " \n"])
def test_what_says_nothing_is_left_out(value: object) -> None:
    assert account_id(value) is None
    assert made({}, REPORTED).reported == ()


@pytest.mark.parametrize("value", [True, [], {}, [17]])
def test_other_values_are_no_text(value: object) -> None:
    assert wrong({"id": value}, REPORTED) == [("/id", "not_text")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(17, 17), ("17", 17), (" 17 ", 17), (0, 0)],
)
def test_whole_numbers(value: object, expected: int) -> None:
    report = made({"age": value}, '[[victims]]\nperson.age = "{age}"\n')
    assert report.victims[0].person.age == expected


@pytest.mark.parametrize("value", [True, 1.5, "x", "-1", "9" * 19, [], {}])
def test_what_is_no_whole_number(value: object) -> None:
    found = wrong({"age": value}, '[[victims]]\nperson.age = "{age}"\n')
    assert found == [("/age", "not_a_number")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (False, False), (1, True), (0, False), ("true", True), ("false", False)],
)
def test_switches(value: object, expected: bool) -> None:
    report = made({"id": 17, "x": value}, REPORTED + 'compromised = "{x}"\n')
    assert report.reported[0].compromised is expected


@pytest.mark.parametrize("value", ["yes", 2, 1.5, [], {}])
def test_what_is_no_switch(value: object) -> None:
    found = wrong({"id": 17, "x": value}, REPORTED + 'compromised = "{x}"\n')
    assert found == [("/x", "not_a_boolean")]


PHONE = '[[incidents]]\non = "phone"\nlatitude = "{at}"\n'


@pytest.mark.parametrize(
    ("value", "expected"), [(51, "51"), ("51.50740", "51.50740"), (" -0.5 ", "-0.5")]
)
def test_numbers_keep_their_digits(value: object, expected: str) -> None:
    (incident,) = made({"at": value}, PHONE).incidents
    assert str(getattr(incident, "latitude")) == expected  # noqa: B009 - one kind of several


def test_a_number_keeps_the_digits_of_the_document() -> None:
    (incident,) = mapping_of(PHONE).report(b'{"at": 51.50740}').incidents
    assert getattr(incident, "latitude") == Decimal("51.50740")  # noqa: B009


@pytest.mark.parametrize("text", ['"x"', "true", "[]", "1e9999999999999999999", '"1e5"'])
def test_what_is_no_number(text: str) -> None:
    found = mapping_of(PHONE).examine(b'{"at": %s}' % text.encode())
    assert [(one.path, one.code) for one in found.problems] == [("/at", "not_a_number")]


BORN = '[[victims]]\nperson.born = { value = "{born}", part = "date" }\n'


@pytest.mark.parametrize("value", ["2010-01-31", " 2010-01-31T00:00:00Z "])
def test_dates(value: str) -> None:
    assert made({"born": value}, BORN).victims[0].person.born == date(2010, 1, 31)


@pytest.mark.parametrize("value", ["2010-02-30", "31.01.2010", "x", "\ud800"])
def test_what_is_no_date(value: str) -> None:
    assert wrong({"born": value}, BORN) == [("/born", "not_a_date")]
    plain = '[[victims]]\nperson.born = "{born}"\n'
    assert wrong({"born": 17}, plain) == [("/born", "not_a_date")]


@pytest.mark.parametrize("value", ["fr", "FR", " Fr "])
def test_codes_are_written_in_capitals(value: str) -> None:
    report = made({"country": value}, '[[victims]]\nlocation.country = "{country}"\n')
    location = report.victims[0].location
    assert location is not None
    assert location.country == "FR"


@pytest.mark.parametrize("value", ["France", "QQ", 17, [], True])
def test_what_is_no_code(value: object) -> None:
    more = '[[victims]]\nlocation.country = "{country}"\n'
    assert wrong({"country": value}, more) == [("/country", "not_in_list")]


def test_words_of_a_list() -> None:
    more = '[[victims]]\nperson.emails = [{ address = "{mail}", kind = "{kind}" }]\n'
    report = made({"mail": "user17@example.net", "kind": "home"}, more)
    assert report.victims[0].person.emails[0].kind is EmailType.HOME
    found = examined({"mail": "user17@example.net", "kind": "HOME"}, more)
    (problem,) = found.problems
    assert (problem.path, problem.code) == ("/kind", "not_in_list")
    assert "home, work, business, recovery" in problem.message
    assert "HOME" not in problem.message


TABLE = """[[reported]]
account_id = "17"
[[reported.ip_events]]
address = "{ip}"
event.value = "{kind}"
event.words = { sign_in = "login", 3 = "upload", true = "purchase" }
"""


def event(kind: object, more: str = "") -> EventKind | None:
    report = made({"ip": "192.0.2.17", "kind": kind}, TABLE + more)
    return report.reported[0].ip_events[0].event


@pytest.mark.parametrize(
    ("value", "expected"),
    [("sign_in", EventKind.LOGIN), (3, EventKind.UPLOAD), (True, EventKind.PURCHASE)],
)
def test_a_table_of_words(value: object, expected: EventKind) -> None:
    assert event(value) is expected


@pytest.mark.parametrize("value", ["login", "other", 1, [], {}])
def test_a_word_that_is_not_in_the_table(value: object) -> None:
    assert wrong({"ip": "192.0.2.17", "kind": value}, TABLE) == [("/kind", "word_not_mapped")]
    assert event(value, 'event.else = "unknown"\n') is EventKind.UNKNOWN
    assert event(value, 'event.else = ""\n') is None


def test_a_word_that_is_not_there_is_left_out() -> None:
    assert event(None, 'event.else = "unknown"\n') is None


SPLIT = """[[reported]]
account_id = "17"
[[reported.ip_events]]
address = { value = "{ip}", part = "address" }
port = { value = "{ip}", part = "port" }
"""


@pytest.mark.parametrize(
    ("value", "address", "port"),
    [
        ("192.0.2.17:51234", "192.0.2.17", 51234),
        ("192.0.2.17", "192.0.2.17", None),
        ("192.0.2.17:", "192.0.2.17", None),
        ("[2001:db8::17]:51234", "2001:db8::17", 51234),
        ("[2001:db8::17]", "2001:db8::17", None),
        ("2001:db8::17", "2001:db8::17", None),
    ],
)
def test_an_address_and_its_port(value: str, address: str, port: int | None) -> None:
    (event,) = made({"ip": value}, SPLIT).reported[0].ip_events
    assert (event.address, event.port) == (address, port)


def test_a_part_is_taken_of_text_only() -> None:
    assert wrong({"ip": 17}, SPLIT) == [("/ip", "not_text"), ("/ip", "not_text")]
    assert wrong({"ip": "192.0.2.17:x"}, SPLIT) == [("/ip", "not_a_number")]


def test_text_with_paths() -> None:
    more = '[[reported]]\nprofile_urls = ["https://example.org/{{x}}/@{user.name}/{user.id}"]\n'
    report = made({"user": {"name": "user_17", "id": 17}}, more)
    assert report.reported[0].profile_urls == ("https://example.org/{x}/@user_17/17",)
    assert made({"user": {"name": "user_17"}}, more).reported == ()
    assert wrong({"user": {"name": "a", "id": True}}, more) == [("/user/id", "not_text")]


def test_the_first_that_is_there() -> None:
    more = '[[reported]]\nscreen_name.first = ["{a}", "{b}", "nobody"]\naccount_id = "{id}"\n'
    for case, expected in (
        ({"a": "A", "b": "B"}, "A"),
        ({"a": None, "b": "B"}, "B"),
        ({"a": ""}, "nobody"),
    ):
        assert made(case | {"id": 17}, more).reported[0].screen_name == expected
    assert wrong({"a": [], "b": "B", "id": 17}, more) == [("/a", "not_text")]
    unfound = examined({"b": "B", "id": 17}, more).unfound
    assert unfound == ()


def test_none_of_several_is_there() -> None:
    more = '[[reported]]\nscreen_name.first = ["{a}", "{b}"]\nscreen_name.required = true\n'
    assert wrong({}, more) == [("/a", "value_missing")]
    assert made({}, more.replace("screen_name.required = true\n", "")).reported == ()


@pytest.mark.parametrize(
    ("value", "expected"), [("x", True), (0, True), (None, False), ("", False)]
)
def test_whether_something_is_there(value: object, expected: bool) -> None:
    more = REPORTED + 'compromised.present = "x"\n'
    assert made({"id": 17, "x": value}, more).reported[0].compromised is expected
    assert made({"id": 17}, more).reported[0].compromised is False


def test_nothing_can_be_present_in_a_text() -> None:
    more = REPORTED + 'compromised.present = "id.x"\n'
    assert wrong({"id": "17"}, more) == [("/id", "not_an_object")]


def test_what_is_required_is_missed() -> None:
    more = '[[reported]]\naccount_id = { value = "{user.id}", required = true }\n'
    assert wrong({"user": {}}, more) == [("/user/id", "value_missing")]
    assert wrong({}, more) == [("/user", "value_missing")]
    assert made({"user": {"id": 17}}, more).reported[0].account_id == "17"


def test_values_are_never_in_a_message() -> None:
    case = {"id": {"secret17": "secret17"}, "x": "secret17"}
    found = examined(case, REPORTED + 'compromised = "{x}"\n')
    assert len(found.problems) == 2
    assert "secret" not in json.dumps([one.message for one in found.problems])
