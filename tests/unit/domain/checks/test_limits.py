"""R16: every limit of the API reference is in the table, at its number, and holds everywhere."""

from typing import Final

import pytest

from tests.unit.reports import (
    NOW,
    full_report,
    part_types,
    places_of,
    public_report,
    put,
    text_fields,
    value_at,
)
from tipline.codecs.cybertipline.schema.grammar import Group
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.checks.limits import LONGEST

_HANDLES: Final = {
    "espIdentifier": 255,
    "espService": 100,
    "screenName": 256,
    "displayName": 255,
    "profileUrl": 2083,
}
_NAMES: Final = {"firstName": 100, "lastName": 100}

REFERENCE: Final[dict[str, dict[str, int]]] = {
    # 2.2 and 2.3
    "incidentSummary": {
        "platform": 256,
        "escalateToHighPriority": 3000,
        "incidentDateTimeDescription": 3000,
    },
    "webPageIncident": {"url": 2083},
    "newsgroupIncident": {"name": 255},
    "chatImIncident": {"chatClient": 255, "chatRoomName": 255},
    "onlineGamingIncident": {"gameName": 255, "console": 255},
    "nonInternetIncident": {"locationName": 255},
    "peer2peerIncident": {"client": 255},
    # 2.4 and 2.5
    "lawEnforcement": {"agencyName": 255, "caseNumber": 100},
    "reporter": {"legalURL": 2083},
    # 2.6 to 2.8
    "personOrUserReported": _HANDLES | {"vehicleDescription": 300, "groupIdentifier": 255},
    "intendedRecipient": _HANDLES | {"groupIdentifier": 255},
    "victim": _HANDLES | {"schoolName": 255},
    # 2.9 and 2.10
    "person": _NAMES,
    "contactPerson": _NAMES,
    "deviceId": {"idType": 255, "idValue": 2083},
    "address": {"address": 255, "city": 100, "zipCode": 20, "nonUsaState": 100},
    "phone": {"phone": 50, "extension": 10},
    "email": {"email": 255},
    "estimatedLocation": {"city": 255, "region": 255},
    # 2.11
    "associatedPlatform": {"associatedPlatform": 256},
    "associatedAccount": {
        "firstName": 256,
        "middleName": 256,
        "lastName": 256,
        "espService": 256,
        "espIdentifier": 256,
        "profileUrl": 2083,
        "screenName": 256,
        "displayName": 255,
        "groupIdentifier": 256,
    },
}
"""The column "Max" of the reference, by element and by child, attribute or, of texts, itself."""

WITHOUT_LIMIT: Final = {
    "additional_info",  # D25 and X25 state none; another client's 3,000 is its own
    "content",
    "company_template",
    "terms_of_service",
    "profile_bio",
    "calling_code",  # has a pattern
}


def groups(group: Group) -> dict[str, Group]:
    found = {group.name: group}
    for child in group.children:
        if isinstance(child.holds, Group):
            found |= groups(child.holds)
    return found


def field_of(group: Group, wire: str) -> str:
    """Return our word for a name of the wire: a child, an attribute, or the text itself."""
    child = group.child_for(wire)
    if child is not None:
        return child.field
    if wire == group.name and group.content is not None:
        return group.content[0]
    return next(entry.field for entry in group.attributes if entry.wire == wire)


def test_every_limit_of_the_reference_is_in_the_table_and_no_other() -> None:
    known = groups(REPORT)
    expected = {
        known[name].model: {field_of(known[name], wire): most for wire, most in limits.items()}
        for name, limits in REFERENCE.items()
    }
    ours = {
        kind: limits for kind, limits in LONGEST.items() if kind not in {r.PublicAnswers, r.Seen}
    }
    assert ours == expected


def test_every_text_of_every_part_has_a_limit_or_a_reason_to_have_none() -> None:
    undecided = {
        (kind.__name__, field)
        for kind in part_types()
        for field in text_fields(kind) - WITHOUT_LIMIT - {*LONGEST.get(kind, {})}
    }
    assert undecided == {("IpEvent", "address")}  # valid ones are short enough


def test_limits_are_for_texts_that_exist() -> None:
    for kind, limits in LONGEST.items():
        assert limits.keys() <= text_fields(kind)


def text_of(kind: type[r.Part], field: str, length: int) -> str:
    """Return a text of some length that keeps all other rules of its field."""
    if kind is r.Email:
        labels = "a" * 62 + "." + "b" * 63 + "." + "c" * 50 + "." + "d" * 63
        return "n" * (length - len(labels) - 9) + f"@{labels}.example"
    if field in {"urls", "profile_urls", "legal_url"}:
        return "https://example.org/".ljust(length, "n")
    if field in {"number", "extension"}:
        return "7" * length
    return "n" * length


WHOLE = put(full_report(), "/public", public_report().public)


def texts_of(kind: type[r.Part], field: str) -> list[str]:
    """Return the pointers of all texts in one field, of parts of one type."""
    pointers = [f"{at}/{field}" for at in places_of(kind, WHOLE)]
    found = [(pointer, value_at(WHOLE, pointer)) for pointer in pointers]
    return [
        inside
        for pointer, value in found
        for inside in (
            [f"{pointer}/{index}" for index in range(len(value))]
            if isinstance(value, tuple)
            else [pointer]
        )
    ]


@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [(kind, field, most) for kind, limits in LONGEST.items() for field, most in limits.items()],
)
def test_the_longest_text_passes_and_one_more_does_not(
    kind: type[r.Part], field: str, most: int
) -> None:
    longest, too_long = (text_of(kind, field, length) for length in (most, most + 1))
    codes = ["too_long"]
    if kind is r.Email:
        longest = text_of(kind, field, 254)  # RFC 5321 leaves the documented 255 one less
        too_long = "n" * (most + 1 - len("@example.org")) + "@example.org"
        codes = ["too_long", "not_an_email"]
    pointers = texts_of(kind, field)
    assert pointers
    for pointer in pointers:
        assert check_report(put(WHOLE, pointer, longest), NOW) == []
        problems = check_report(put(WHOLE, pointer, too_long), NOW)
        said = [(problem.path, problem.code) for problem in problems]
        assert said == [(pointer, code) for code in codes]
        assert f"{most:,}" in problems[0].message
        assert f"{most + 1:,}" in problems[0].message


@pytest.mark.parametrize("mark", ["\u4f8b", "e\u0301", "\U0001f4de", "\u0e01\u0e33"])
def test_length_is_counted_in_characters_not_bytes(mark: str) -> None:
    text = (mark * 100)[:100]
    report = put(full_report(), "/reporter/person/first_name", text)
    assert check_report(report, NOW) == []
    report = put(full_report(), "/reporter/person/first_name", text + mark[0])
    assert [problem.code for problem in check_report(report, NOW)] == ["too_long"]


@pytest.mark.parametrize("field", sorted(WITHOUT_LIMIT - {"calling_code"}))
def test_narratives_may_be_long(field: str) -> None:
    prose = "Synthetic narrative 17. " * 5_000
    for kind in part_types():
        if field not in text_fields(kind):
            continue
        for at in places_of(kind):
            value = (
                (prose,) if isinstance(value_at(full_report(), at + "/" + field), tuple) else prose
            )
            assert check_report(put(full_report(), f"{at}/{field}", value), NOW) == []
