"""The sandbox's store behind the same door gives the same answers as a hotline's, to all calls."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, URGENT, wrong
from tests.doors.provider.test_links import SHARED, report_on
from tests.doors.provider.wiring import DAY, Door
from tipline.codecs import report_json
from tipline.ports.operations import AddProvider, Done, Request
from tipline.services.admit_provider import secret_of
from tipline.stores.memory import MemoryLinkReader, MemoryReader, MemoryStore, MemoryWriter

REPORTS = "/api/v1/reports"
SUBMIT, FINISH, RETRACT = "/ispws/submit", "/ispws/finish", "/ispws/retract"
KEY = {"Idempotency-Key": "7d0c4a31"}
_RANDOM = re.compile(r'"digest":"[0-9a-f]+"')


class Step(NamedTuple):
    """One call; `{1}` stands for the first number that was given out, and so on."""

    method: str
    path: str
    body: str = ""
    headers: Mapping[str, str] = {}
    wait: timedelta = timedelta(0)


SUPPLEMENT = json.dumps({"additional_info": "Synthetic note 17."})
ALIKE = report_json.encode_report(report_on(SHARED)).decode()
NAMING = json.dumps({**json.loads(AS_JSON), "reported": [{"prior_reports": [17]}]}).replace(
    "17", "{1}"
)

STORIES = {
    "filed": [
        Step("GET", "/ispws/status"),
        Step("GET", "/ispws/xsd"),
        Step("POST", SUBMIT, MINIMAL),
        Step("POST", FINISH, "id={1}"),
        Step("POST", FINISH, "id={1}"),
        Step("POST", RETRACT, "id={1}"),
        Step("GET", f"{REPORTS}/{{1}}"),
    ],
    "retracted": [
        Step("POST", SUBMIT, URGENT),
        Step("POST", RETRACT, "id={1}"),
        Step("POST", RETRACT, "id={1}"),
        Step("POST", FINISH, "id={1}"),
        Step("GET", f"{REPORTS}/{{1}}"),
        Step("POST", f"{REPORTS}/{{1}}/supplements", SUPPLEMENT),
    ],
    "expired": [
        Step("POST", SUBMIT, MINIMAL),
        Step("GET", f"{REPORTS}/{{1}}", wait=DAY - timedelta(microseconds=1)),
        Step("GET", f"{REPORTS}/{{1}}", wait=timedelta(microseconds=1)),
        Step("POST", FINISH, "id={1}"),
        Step("POST", RETRACT, "id={1}"),
        Step("POST", f"{REPORTS}/{{1}}/supplements", SUPPLEMENT),
    ],
    "refused": [
        Step("POST", SUBMIT, wrong()),
        Step("POST", SUBMIT, "<report>"),
        Step("POST", REPORTS, "{}"),
        Step("POST", FINISH, "id=1"),
        Step("POST", FINISH, "id=x"),
        Step("POST", FINISH, "id=1", {"Idempotency-Key": ""}),
        Step("POST", "/ispws/upload", "x"),
        Step("GET", f"{REPORTS}/99"),
        Step("GET", f"{REPORTS}/99/links"),
        Step("GET", "/ispws/nothing"),
        Step("DELETE", SUBMIT),
    ],
    "keys": [
        Step("POST", SUBMIT, MINIMAL, KEY),
        Step("POST", SUBMIT, MINIMAL, KEY),
        Step("POST", SUBMIT, URGENT, KEY),
        Step("POST", SUBMIT, wrong(), KEY),
        Step("POST", FINISH, "id={1}", {"Idempotency-Key": "2"}),
        Step("POST", FINISH, "id={1}", {"Idempotency-Key": "2"}),
        Step("POST", RETRACT, "id={1}", {"Idempotency-Key": "3"}),
        Step("POST", RETRACT, "id={1}", {"Idempotency-Key": "3"}),
        Step("POST", FINISH, "id={1}", {"Idempotency-Key": "3"}),
        Step("POST", SUBMIT, URGENT, KEY, wait=DAY),
    ],
    "supplemented": [
        Step("POST", REPORTS, AS_JSON.decode()),
        Step("POST", f"{REPORTS}/{{1}}/supplements", SUPPLEMENT),
        Step("POST", f"{REPORTS}/{{1}}/supplements", SUPPLEMENT, KEY),
        Step("POST", f"{REPORTS}/{{1}}/supplements", SUPPLEMENT, KEY),
        Step("POST", f"{REPORTS}/{{2}}/supplements", SUPPLEMENT),
        Step("POST", f"{REPORTS}/{{1}}/supplements", "{}"),
        Step("GET", f"{REPORTS}/{{1}}"),
        Step("GET", f"{REPORTS}/{{2}}"),
        Step("POST", FINISH, "id={2}"),
    ],
    "linked": [
        Step("POST", REPORTS, ALIKE),
        Step("POST", REPORTS, ALIKE),
        Step("POST", REPORTS, AS_JSON.decode()),
        Step("POST", f"{REPORTS}/{{3}}/supplements", ALIKE),
        Step("POST", REPORTS, NAMING),
        Step("POST", SUBMIT, MINIMAL),
        *(Step("GET", f"{REPORTS}/{{{place}}}/links") for place in range(1, 7)),
    ],
}


@pytest.fixture
def twin(door: Door) -> Iterator[Door]:
    """Return a door like the other one, for the same provider, on a memory store."""
    store = MemoryStore()
    with Door() as made:
        who = door.credentials
        admitted = AddProvider(
            name="Example Chat",
            username=who.username,
            secret=secret_of(who.password),
            is_test=False,
        )
        result = store.apply(Request(operation=admitted, actor="service:test"), made.clock.now())
        assert isinstance(result, Done)
        made.credentials = who
        made.rebuild(
            writer=MemoryWriter(store, made.clock),
            reader=MemoryReader(store),
            links=MemoryLinkReader(store),
        )
        yield made


def told(door: Door, steps: list[Step]) -> Iterator[tuple[int, dict[str, str], str]]:
    """Yield the answers to a story, its numbers replaced by their places."""
    numbers: list[str] = []
    for step in steps:
        door.clock.wait(step.wait)
        filled = [_with_numbers(text, numbers) for text in (step.path, step.body)]
        answer = door.ask(
            step.method, filled[0], content=filled[1].encode(), headers=dict(step.headers)
        )
        found = re.search(r"<reportId>(\d+)|\"number\":(\d+)", answer.text)
        if found and answer.status_code < 300 and (new := found[1] or found[2]) not in numbers:
            numbers.append(new)
        headers = {
            name: _without(value, numbers)
            for name, value in answer.headers.items()
            if name not in {"request-id", "content-length"}
        }
        yield answer.status_code, headers, _without(answer.text, numbers)


def _with_numbers(text: str, numbers: list[str]) -> str:
    for place, number in enumerate(numbers, start=1):
        text = text.replace(f"{{{place}}}", number)
    return text


def _without(text: str, numbers: list[str]) -> str:
    for place, number in enumerate(numbers, start=1):
        text = re.sub(rf"\b{number}\b", f"{{{place}}}", text)
    return _RANDOM.sub('"digest":"..."', text)


@pytest.fixture
def door(store: None) -> Iterator[Door]:  # noqa: ARG001 - it must be there
    """Open the door of a hotline."""
    with Door() as opened:
        yield opened


@pytest.mark.parametrize("story", STORIES)
def test_both_stores_answer_alike(door: Door, twin: Door, story: str) -> None:
    answers: dict[str, Any] = {
        name: list(told(one, STORIES[story])) for name, one in (("real", door), ("memory", twin))
    }
    assert answers["memory"] == answers["real"]
    assert len(answers["real"]) == len(STORIES[story])


def test_the_stories_are_about_what_they_say(door: Door) -> None:
    answers = list(told(door, STORIES["linked"]))
    assert [status for status, _, _ in answers[:6]] == [201] * 5 + [200]
    links = [text for _, _, text in answers[6:]]
    assert '"reason":"same_email"' in links[0]
    assert '"reason":"names"' in links[0]
    assert '"links":[]' in links[-1]
