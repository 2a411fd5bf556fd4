"""Documents that are refused: every problem at once, position first, and nothing stored."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response, wrong
from tests.doors.provider.wiring import Door
from tipline.domain.lifecycle import State

HOSTILE: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("blanks", b" \r\n\t"),
    ("text", b"hello"),
    ("json", AS_JSON),
    ("form", b"id=17"),
    ("cut off", MINIMAL.encode()[:-12]),
    ("two roots", MINIMAL.encode() * 2),
    ("not UTF-8", MINIMAL.replace("desk", "d\xe9sk").encode("latin-1")),
    ("UTF-16", MINIMAL.encode("utf-16")),
    ("declared latin-1", b'<?xml version="1.0" encoding="ISO-8859-1"?>' + MINIMAL.encode()),
    ("XML 1.1", b'<?xml version="1.1"?>' + MINIMAL.encode()),
    ("octets", bytes(range(256))),
    ("a picture's head", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("compressed", b"\x1f\x8b\x08\x00" + bytes(100)),
    ("control character", MINIMAL.replace("desk", "d\x01esk").encode()),
    ("document type", b"<!DOCTYPE report>" + MINIMAL.encode()),
    (
        "entity from a file",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><report>&x;</report>',
    ),
    (
        "entities that multiply",
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><report>&b;</report>',
    ),
    ("undeclared entity", b"<report>&nbsp;</report>"),
    ("processing instruction", b"<report><?php x ?></report>"),
    (
        "inclusion",
        b'<report xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/x"/></report>',
    ),
    ("deep", b"<report>" * 5_000),
    ("deep and closed", b"<a>" * 5_000 + b"</a>" * 5_000),
    ("attributes", b"<report" + b"".join(b' a%d="x"' % n for n in range(5_000)) + b"/>"),
]


@pytest.mark.parametrize("body", [body for _, body in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_what_is_not_well_formed_or_hostile_is_malformed(door: Door, body: bytes) -> None:
    answer = door.post("/ispws/submit", body)
    said = response(answer.content)
    assert (answer.status_code, said.code, said.report_id) == (400, 4110, None)
    assert answer.headers["content-type"] == "application/xml"
    assert door.writer.written == []


def test_everything_else_that_is_wrong_fails_validation(door: Door) -> None:
    answer = door.post("/ispws/submit", wrong().encode())
    said = response(answer.content)
    assert (answer.status_code, said.code, said.report_id) == (400, 4100, None)
    lines = said.description.split("\n")
    assert lines[0].startswith(
        "Validation failed: [3,5] /report/incidentSummary/incidentType: Expected one of"
    )
    assert lines[1:] == [
        "[4,5] /report/incidentSummary/incidentDateTime: This must be a past date.",
        (
            "[8,7] /report/reporter/reportingPerson/email[1]:"
            " This is not a well-formed e-mail address."
        ),
    ]
    assert door.writer.written == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (MINIMAL.replace("<report>", '<report xmlns="urn:x">'), "/report"),
        (MINIMAL.replace("report>", "reports>"), "/reports"),
        ("<report/>", "/report/incidentSummary"),
        ("<fileDetails/>", "/fileDetails"),
        (MINIMAL.replace("<email>desk@example.org</email>", ""), "email"),
    ],
)
def test_a_document_that_is_no_report_fails_validation(
    door: Door, document: str, path: str
) -> None:
    said = response(door.post("/ispws/submit", document.encode()).content)
    assert said.code == 4100
    assert said.description.startswith("Validation failed: [")
    assert path in said.description


@pytest.mark.parametrize(
    "extra",
    ["<nothing/>", "<victim><victimPerson><email>nobody</email></victimPerson></victim>"],
    ids=["structure", "content"],
)
def test_every_problem_is_named_up_to_a_thousand(door: Door, extra: str) -> None:
    extra *= 1_500
    document = MINIMAL.replace("</report>", f"{extra}</report>")
    said = response(door.post("/ispws/submit", document.encode()).content)
    lines = said.description.split("\n")
    assert (said.code, len(lines)) == (4100, 1_001)
    assert "more problems are not listed" in lines[-1]


def test_what_the_document_says_is_never_repeated(door: Door) -> None:
    document = wrong(MINIMAL).replace("Something else", "Canary 17").replace("nobody", "canary-17")
    answer = door.post("/ispws/submit", document.encode())
    assert b"anary" not in answer.content


@pytest.mark.parametrize("size", [1_048_576, 1_048_577, 5_000_000])
@pytest.mark.parametrize("path", ["/ispws/submit", "/api/v1/reports"])
def test_a_document_has_at_most_one_mebibyte(door: Door, path: str, size: int) -> None:
    text = MINIMAL if "ispws" in path else AS_JSON.decode()
    document = text.encode().ljust(size)
    answer = door.post(path, document)
    if size == 1_048_576:
        assert answer.is_success
        return
    assert answer.status_code == 413
    if "ispws" in path:
        assert response(answer.content).code == 4110
    else:
        assert answer.json()["code"] == "body_too_large"
    assert door.writer.written == []


def test_the_size_is_counted_while_it_streams(door: Door) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 65_536
            yield b" " * 65_536

    answer = door.post("/ispws/submit", pieces())
    assert answer.status_code == 413
    assert sent <= 1_048_576 + 2 * 65_536


def test_large_documents_are_taken_and_refused_like_small_ones(door: Door) -> None:
    note = "Synthetic narrative 17. " * 5_000
    document = MINIMAL.replace("</report>", f"<additionalInfo>{note}</additionalInfo></report>")
    number = response(door.post("/ispws/submit", document.encode()).content).report_id
    assert number is not None
    assert door.opened(number).additional_info == note
    said = response(door.post("/ispws/submit", wrong(document).encode()).content)
    assert (said.code, said.description.count("\n")) == (4100, 2)


def test_a_document_that_would_grow_too_large_is_refused_as_wrong(door: Door) -> None:
    """As JSON, which is how it is sealed, every quotation mark takes two bytes."""
    note = '" ' * 450_000
    document = MINIMAL.replace("</report>", f"<additionalInfo>{note}</additionalInfo></report>")
    assert len(document) < 1_048_576
    said = response(door.post("/ispws/submit", document.encode()).content)
    assert said.code == 4100
    assert said.description == "Validation failed: The document would be larger than 1 MiB."


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", MINIMAL.encode(), b"\xff", b'{"summary": ', b"[" * 5_000, b'{"a":1}{}'],
)
def test_json_that_cannot_be_read_is_malformed(door: Door, body: bytes) -> None:
    answer = door.post("/api/v1/reports", body)
    said = answer.json()
    assert (answer.status_code, said["status"]) == (400, 400)
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["code"] == "document_unreadable"
    assert len(said["problems"]) == 1
    assert door.writer.written == []


def test_json_problems_come_all_at_once_with_their_places(door: Door) -> None:
    document = {
        "summary": {"incident_type": "nonsense", "incident_time": "2031-01-31T13:45:00Z"},
        "reporter": {"person": {"emails": [{"address": "nobody"}]}},
        "more": 1,
    }
    answer = door.post("/api/v1/reports", json.dumps(document, indent=1).encode())
    said = answer.json()
    assert answer.status_code == 400
    assert said["type"] == "urn:tipline:problem:document_invalid"
    assert said["title"] == "Validation failed"
    assert [(p["path"], p["code"], p["line"]) for p in said["problems"]] == [
        ("/summary/incident_type", "not_in_list", 3),
        ("/summary/incident_time", "not_past", 4),
        ("/reporter/person/emails/0/address", "not_an_email", 10),
        ("/more", "unknown_field", 15),
    ]
    assert all({"message", "column"} <= problem.keys() for problem in said["problems"])


@pytest.mark.parametrize("value", ["5", '"text"', "null", "[]", "[{}]", "{}"])
def test_json_that_is_no_report_is_refused(door: Door, value: str) -> None:
    answer = door.post("/api/v1/reports", value.encode())
    assert (answer.status_code, bool(answer.json()["problems"])) == (400, True)


def test_a_service_cannot_pass_for_the_public(door: Door) -> None:
    """Public answers would switch off what a provider's report must have."""
    answer = door.post("/api/v1/reports", b'{"public": {"danger_now": "yes"}}')
    codes = [problem["code"] for problem in answer.json()["problems"]]
    assert answer.status_code == 400
    assert sorted(codes) == [
        "public_refused",
        "reporter_email_missing",
        "time_missing",
        "type_missing",
    ]
    assert door.writer.written == []


def test_a_supplement_need_not_repeat_what_was_said(door: Door) -> None:
    number = door.post("/api/v1/reports", AS_JSON).json()["number"]
    body = b'{"additional_info": "Synthetic narrative 17."}'
    answer = door.post(f"/api/v1/reports/{number}/supplements", body)
    assert answer.status_code == 201
    assert door.opened(answer.json()["number"]).additional_info == "Synthetic narrative 17."
    assert door.row(answer.json()["number"]).state is State.FINISHED


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b"{}", ["nothing_stated"]),
        (b'{"summary": {"incident_type": "nonsense"}}', ["not_in_list"]),
        (b'{"public": {}}', ["public_refused"]),
        (b'{"reporter": {"person": {"emails": [{"address": "x"}]}}}', ["not_an_email"]),
    ],
)
def test_what_is_wrong_with_a_supplement(door: Door, body: bytes, codes: list[str]) -> None:
    number = door.post("/api/v1/reports", AS_JSON).json()["number"]
    answer = door.post(f"/api/v1/reports/{number}/supplements", body)
    assert answer.status_code == 400
    assert [problem["code"] for problem in answer.json()["problems"]] == codes
