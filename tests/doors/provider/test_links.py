"""A provider sees which of its own reports belong together, and nothing of anybody else's."""

from typing import Any

import pytest

from tests.doors.provider.papers import AS_JSON, response
from tests.doors.provider.test_api import REPORTS
from tests.doors.provider.wiring import Door
from tipline.codecs import cybertipline, report_json
from tipline.domain import report as r
from tipline.domain.linking.decisions import JoinReason
from tipline.ports.operations import JoinReports, Request
from tipline.services.admit_provider import Credentials
from tipline.services.linking.own_links import own_links
from tipline.stores.linking.reading import DatabaseLinkReader

SHARED = "user17@example.net"


def report_on(*emails: str) -> r.Report:
    """Return a report on somebody with these addresses."""
    person = r.Person(emails=tuple(r.Email(address=email) for email in emails))
    minimal = report_json.decode_report(AS_JSON)
    return r.Report(
        summary=minimal.summary, reporter=minimal.reporter, reported=(r.Reported(person=person),)
    )


def file(door: Door, *emails: str, as_: Credentials | None = None) -> int:
    """File a report on somebody with these addresses."""
    answer = door.post(REPORTS, report_json.encode_report(report_on(*emails)), as_=as_)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["number"])


def links(door: Door, number: int, as_: Credentials | None = None) -> dict[str, Any]:
    answer = door.ask("GET", f"{REPORTS}/{number}/links", as_=as_)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_own_reports_that_share_something_are_linked(door: Door) -> None:
    first, second, _ = file(door, SHARED), file(door, SHARED), file(door, "user18@example.net")
    assert links(door, first) == {
        "number": first,
        "links": [
            {
                "report": second,
                "strength": "strong",
                "reason": "same_email",
                "sentence": "The same e-mail address.",
                "kind": "email",
            }
        ],
        "more": False,
    }


def test_nothing_is_said_of_anybody_elses_reports(door: Door) -> None:
    other = door.admit()
    own = file(door, SHARED)
    alone = links(door, own)
    theirs = [file(door, SHARED, as_=other) for _ in range(3)]
    assert links(door, own) == alone == {"number": own, "links": [], "more": False}
    assert {one["report"] for one in links(door, theirs[0], other)["links"]} == {*theirs[1:]}
    for number in theirs:
        assert door.ask("GET", f"{REPORTS}/{number}/links").status_code == 404


def test_what_the_desk_said_is_not_told(door: Door) -> None:
    first, second = file(door, SHARED), file(door, "user18@example.net")
    operation = JoinReports(one=first, other=second, reason=JoinReason.SAME_ACTOR, user=1)
    door.writer.direct.write(Request(operation=operation, actor="user:1"))
    assert links(door, first)["links"] == []


def test_a_supplement_stands_for_its_report(door: Door) -> None:
    first, second = file(door), file(door, SHARED)
    added = {"reported": [{"person": {"emails": [{"address": SHARED}]}}]}
    answer = door.post(f"{REPORTS}/{first}/supplements", json=added)
    assert answer.status_code == 201
    found = links(door, answer.json()["number"])
    assert (found["number"], [one["report"] for one in found["links"]]) == (first, [second])


def test_there_is_an_end_to_the_answer(door: Door) -> None:
    numbers = [file(door, SHARED) for _ in range(4)]
    provider = door.row(numbers[0]).provider
    assert provider is not None
    found = own_links(numbers[0], provider, DatabaseLinkReader(), limit=2)
    assert (len(found.links), found.more) == (2, True)


@pytest.mark.parametrize("number", ["0", "x", str(2**63), "17"])
def test_what_is_no_report_of_ones_own_is_unknown(door: Door, number: str) -> None:
    assert door.ask("GET", f"{REPORTS}/{number}/links").status_code == 404


def test_a_retracted_report_is_linked_with_none(door: Door) -> None:
    kept = file(door, SHARED)
    made = cybertipline.encode_report(report_on(SHARED))
    number = response(door.post("/ispws/submit", made).content).report_id
    assert [one["report"] for one in links(door, kept)["links"]] == [number]
    assert door.post("/ispws/retract", data={"id": str(number)}).status_code == 200
    assert links(door, kept)["links"] == []
    assert number is not None
    assert links(door, number)["links"] == []
