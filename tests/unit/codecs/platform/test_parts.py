"""Parts and lists: what is made, what is kept, what is left out, what is missed."""

from typing import Any

import pytest

from tests.unit.codecs.platform.mappings import examined, made, mapping_of, text_of, wrong
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnreadableDocumentError
from tipline.codecs.platform import CaseError, read_mapping
from tipline.codecs.platform.applying.case import MASK, MOST_NAMES
from tipline.codecs.platform.applying.draw import MOST_ELEMENTS
from tipline.domain.problems import Problem
from tipline.domain.report import ChatIncident, Report, WebPageIncident

VISITS = """
[[reported]]
account_id = "{user.id}"
[[reported.ip_events]]
each = "visit in user.visits"
address = "{visit.ip}"
port = "{visit.port}"
"""


def addresses(visits: Any, more: str = "") -> list[str]:  # noqa: ANN401 - any JSON
    (reported,) = made({"user": {"id": 17, "visits": visits}}, VISITS + more).reported
    return [event.address for event in reported.ip_events]


def test_each_element_becomes_an_entry() -> None:
    assert addresses([{"ip": "192.0.2.1"}, {"ip": "192.0.2.2"}]) == ["192.0.2.1", "192.0.2.2"]
    assert addresses([]) == addresses(None) == []


KINDS = [
    {"ip": "192.0.2.1", "kind": "login", "n": 1},
    {"ip": "192.0.2.2", "kind": "beat", "ok": True},
    {"ip": "192.0.2.3", "ok": ""},
]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('only = "visit.kind"', "12"),
        ('unless = "visit.kind"', "3"),
        ('only = { "visit.kind" = "login" }', "1"),
        ('only = { "visit.kind" = ["login", "beat"] }', "12"),
        ('only = { "visit.kind" = "beat", "visit.ok" = true }', "2"),
        ('only = { "visit.kind" = "login", "visit.ok" = true }', ""),
        ('unless = { "visit.kind" = "login" }', "23"),
        ('only = { "visit.n" = 1 }', "1"),
        ('only = "visit.kind"\nunless = { "visit.kind" = "beat" }', "1"),
        ('only = "user.id"', "123"),
        ('only = "user.absent"', ""),
    ],
)
def test_conditions(condition: str, expected: str) -> None:
    found = addresses(KINDS, condition + "\n")
    assert [address[-1] for address in found] == list(expected)


def test_several_entries_follow_one_another() -> None:
    more = '[[reported.ip_events]]\naddress = "{user.last_ip}"\n'
    case = {"user": {"id": 17, "visits": [{"ip": "192.0.2.1"}], "last_ip": "192.0.2.9"}}
    (reported,) = made(case, VISITS + more).reported
    assert [event.address for event in reported.ip_events] == ["192.0.2.1", "192.0.2.9"]


def test_lists_in_lists_and_names_that_cover_others() -> None:
    more = """
[[victims]]
each = "child in children"
display_names = [{ each = "name in child.names", value = "{name} of {family}" }, "{child.nick}"]
"""
    case = {"family": "F", "children": [{"names": ["A", "B"], "nick": "N"}, {"names": ["C"]}]}
    names = [victim.display_names for victim in made(case, more).victims]
    assert names == [("A of F", "B of F", "N"), ("C of F",)]
    covered = more.replace("child in children", "family in children").replace(
        "{child.", "{family."
    )
    covered = covered.replace("child.names", "family.names").replace(
        "{name} of {family}", "{name}"
    )
    names = [victim.display_names for victim in made(case, covered).victims]
    assert names == [("A", "B", "N"), ("C",)]


def test_values_of_a_list_may_depend_and_be_constant() -> None:
    more = """
[[reported]]
account_id = "{id}"
display_names = [{ value = "{a}", only = "b" }, "always"]
"""
    assert made({"id": 17, "a": "A"}, more).reported[0].display_names == ("always",)
    assert made({"id": 17, "a": "A", "b": 1}, more).reported[0].display_names == ("A", "always")


def test_an_entry_of_which_nothing_is_there_is_left_out() -> None:
    more = """
[[reported]]
account_id = "{user.id}"
service = "Example"
[[reported.person.emails]]
address = "{user.email}"
kind = "home"
verified = "{user.verified}"
"""
    assert made({}, more).reported == ()
    (reported,) = made({"user": {"id": 17}}, more).reported
    assert (reported.service, reported.person) == ("Example", None)
    (reported,) = made({"user": {"id": 17, "verified": False}}, more).reported
    assert reported.person is None
    found = wrong({"user": {"id": 17, "verified": True}}, more)
    assert found == [("/user/email", "value_missing")]


def test_a_missing_value_says_what_wants_it() -> None:
    found = examined({"user": {"id": 17, "visits": [{"port": 17}]}}, VISITS)
    (problem,) = found.problems
    assert (problem.path, problem.code) == ("/user/visits/0/ip", "value_missing")
    assert "without `address`" in problem.message
    assert "`only`" in problem.message
    assert problem.message.endswith("line 12 of the mapping: reported.ip_events.address.")
    assert addresses([{"port": 17}, {"ip": "192.0.2.1"}], 'only = "visit.ip"\n') == ["192.0.2.1"]


def test_a_broken_value_is_not_called_missing() -> None:
    assert wrong({"user": {"id": 17, "visits": [{"ip": []}]}}, VISITS) == [
        ("/user/visits/0/ip", "not_text")
    ]


def test_an_incident_is_kept_since_its_technology_is_a_fact() -> None:
    more = (
        '[[incidents]]\non = "chat"\nroom = "{room}"\n[[incidents]]\non = "web_page"\nonly = "u"\n'
    )
    assert made({}, more).incidents == (ChatIncident(),)
    assert made({"u": 1, "room": "r"}, more).incidents == (
        ChatIncident(room="r"),
        WebPageIncident(),
    )


def test_a_part_may_depend() -> None:
    more = """
[[reported]]
account_id = "{id}"
[reported.permanently_disabled]
only = "banned_at"
disabled = true
disabled_at = "{banned_at}"
"""
    assert made({"id": 17}, more).reported[0].permanently_disabled is None
    state = made({"id": 17, "banned_at": "2026-10-02T07:12:44Z"}, more).reported[0]
    assert state.permanently_disabled is not None
    assert state.permanently_disabled.disabled


def test_what_is_no_list_is_said_once() -> None:
    assert wrong({"user": {"id": 17, "visits": {"ip": "192.0.2.1"}}}, VISITS) == [
        ("/user/visits", "not_a_list")
    ]


def test_nothing_is_inside_a_text() -> None:
    assert wrong({"user": "user_17"}, VISITS) == [("/user", "not_an_object")] * 2
    assert wrong(17, '[[reported]]\naccount_id = "{id}"\n') == [("", "not_an_object")]
    assert wrong([17], '[[reported]]\naccount_id = "{id}"\n') == [("", "not_an_object")]


def test_elements_have_a_number_from_0() -> None:
    more = '[[reported]]\naccount_id = "{ids.1}"\n'
    assert made({"ids": [16, 17]}, more).reported[0].account_id == "17"
    assert made({"ids": [16]}, more).reported == ()
    assert made([16, 17], more.replace("ids.1", "1")).reported[0].account_id == "17"
    huge = more.replace("ids.1", f"ids.{'9' * 99}")
    assert wrong({"ids": [16]}, huge) == [("/ids", "not_an_object")]


def test_odd_keys_stand_in_quotation_marks() -> None:
    more = """[[reported]]\naccount_id = '{"@id"."a.b/c~d"}'\n"""
    case = {"@id": {"a.b/c~d": [17]}}
    assert wrong(case, more) == [("/@id/a.b~1c~0d", "not_text")]
    assert made({"@id": {"a.b/c~d": 17}}, more).reported[0].account_id == "17"


def test_lists_in_lists_end_somewhere() -> None:
    more = """
[[reported]]
account_id = "17"
[[reported.associated_accounts]]
each = "a in all"
account_id = "{a}"
display_names = [{ each = "b in all", value = "{b}" }]
"""
    count = 400
    assert count * count > MOST_ELEMENTS
    found = wrong({"all": [17] * count}, more)
    assert found[0] == ("/all", "too_many_elements")


def test_what_every_report_needs_is_missed() -> None:
    toml = mapping_of(summary='platform = "Example"\n')
    assert toml.report(b"{}").summary.platform == "Example"
    text = text_of().replace('"2026-10-02T07:30:00Z"', '"{at}"')
    case = read_mapping(text.encode()).examine(b"{}")
    assert [(one.path, one.code) for one in case.problems] == [("/at", "value_missing")]
    assert "/summary/incident_time" in case.said


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_well_formed"),
        (b"{", "not_well_formed"),
        (b'{"a": NaN}', "not_well_formed"),
        (b"\xff", "encoding"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
        (b" " * (MAX_DOCUMENT_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_case(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        mapping_of().report(data)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_name_that_stands_twice() -> None:
    found = mapping_of().examine(b'\xef\xbb\xbf{"a": 1, "b": {"a": 2,\n "a": 3}}')
    assert [(one.path, one.code, one.line) for one in found.problems] == [
        ("/b/a", "name_repeated", 2)
    ]


def test_a_report_or_all_problems() -> None:
    assert mapping_of().report(b"null") == Report(
        summary=mapping_of().report(b"{}").summary, reporter=mapping_of().report(b"{}").reporter
    )
    with pytest.raises(CaseError) as caught:
        mapping_of(VISITS).report(b'{"user": {"id": [], "visits": {}}}')
    assert caught.value.code == "case_unmappable"
    assert [one.code for one in caught.value.problems] == ["not_text", "not_a_list"]


def test_a_file_never_becomes_part_of_a_report() -> None:
    more = '[[reported]]\naccount_id = "{id}"\nprofile_bio = "{bio}"\n'
    data = b'{"id": 17,\n "bio": "data:image/png;base64,%s"}' % (b"iVBORw0KGgo" * 20)
    with pytest.raises(CaseError) as caught:
        mapping_of(more).report(data)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code, problem.line) == ("/bio", "file_in_text", 2)


def test_paths_that_lead_nowhere_and_what_was_meant() -> None:
    more = """
[[reported]]
account_id = "{usr.id}"
screen_name = "{user.nmae}"
profile_bio = "{user.profile.bio}"
display_names = [{ each = "name in user.names", value = "{name.txt}" }]
"""
    case = {"user": {"id": 17, "name": "user_17", "profile": None, "names": [{"text": "U"}]}}
    found = [(one.path, one.close) for one in examined(case, more).unfound]
    assert found == [
        ("usr.id", "user"),
        ("user.nmae", "name"),
        ("user.profile.bio", ""),
        ("name.txt", "text"),
    ]


def test_a_path_that_leads_somewhere_once_is_found() -> None:
    case = {"user": {"id": 17, "visits": [{"ip": "192.0.2.1"}, {"ip": "192.0.2.2", "port": 1}]}}
    assert examined(case, VISITS).unfound == ()


def test_what_the_mapping_does_not_look_at() -> None:
    case = {
        "user": {
            "id": 17,
            "visits": [{"ip": "192.0.2.1", "agent": "x"}, {"agent": "y", "os": ""}],
            "a/b": {"5": 1, "c": None},
        },
        "extra": [[1], [2]],
    }
    found = examined(case, VISITS + 'only = "visit.ip"\n').untaken
    assert found == ("/user/visits/*/agent", "/user/…/*", "/extra/*/*")
    many = {f"x{n}": n for n in range(MOST_NAMES + 5)}
    assert examined(many).untaken == ("/x0", "/x1", "/x2", "/x3", "/x4", MASK)


def test_names_that_a_user_may_have_chosen_are_not_shown() -> None:
    keyed = {"example 17": 1, "desk@example.org": 2, "~x/y": 3, "é": 4, "": 5, "a" * 41: 6}
    case = {"members": keyed, "-x": {"kept": 1}, "_a-1": 1, "a" * 40: 1}
    found = examined(case).untaken
    assert found == ("/members/…", "/…/kept", "/_a-1", "/" + "a" * 40)


def test_where_a_fact_comes_from() -> None:
    case = examined({"user": {"id": 17, "visits": [{"ip": "x"}]}}, VISITS)
    note = case.locate(Problem(path="/reported/0/ip_events/0/address", code="c", message="M."))
    assert (note.path, note.line, note.column) == ("/user/visits/0/ip", 1, 39)
    assert note.message == "M. Wanted by line 12 of the mapping: reported.ip_events.address."
    # What is absent is placed at what lacks it; what the mapping states itself, at the top.
    note = case.locate(Problem(path="/reporter/person/emails/0/address/x", code="c", message="M."))
    assert (note.path, note.line) == ("", 1)
    assert note.message == "M. Wanted by line 6 of the mapping: reporter.person.emails.address."
    assert case.locate(Problem(path="/x", code="c", message="M.")).message.endswith("the report.")
