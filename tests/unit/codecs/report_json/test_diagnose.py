"""Every structural problem of a JSON report: its pointer, code, line, column and sentence."""

import json
from typing import Any

import pytest

from tests.unit.reports import full_report, public_report, put
from tipline.codecs.documents import MOST_PROBLEMS, InvalidDocumentError
from tipline.codecs.report_json import decode_report, encode_report, examine_report
from tipline.domain import report as r
from tipline.domain.problems import Hint, Problem

Said = tuple[str, str, int | None, int | None]


def problems(text: str) -> tuple[Problem, ...]:
    """Return the problems of a document, the same whoever is asked."""
    data = text.encode()
    with pytest.raises(InvalidDocumentError) as caught:
        decode_report(data)
    found = examine_report(data).problems
    assert caught.value.problems == found
    assert found
    return found


def said(text: str) -> list[Said]:
    return [(p.path, p.code, p.line, p.column) for p in problems(text)]


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


FRAMES = {
    "/summary/platform": '{\n  "summary": {\n    "platform": %s}}',
    "/reporter/person/age": '{\n  "reporter": {"person": {\n    "age": %s}}}',
    "/reported/0/compromised": '{\n  "reported": [\n{ "compromised": %s}]}',
    "/incidents/0/latitude": '{"incidents": [{\n"on": "phone",\n  "latitude": %s}]}',
    "/reporter/person/born": '{\n  "reporter": {"person": {\n"born": %s}}}',
    "/summary/incident_time": '{\n"summary": {\n"incident_time": %s}}',
    "/summary/incident_type": '{\n"summary": {\n"incident_type": %s}}',
    "/reported/0/location/country": '{"reported": [\n{"location": {\n"country": %s}}]}',
    "/reported": '{\n\n"reported": %s}',
    "/reported/0/location": '{"reported": [\n{\n"location": %s}]}',
    "/reported/0/prior_reports/1": '{"reported": [\n{"prior_reports": [17,\n %s]}]}',
    "/victims/0/display_names/0": '{"victims": [\n{"display_names": [\n   %s, "17"]}]}',
    "/public/danger_now": '{"public": {\n\n"danger_now": %s}}',
    "/summary/annotations/spam": '{"summary": {"annotations": {\n\n"spam": %s}}}',
}

TEXTS = ("17", "1.5", "true", "[]", "{}")
WRONG: dict[str, tuple[str, tuple[str, ...], str]] = {
    "/summary/platform": ("not_text", TEXTS, "Expected text."),
    "/victims/0/display_names/0": ("not_text", (*TEXTS, "null"), "Expected text."),
    "/reporter/person/age": (
        "not_a_number",
        ('"17"', "17.0", "17.5", "1e1", "1E999", "true", "[]", "{}", '""', "1" * 5_000),
        "Expected a whole number.",
    ),
    "/reported/0/prior_reports/1": (
        "not_a_number",
        ('"17"', "17.5", "false", "null", "[]", "-17.0"),
        "Expected a whole number.",
    ),
    "/reported/0/compromised": (
        "not_a_boolean",
        ('"true"', "1", "0", "[]", "{}", '""'),
        "Expected `true` or `false`.",
    ),
    "/summary/annotations/spam": (
        "not_a_boolean",
        ('"true"', "1", "null"),
        "Expected `true` or `false`.",
    ),
    "/incidents/0/latitude": (
        "not_a_number",
        (
            *('"51.5"', '"x"', '""', '"NaN"', '"Infinity"', '"1_0"', '" 17 "', '"\u0661"'),
            *("true", "[]", "{}", "1E99999999999999999999", "-1E-99999999999999999999"),
        ),
        "Expected a number such as 51.5074.",
    ),
    "/reporter/person/born": (
        "not_a_date",
        ('"2026-02-30"', '"20260131"', '"2026-01-31Z"', '"0000-01-01"', '""', "17", "{}", '"x"'),
        "Expected a date, as in 2010-01-31.",
    ),
    "/summary/incident_time": (
        "not_a_date_time",
        ('"2026-01-31"', '"2026-01-31T13:45:00"', '"2026-01-31 13:45:00Z"', '""', "17", "[]"),
        "Expected a date-time with its zone, as in 2026-01-31T13:45:00+02:00.",
    ),
    "/summary/incident_type": (
        "not_in_list",
        ('"Child Sex Tourism"', '""', "17", "true", "[]", "{}", '"ABUSE_MATERIAL"'),
        "Expected a word from the list.",
    ),
    "/public/danger_now": ("not_in_list", ('"maybe"', "17", "true"), "Expected a word from"),
    "/reported/0/location/country": (
        "not_in_list",
        ('"us"', '"UK"', "17", "[]", "{}", '"Germany"'),
        "Expected a code of two capital letters, or nothing.",
    ),
    "/reported": (
        "not_a_list",
        ("{}", '"17"', "17", "null", "true"),
        "Expected a list, in square brackets.",
    ),
    "/reported/0/location": (
        "not_an_object",
        ("[]", '"17"', "17", "true"),
        "Expected an object, in curly brackets.",
    ),
}


def wrong() -> list[Any]:
    return [
        pytest.param(pointer, value, code, sentence, id=f"{pointer} {value[:30]}")
        for pointer, (code, values, sentence) in WRONG.items()
        for value in values
    ]


@pytest.mark.parametrize(("pointer", "value", "code", "sentence"), wrong())
def test_a_wrong_value_is_named_where_it_stands(
    pointer: str, value: str, code: str, sentence: str
) -> None:
    text = FRAMES[pointer] % value
    problem = only(text)
    line = FRAMES[pointer].partition("%s")[0].count("\n") + 1
    column = len(FRAMES[pointer].partition("%s")[0].rpartition("\n")[2]) + 1
    assert (problem.path, problem.code) == (pointer, code)
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(sentence)


RIGHT = {
    "/summary/platform": ('""', '"17"', '"\\u0000\\n\\u00e9\\ud83d\\ude00"', "null"),
    "/reporter/person/age": ("17", "-0", "151", "null", "9" * 30, "9" * 4_300),
    "/reported/0/compromised": ("true", "false", "null"),
    "/incidents/0/latitude": (
        *("51.50740", "-0", "-0.0", "17", "1E2", "1e-2", "1E999", "1E+9999", "null"),
        *("0." + "1" * 9_000, "1" * 9_000, "-" + "9" * 30),
    ),
    "/reporter/person/born": ('"2026-01-31"', '"0001-01-01"', '"2024-02-29"', "null"),
    "/summary/incident_time": ('"2026-01-31T13:45:00.123456789-00:00"', "null"),
    "/summary/incident_type": ('"sex_tourism"', "null"),
    "/reported/0/location/country": ('""', '"XK"', "null"),
    "/reported": ("[]", "[{}]", " [ { } , { } ] "),
    "/reported/0/location": ("{}", "null"),
    "/public/danger_now": ('"unknown"', "null"),
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [pytest.param(at, value, id=f"{at} {value[:30]}") for at in RIGHT for value in RIGHT[at]],
)
def test_a_right_value_is_taken_alike_on_both_paths(pointer: str, value: str) -> None:
    data = (FRAMES[pointer] % value).encode()
    examined = examine_report(data)
    assert examined.problems == ()
    assert examined.report == decode_report(data)


@pytest.mark.parametrize("text", ["[]", "[{}]"])
def test_a_report_is_an_object(text: str) -> None:
    assert said(text) == [("", "not_an_object", 1, 1)]
    assert examine_report(text.encode()).report == r.Report()


@pytest.mark.parametrize("text", ["17", "null", "true", '"17"', "-1.5E7"])
def test_no_other_value_is_a_report(text: str) -> None:
    assert said(f" {text} ") == [("", "not_an_object", 1, 2)]


def test_an_unknown_field_is_named_with_the_one_that_was_meant() -> None:
    problem = only('{"summary": {}, "reporter": {\n "legalUrl": "example.org"}}')
    assert (problem.path, problem.code) == ("/reporter/legalUrl", "unknown_field")
    assert (problem.line, problem.column) == (2, 14)
    assert problem.message == (
        "`legalUrl` is not known here. Did you mean `legal_url`? Known are: person, contact,"
        " company_template, terms_of_service, legal_url."
    )


def test_an_unknown_field_that_is_like_no_other_is_named_alone() -> None:
    message = only('{"xyz17": 1}').message
    assert message.startswith("`xyz17` is not known here. Known are: summary, incidents,")
    assert "Did you mean" not in message


def test_a_long_unknown_name_is_cut_in_the_sentence() -> None:
    message = only(json.dumps({"n" * 10_000: 1})).message
    assert "n" * 64 in message
    assert "n" * 65 not in message


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("a/b", "/a~1b"),
        ("a~b", "/a~0b"),
        ("~1", "/~01"),
        ("", "/"),
        ("0", "/0"),
        ("\u4f8b", "/\u4f8b"),
    ],
)
def test_pointers_are_escaped(name: str, pointer: str) -> None:
    text = json.dumps({name: {"x": 1}}, ensure_ascii=False)
    assert said(text) == [
        (pointer, "unknown_field", 1, len(json.dumps(name, ensure_ascii=False)) + 4)
    ]


def test_fields_of_another_technology_are_unknown() -> None:
    problem = only('{"incidents": [{"on": "chat", "urls": []}]}')
    assert (problem.path, problem.code) == ("/incidents/0/urls", "unknown_field")
    assert "Known are: client, room, content, additional_info." in problem.message


@pytest.mark.parametrize("value", ["{}", '{"on": 17}', '{"on": "web"}', "null", "17", "[]", '"x"'])
def test_an_incident_says_on_which_technology(value: str) -> None:
    problem = only(f'{{"incidents": [{{"on": "chat"}},\n {value}]}}')
    assert (problem.path, problem.code) == ("/incidents/1", "tag_missing")
    assert (problem.line, problem.column) == (2, 2)
    assert problem.message == (
        "Expected an object whose `on` is one of: web_page, email, newsgroup, chat, game, phone,"
        " offline, peer_to_peer."
    )


@pytest.mark.parametrize(
    ("pointer", "text", "column"),
    [
        ("/law_enforcement/agency", '{"law_enforcement": {"case_number": "17"}}', 21),
        ("/reporter/person/emails/0/address", '{"reporter": {"person": {"emails": [{}]}}}', 37),
        ("/reported/0/devices/0/value", '{"reported": [{"devices": [{"kind": "x"}]}]}', 28),
    ],
)
def test_a_required_field_is_missed_where_it_should_stand(
    pointer: str, text: str, column: int
) -> None:
    problem = only(text)
    assert (problem.path, problem.code) == (pointer, "field_missing")
    assert (problem.line, problem.column) == (1, column)
    assert problem.message == f"`{pointer.rpartition('/')[2]}` is missing here."


def test_a_null_is_no_value_where_one_is_required() -> None:
    assert said('{"law_enforcement": {"agency": null}}') == [
        ("/law_enforcement/agency", "not_text", 1, 32)
    ]
    assert said('{"victims": [{"person": null}]}') == [
        ("/victims/0/person", "not_an_object", 1, 25)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"additional_info": "17",\n "additional_info": "18"}',
            [("/additional_info", "name_repeated", 2, 21)],
        ),
        (
            '{"reported": [{}, {"location": {"city": "17", "\\u0063ity": "18"}}]}',
            [("/reported/1/location/city", "name_repeated", 1, 60)],
        ),
        (
            '{"incidents": [{"on": "chat", "on": "chat"}]}',
            [("/incidents/0/on", "name_repeated", 1, 37)],
        ),
        (
            '{"x": 1, "x": 2}',
            [("/x", "name_repeated", 1, 15), ("/x", "unknown_field", 1, 15)],
        ),
        (
            '{"x": {"y": 1, "y": 2}}',
            [("/x", "unknown_field", 1, 7), ("/x/y", "name_repeated", 1, 21)],
        ),
        (
            '{"summary": {}, "summary": {"platform": 17}}',
            [
                ("/summary", "name_repeated", 1, 28),
                ("/summary/platform", "not_text", 1, 41),
            ],
        ),
    ],
)
def test_no_name_stands_twice(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


def test_suggestions() -> None:
    for value, sentence in {
        '"sex_turism"': "Expected a word from the list. Did you mean `sex_tourism`?",
        '"x"': (
            "Expected a word from the list. One of: abuse_material, sex_trafficking, sex_tourism,"
            " sexual_molestation, misleading_domain, misleading_words, online_enticement,"
            " unsolicited_material."
        ),
    }.items():
        assert only(FRAMES["/summary/incident_type"] % value).message == sentence
    country = FRAMES["/reported/0/location/country"]
    assert only(country % '"us"').message.endswith("or nothing.")
    assert only(country % '"USA"').message.endswith("Did you mean `US`?")


def test_all_problems_come_at_once_in_document_order() -> None:
    text = """{
  "victims": [{"person": {"age": "17"}}, 17, {"school": 17}],
  "reporter": {"legalUrl": "x", "person": {"born": "x", "emails": [{}, {"address": 17}]}},
  "incidents": [{"on": "web"}, {"on": "phone", "latitude": "x", "latitude": "y"}],
  "summary": {"incident_type": "x", "annotations": []},
  "unknown": 1, "public": {"danger_now": "maybe"}
}"""
    assert said(text) == [
        ("/victims/0/person/age", "not_a_number", 2, 34),
        ("/victims/1", "not_an_object", 2, 42),
        ("/victims/2/school", "not_text", 2, 57),
        ("/reporter/legalUrl", "unknown_field", 3, 28),
        ("/reporter/person/born", "not_a_date", 3, 52),
        ("/reporter/person/emails/0/address", "field_missing", 3, 68),
        ("/reporter/person/emails/1/address", "not_text", 3, 84),
        ("/incidents/0", "tag_missing", 4, 17),
        ("/incidents/1/latitude", "name_repeated", 4, 77),
        ("/incidents/1/latitude", "not_a_number", 4, 77),
        ("/summary/incident_type", "not_in_list", 5, 32),
        ("/summary/annotations", "not_an_object", 5, 52),
        ("/unknown", "unknown_field", 6, 14),
        ("/public/danger_now", "not_in_list", 6, 42),
    ]


def test_what_can_be_read_is_kept_and_notes_find_their_place_again() -> None:
    text = """{"reporter": {"person": {"emails": [17,
 {"address": "a@example.org"}, {},
 {"address": "b@example.org", "verified": "x"}]}},
"incidents": [{"on": "x"},
 {"on": "web_page", "urls": [1,
  "example.org", null,
  "example.net"]}],
"law_enforcement": {"case_number": "17"},
"victims": 17, "additional_info": "Synthetic narrative 17."}"""
    examined = examine_report(text.encode())
    assert examined.report == r.Report(
        reporter=r.Reporter(
            person=r.Person(
                emails=(r.Email(address="a@example.org"), r.Email(address="b@example.org"))
            )
        ),
        incidents=(r.WebPageIncident(urls=("example.org", "example.net")),),
        additional_info="Synthetic narrative 17.",
    )
    for pointer, expected in {
        "": ("", 1, 1),
        "/reporter/person/emails": ("/reporter/person/emails", 1, 36),
        "/reporter/person/emails/0": ("/reporter/person/emails/1", 2, 2),
        "/reporter/person/emails/0/address": ("/reporter/person/emails/1/address", 2, 14),
        "/reporter/person/emails/1/address": ("/reporter/person/emails/3/address", 3, 14),
        "/reporter/person/emails/1/kind": ("/reporter/person/emails/3/kind", 3, 2),
        "/incidents/0/urls/0": ("/incidents/1/urls/1", 6, 3),
        "/incidents/0/urls/1": ("/incidents/1/urls/3", 7, 3),
        "/additional_info": ("/additional_info", 9, 35),
        "/summary/incident_type": ("/summary/incident_type", 1, 1),
    }.items():
        hint = examined.locate(Hint(path=pointer, code="x", message="y"))
        assert (hint.path, hint.line, hint.column) == expected
        assert isinstance(hint, Hint)


def test_more_problems_than_anybody_reads_are_counted() -> None:
    def listed(count: int) -> tuple[Problem, ...]:
        return problems(json.dumps({"reported": [17] * count}))

    assert [problem.code for problem in listed(MOST_PROBLEMS)] == ["not_an_object"] * MOST_PROBLEMS
    *first, last = listed(MOST_PROBLEMS + 1_234)
    assert [problem.path for problem in first] == [f"/reported/{n}" for n in range(MOST_PROBLEMS)]
    assert (last.path, last.code) == ("", "too_many_problems")
    assert last.message == "1,234 more problems are not listed."


def test_the_good_reports_have_no_structural_problem() -> None:
    for report in (full_report(), public_report(), put(full_report(), "/reported", ())):
        for indent in (False, True):
            examined = examine_report(encode_report(report, indent=indent))
            assert (examined.problems, examined.report) == ((), report)


def test_no_value_is_repeated_in_a_sentence() -> None:
    for pointer, frame in FRAMES.items():
        if pointer != "/summary/platform" and not pointer.endswith("display_names/0"):
            assert "canary" not in only(frame % '"canary17"').message


def test_a_long_name_is_cut_in_the_path() -> None:
    problem = only(json.dumps({"n" * 10_000: 1}))
    assert (problem.path, problem.line, problem.column) == ("/" + "n" * 64, 1, 10_006)


def test_a_long_name_costs_its_length_once_and_not_for_each_value_inside() -> None:
    inside = ",".join(["0"] * 100_000)
    problem = only(f'{{"{"n" * 400_000}": [{inside}]}}')
    assert (problem.path, problem.code) == ("/" + "n" * 64, "unknown_field")
    inside = ",".join(['"a":1'] * 50_000)
    *first, last = problems(f'{{"{"n" * 400_000}": {{{inside}}}}}')
    assert len(first) == MOST_PROBLEMS
    assert last.message == "49,000 more problems are not listed."


def test_names_that_stand_twice_are_counted_when_there_are_too_many() -> None:
    names = ", ".join(f'"{n}": 0, "{n}": 1' for n in range(MOST_PROBLEMS + 500))
    *first, last = problems(f"{{{names}}}")
    assert {problem.code for problem in first} == {"name_repeated"}
    assert len(first) == MOST_PROBLEMS
    unknown = MOST_PROBLEMS + 500
    assert last.message == f"{unknown + 500:,} more problems are not listed."
