"""What is wrong with a mapping is found when it is read: one mistake each, and all at once."""

import pytest

from tests.unit.codecs.platform.mappings import only, refused, text_of
from tipline.codecs.documents import MOST_PROBLEMS, DocumentError
from tipline.codecs.platform import MappingError, read_mapping

R = '[[reported]]\naccount_id = "{id}"\n'
IP = R + '[[reported.ip_events]]\naddress = "{ip}"\n'

MISTAKES: list[tuple[str, str, str, str]] = [
    # names
    ("[victim]\n", "/victim", "unknown_field", "Did you mean `victims`?"),
    (
        R + 'acount_id = "1"\n',
        "/reported/0/acount_id",
        "unknown_field",
        "Did you mean `account_id`?",
    ),
    (R + "[[reported.emails]]\n", "/reported/0/emails", "unknown_field", "`person.emails`"),
    ("[public]\n", "/public", "unknown_field", "not known"),
    (R + "hash = '{md5}'\n", "/reported/0/hash", "unknown_field", "not known"),
    (R + "attachments = '{x}'\n", "/reported/0/attachments", "unknown_field", "not known"),
    # lists and single values
    ("[reported]\n", "/reported", "not_a_list", "[[...reported]]"),
    ("[victims]\n", "/victims", "not_a_list", "[[...victims]]"),
    (R + "devices = 17\n", "/reported/0/devices", "not_a_list", "[[...devices]]"),
    (
        R + 'display_names = "{n}"\n',
        "/reported/0/display_names",
        "not_a_list",
        "display_names = [ ... ]",
    ),
    (R + 'screen_name = ["{n}"]\n', "/reported/0/screen_name", "not_single", "one value"),
    (R + "[[reported.location]]\n", "/reported/0/location", "not_a_table", "single brackets"),
    (R + 'location = "{x}"\n', "/reported/0/location", "not_a_table", "a table"),
    (
        R + "each = 'a in b'\n" + "location.each = 'a in b'\n",
        "/reported/0/location/each",
        "unknown_field",
        "not known",
    ),
    # what must not be missing
    (
        R + "[[reported.ip_events]]\nport = '{p}'\n",
        "/reported/0/ip_events/0/address",
        "field_missing",
        "`address`",
    ),
    ("[law_enforcement]\n", "/law_enforcement/agency", "field_missing", "`agency`"),
    ("[[incidents]]\nurls = []\n", "/incidents/0/on", "tag_missing", "web_page, email"),
    ('[[incidents]]\non = "web"\n', "/incidents/0/on", "tag_missing", "web_page, email"),
    ('[[incidents]]\non = "chat"\nurls = []\n', "/incidents/0/urls", "unknown_field", "room"),
    # constants
    (
        IP + 'event = "log_in"\n',
        "/reported/0/ip_events/0/event",
        "not_in_list",
        "Did you mean `login`?",
    ),
    (IP + "port = true\n", "/reported/0/ip_events/0/port", "not_a_number", "whole number"),
    (R + "screen_name = ''\n", "/reported/0/screen_name", "blank", "leave it out"),
    (R + "compromised = 'yes'\n", "/reported/0/compromised", "not_a_boolean", "true"),
    (R + "location.country = 'GBR'\n", "/reported/0/location/country", "not_in_list", "capital"),
    (
        '[[incidents]]\non = "phone"\nlatitude = inf\n',
        "/incidents/0/latitude",
        "not_a_number",
        "51.5074",
    ),
    # paths
    (R + 'screen_name = "{user name}"\n', "/reported/0/screen_name", "not_a_path", "{user.id}"),
    (R + 'screen_name = "{}"\n', "/reported/0/screen_name", "not_a_path", "{user.id}"),
    (R + 'screen_name = "a}"\n', "/reported/0/screen_name", "not_a_path", "{{ and }}"),
    (R + 'screen_name = "{a"\n', "/reported/0/screen_name", "not_a_path", "{{ and }}"),
    (R + 'screen_name = "{a.}"\n', "/reported/0/screen_name", "not_a_path", "{user.id}"),
    (
        R + 'compromised.present = "{a}"\n',
        "/reported/0/compromised/present",
        "not_a_path",
        "without braces",
    ),
    (
        R + "compromised.present = 17\n",
        "/reported/0/compromised/present",
        "not_a_path",
        "without braces",
    ),
    # tables of a value
    (R + "screen_name = {}\n", "/reported/0/screen_name", "source_missing", "value, first"),
    (
        R + "screen_name = { value = '{a}', first = ['{b}'] }\n",
        "/reported/0/screen_name",
        "source_missing",
        "exactly one",
    ),
    (
        R + "screen_name = { value = '{a}', word = {} }\n",
        "/reported/0/screen_name/word",
        "unknown_word",
        "Did you mean `words`?",
    ),
    (
        R + "screen_name = { first = ['{a}'], words = {} }\n",
        "/reported/0/screen_name/words",
        "unknown_word",
        "required",
    ),
    (
        R + "screen_name = { first = '{a}' }\n",
        "/reported/0/screen_name/first",
        "not_a_list",
        "square brackets",
    ),
    (
        R + "screen_name = { first = [] }\n",
        "/reported/0/screen_name/first",
        "not_a_list",
        "square brackets",
    ),
    (
        R + "screen_name = { first = ['{a'] }\n",
        "/reported/0/screen_name/first/0",
        "not_a_path",
        "{user.id}",
    ),
    (
        R + "screen_name = { value = ['{a}'] }\n",
        "/reported/0/screen_name/value",
        "not_text",
        "text",
    ),
    (
        R + "screen_name = { present = 'a' }\n",
        "/reported/0/screen_name",
        "not_a_boolean",
        "`present`",
    ),
    (
        R + "screen_name = { value = '{a}', required = 1 }\n",
        "/reported/0/screen_name/required",
        "not_a_boolean",
        "true",
    ),
    (
        R + "screen_name = { value = '{a}', part = 'ports' }\n",
        "/reported/0/screen_name/part",
        "not_in_list",
        "Did you mean `port`?",
    ),
    (
        R + "screen_name = { value = '{a}', part = 1 }\n",
        "/reported/0/screen_name/part",
        "not_in_list",
        "address, port",
    ),
    (
        R + "screen_name = { value = '{a}', words = [] }\n",
        "/reported/0/screen_name/words",
        "not_a_table",
        "their word",
    ),
    (
        IP + "event = { value = '{a}', words = { a = 'logn' } }\n",
        "/reported/0/ip_events/0/event/words/a",
        "not_in_list",
        "Did you mean `login`?",
    ),
    (
        IP + "event = { value = '{a}', words = { a = 'login' }, else = 'x' }\n",
        "/reported/0/ip_events/0/event/else",
        "not_in_list",
        "login",
    ),
    (
        IP + "event = { value = '{a}', else = 'login' }\n",
        "/reported/0/ip_events/0/event/else",
        "words_missing",
        "`words`",
    ),
    (
        IP + "at = { value = '{a}', time = 'second' }\n",
        "/reported/0/ip_events/0/at/time",
        "not_in_list",
        "Did you mean `seconds`?",
    ),
    (
        IP + "at = { value = '{a}', zone = 'CET' }\n",
        "/reported/0/ip_events/0/at/zone",
        "not_a_zone",
        "+02:00",
    ),
    (
        IP + "port = { value = '{a}', zone = 'Z' }\n",
        "/reported/0/ip_events/0/port/zone",
        "no_time",
        "`zone`",
    ),
    (
        IP + "port = { value = '{a}', time = 'seconds' }\n",
        "/reported/0/ip_events/0/port/time",
        "no_time",
        "`time`",
    ),
    # loops and conditions
    (R + "each = 'users'\n", "/reported/0/each", "not_a_loop", "event in user.sign_ins"),
    (R + "each = 'a b in users'\n", "/reported/0/each", "not_a_loop", "event in user.sign_ins"),
    (R + "each = 'a in b c'\n", "/reported/0/each", "not_a_loop", "event in user.sign_ins"),
    (R + "each = 17\n", "/reported/0/each", "not_a_loop", "event in user.sign_ins"),
    (R + "only = '{a}'\n", "/reported/0/only", "not_a_path", "without braces"),
    (R + "only = { 'a b' = 1 }\n", "/reported/0/only/a b", "not_a_path", "without braces"),
    (R + "unless = { a = [] }\n", "/reported/0/unless/a", "not_a_word", "list of them"),
    (R + "unless = { a = { b = 1 } }\n", "/reported/0/unless/a", "not_a_word", "list of them"),
    (
        R + "screen_name = { value = '{a}', only = 'b' }\n",
        "/reported/0/screen_name/only",
        "unknown_word",
        "not known",
    ),
    # threads
    (
        R + "profile_bio = { thread = 'm', text = '{m.t}' }\n",
        "/reported/0/profile_bio/thread",
        "not_a_loop",
        "event in",
    ),
    (
        R + "profile_bio = { thread = 'm in ms' }\n",
        "/reported/0/profile_bio/text",
        "word_missing",
        "`text`",
    ),
    (
        R + "profile_bio = { thread = 'm in ms', text = '{' }\n",
        "/reported/0/profile_bio/text",
        "not_a_path",
        "{user.id}",
    ),
    (
        R + "compromised = { thread = 'm in ms', text = '{m.t}' }\n",
        "/reported/0/compromised",
        "not_text",
        "`thread`",
    ),
    (
        R + "profile_bio = { thread = 'm in ms', text = '{m.t}', line = '' }\n",
        "/reported/0/profile_bio/line",
        "unknown_word",
        "sender",
    ),
    # defaults
    ("[defaults]\nzones = 'Z'\n", "/defaults/zones", "unknown_word", "Did you mean `zone`?"),
    ("[defaults]\nzone = 2\n", "/defaults/zone", "not_a_zone", "+02:00"),
    ("[defaults]\ntime = 'ms'\n", "/defaults/time", "not_in_list", "milliseconds"),
]


@pytest.mark.parametrize(("more", "path", "code", "words"), MISTAKES)
def test_one_mistake(more: str, path: str, code: str, words: str) -> None:
    problem = only(text_of(more))
    assert (problem.path, problem.code) == (path, code)
    assert words in problem.message
    assert problem.line
    assert problem.column


def test_the_needed_is_needed() -> None:
    needed = ["/reporter/person/emails", "/summary/incident_time", "/summary/incident_type"]
    assert [problem.path for problem in refused("")] == needed
    assert {problem.code for problem in refused("")} == {"field_missing"}
    assert [problem.path for problem in refused("[summary]\n")] == needed
    found = [problem.path for problem in refused("reporter = 17\n")]
    assert found == ["/reporter", *needed]


def test_defaults_are_a_table() -> None:
    assert only("defaults = 17\n" + text_of()).code == "not_a_table"


def test_all_mistakes_come_at_once_with_their_places() -> None:
    more = """\
[[reported]]
acount_id = "{id}"

  [[reported.ip_events]]
  adress = "{ip}"
  event = "log_in"
"""
    found = [(one.line, one.column, one.path, one.code) for one in refused(text_of(more))]
    assert found == [
        (8, 1, "/reported/0/acount_id", "unknown_field"),
        (10, 3, "/reported/0/ip_events/0/address", "field_missing"),
        (11, 3, "/reported/0/ip_events/0/adress", "unknown_field"),
        (12, 3, "/reported/0/ip_events/0/event", "not_in_list"),
    ]


def test_more_mistakes_than_anyone_reads_are_counted() -> None:
    more = "[[reported]]\n" + "".join(f"x{n} = 1\n" for n in range(MOST_PROBLEMS + 5))
    found = refused(text_of(more))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].code == "too_many_problems"


@pytest.mark.parametrize(
    ("toml", "code", "place"),
    [
        (b"\xff", "encoding", (None, None)),
        (b"#" * 1_048_577, "too_large", (None, None)),
        (b"a = \nb = 1", "not_well_formed", (1, 5)),
        (b"a =", "not_well_formed", (None, None)),
        (b"a = " + b"9" * 5_000, "not_well_formed", (None, None)),
        (b"a = 1e9999999999999999999", "not_well_formed", (None, None)),
        (b"a = " + b"[" * 5_000 + b"]" * 5_000, "not_well_formed", (None, None)),
    ],
)
def test_what_is_no_toml(toml: bytes, code: str, place: tuple[int | None, int | None]) -> None:
    with pytest.raises(MappingError) as caught:
        read_mapping(toml)
    (problem,) = caught.value.problems
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_values_in_values_end_somewhere() -> None:
    inner = "'{a}'"
    for _ in range(40):
        inner = f"{{ first = [{inner}] }}"
    problem = only(text_of(R + f"screen_name = {inner}\n"))
    assert problem.code == "too_deep"


CONSTANTS = [
    ("[reporter]\nlegal_url = 'no address'\n", "/reporter/legal_url", "not_a_url"),
    (
        "[[reported]]\naccount_id = '{id}'\nservice = '%s'\n" % ("x" * 101),
        "/reported/0/service",
        "too_long",
    ),
    (IP + "port = 70_000\n", "/reported/0/ip_events/0/port", "out_of_range"),
    (
        "additional_info = 'data:image/png;base64,%s'\n" % ("iVBORw0KGgo" * 20),
        "/additional_info",
        "file_in_text",
    ),
]


@pytest.mark.parametrize(("more", "path", "code"), CONSTANTS)
def test_what_a_mapping_states_itself_is_checked(more: str, path: str, code: str) -> None:
    toml = more + text_of() if more.startswith("additional") else text_of(more)
    problem = only(toml)
    assert (problem.path, problem.code) == (path, code)
    assert problem.line


def test_the_reporters_address_is_checked() -> None:
    problem = only(text_of().replace("reports@example.org", "reports"))
    assert (problem.path, problem.code) == ("/reporter/person/emails/0/address", "not_an_email")


def test_the_error_is_of_the_codecs_and_tells_codes_only() -> None:
    with pytest.raises(DocumentError) as caught:
        read_mapping(b"secret17 = 17\n")
    assert caught.value.code == "mapping_invalid"
    assert "secret17" not in str(caught.value)


def test_a_mapping_may_begin_with_a_byte_order_mark() -> None:
    read_mapping(b"\xef\xbb\xbf" + text_of().encode())
