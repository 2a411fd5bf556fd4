"""A case with its report, or with all problems of mapping and report in one list."""

from datetime import UTC, datetime

from tests.unit.codecs.platform.mappings import mapping_of, text_of
from tipline.codecs.platform import read_mapping
from tipline.services.filing.map_case import map_case

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MORE = """
[[reported]]
account_id = "{user.id}"
profile_bio = "{user.bio}"
[[reported.ip_events]]
each = "visit in user.visits"
address = "{visit.ip}"
at = "{visit.at}"
port = "{visit.port}"
"""


def test_a_good_case() -> None:
    case = map_case(mapping_of(MORE), b'{"user": {"id": 17, "nick": "n"}}', NOW)
    assert case.valid
    assert case.report is not None
    assert case.report.reported[0].account_id == "17"
    assert case.completeness is not None
    assert [one.path for one in case.unfound] == ["user.bio", "user.visits"]
    assert case.untaken == ("/user/nick",)


def test_problems_of_structure_and_content_come_in_the_order_of_the_case() -> None:
    data = b"""{"user": {
  "visits": [
    {"ip": "secret17", "port": 17},
    {"ip": "192.0.2.1", "port": "x"},
    {"ip": "192.0.2.2", "at": "2027-01-01T00:00:00Z"}],
  "id": []
}}"""
    case = map_case(mapping_of(MORE), data, NOW)
    assert not case.valid
    assert case.report is None
    assert [(one.line, one.path, one.code) for one in case.problems] == [
        (3, "/user/visits/0/ip", "not_an_ip_address"),
        (4, "/user/visits/1/port", "not_a_number"),
        (5, "/user/visits/2/at", "not_past"),
        (6, "/user/id", "not_text"),
    ]
    assert all("Wanted by line" in one.message for one in case.problems)
    assert "secret17" not in repr(case)


def test_what_is_said_once_is_not_said_again() -> None:
    toml = text_of().replace('"2026-10-02T07:30:00Z"', '"{at}"')
    toml = toml.replace('"reports@example.org"', '"{mail}"')
    case = map_case(read_mapping(toml.encode()), b'{"mail": [], "at": "x"}', NOW)
    assert [(one.path, one.code) for one in case.problems] == [
        ("/mail", "not_text"),
        ("/at", "not_a_date_time"),
    ]
    case = map_case(read_mapping(toml.encode()), b'{"at": "2026-10-02T07:30:00Z"}', NOW)
    assert [(one.path, one.code) for one in case.problems] == [("", "reporter_email_missing")]


def test_a_file_in_a_text_is_refused() -> None:
    data = b'{"user": {"id": 17, "bio": "data:image/png;base64,%s"}}' % (b"iVBORw0KGgo" * 20)
    case = map_case(mapping_of(MORE), data, NOW)
    assert [(one.path, one.code) for one in case.problems] == [("/user/bio", "file_in_text")]


def test_hints_have_their_place_in_the_case() -> None:
    case = map_case(mapping_of(MORE), b'{"user": {"id": 1, "visits": [{"ip": "192.0.2.1"}]}}', NOW)
    assert case.completeness is not None
    found = [(one.path, one.code) for one in case.completeness.hints]
    assert ("/user/visits/0/ip", "special_use_ip") in found


def test_what_is_no_json_has_nothing_to_say_about() -> None:
    case = map_case(mapping_of(), b"{", NOW)
    assert not case.readable
    assert case.completeness is None
    assert [one.code for one in case.problems] == ["not_well_formed"]
