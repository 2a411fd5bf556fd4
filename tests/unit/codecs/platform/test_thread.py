"""Messages as one text: a line for each, and none can look like another."""

from typing import Any

from tests.unit.codecs.platform.mappings import made, text_of, wrong
from tipline.codecs.platform import read_mapping
from tipline.domain.report import ChatIncident

CHAT = """
[[incidents]]
on = "chat"
[incidents.content]
thread = "message in messages"
at.value = "{message.at}"
at.time = "seconds"
sender = "{message.from}"
text = "{message.text}"
"""


def content(messages: Any, more: str = "") -> str | None:  # noqa: ANN401 - any JSON
    (incident,) = made({"messages": messages}, CHAT + more).incidents
    assert isinstance(incident, ChatIncident)
    return incident.content


def test_a_line_for_each_message() -> None:
    messages = [
        {"at": 1790925164, "from": "user_17", "text": "Synthetic narrative 17."},
        {"at": 1790925165, "from": 18, "text": "Synthetic narrative 18."},
    ]
    assert content(messages) == (
        "[2026-10-02T07:12:44Z] user_17: Synthetic narrative 17.\n"
        "[2026-10-02T07:12:45Z] 18: Synthetic narrative 18."
    )


def test_what_is_not_there_is_left_out_and_a_message_is_not() -> None:
    assert content([{"text": "a"}, {"from": "b"}, {"at": 1790925164}, {}]) == (
        "a\nb: (no text)\n[2026-10-02T07:12:44Z] (no text)\n(no text)"
    )
    assert content([]) is content(None) is None


def test_no_message_can_look_like_two() -> None:
    text = "a\n[2026-10-02T07:12:44Z] user_18: b\r\n\u2028c"
    (first, *rest) = str(content([{"from": "x\n[y] z", "text": text}])).split("\n")
    assert first == "x [y] z: a"
    assert all(line.startswith("    ") for line in rest)


def test_messages_that_are_left_out() -> None:
    messages = [{"text": "a", "bot": True}, {"text": "b"}, {"text": "c", "kind": "join"}]
    assert content(messages, 'unless = "message.bot"\n') == "b\nc"
    assert content(messages, 'only = { "message.kind" = "join" }\n') == "c"
    assert content(messages, 'only = "message.absent"\n') is None


def test_problems_stand_at_the_message() -> None:
    messages = [{"text": []}, {"text": "b", "at": "x"}]
    assert wrong({"messages": messages}, CHAT) == [
        ("/messages/0/text", "not_text"),
        ("/messages/1/at", "not_a_date_time"),
    ]
    assert wrong({"messages": "x"}, CHAT) == [("/messages", "not_a_list")]


def test_a_thread_may_be_required() -> None:
    assert wrong({}, CHAT + "required = true\n") == [("/messages", "value_missing")]


def test_text_alone() -> None:
    more = 'additional_info = { thread = "note in notes", text = "{note}" }\n'
    mapping = read_mapping((more + text_of()).encode())
    assert mapping.report(b'{"notes": ["a", "b"]}').additional_info == "a\nb"
