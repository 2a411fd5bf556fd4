"""The rules of linking: one case for each, and each condition just inside and just outside."""

import msgspec
import pytest

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.links import (
    NEAR_WINDOW,
    PORT_WINDOW,
    RULES,
    WINDOW,
    Link,
    Meeting,
    Reason,
    Strength,
    in_order,
    judge,
    said,
    sentence,
)
from tipline.domain.linking.reasons import RULE_OF
from tipline.domain.sightings import Role

K, G, R, S = IdentifierKind, Grade, Reason, Strength
NOON = 1_767_268_800_000_000


def meeting(
    kind: IdentifierKind,
    grade: Grade,
    *,
    report: int = 17,
    identifier: int = 1,
    here: Role = Role.REPORTED,
    there: Role = Role.REPORTED,
    apart: bool = False,
) -> Meeting:
    return Meeting(
        report=report,
        identifier=identifier,
        kind=kind,
        grade=grade,
        here=here,
        there=there,
        apart=apart,
    )


def ip(
    apart_by: int | None,
    *,
    same_port: bool | None = None,
    identifier: int = 1,
    report: int = 17,
    there: Role = Role.REPORTED,
) -> Meeting:
    """Make a meeting by an IP address; the other sighting was so much later, or has no time."""
    return Meeting(
        report=report,
        identifier=identifier,
        kind=K.IP,
        grade=G.TIMED,
        here=Role.REPORTED,
        there=there,
        here_at=NOON,
        there_at=None if apart_by is None else NOON + apart_by,
        same_port=same_port,
    )


def network(apart_by: int) -> Meeting:
    """Make a meeting by the network of an address; the other sighting was so much later."""
    return msgspec.structs.replace(ip(apart_by, identifier=2), kind=K.IP_NETWORK, grade=G.WEAK)


def judged(*meetings: Meeting) -> list[tuple[Reason, Strength, bool]]:
    return [(link.reason, link.strength, link.joins) for link in judge(meetings)]


@pytest.mark.parametrize(
    ("kind", "grade", "reason", "strength"),
    [
        (K.ACCOUNT, G.STRONG, R.SAME_ACCOUNT, S.STRONG),
        (K.EMAIL, G.STRONG, R.SAME_EMAIL, S.STRONG),
        (K.PHONE, G.RECYCLED, R.SAME_PHONE, S.STRONG),
        (K.DEVICE, G.STRONG, R.SAME_DEVICE, S.STRONG),
        (K.PROFILE_URL, G.RECYCLED, R.SAME_PROFILE, S.STRONG),
        (K.SCREEN_NAME, G.RECYCLED, R.SAME_SCREEN_NAME, S.STRONG),
        (K.PRIOR_REPORT, G.STRONG, R.SAME_PRIOR_REPORT, S.STRONG),
        (K.GROUP, G.STRONG, R.SAME_IDENTIFIER, S.STRONG),
        (K.URL, G.PAGE, R.SAME_PAGE, S.CONDITIONAL),
        (K.EMAIL_VARIANT, G.WEAK, R.EMAIL_VARIANT, S.WEAK),
        (K.SCREEN_NAME_VARIANT, G.WEAK, R.NAME_LOOKS_ALIKE, S.WEAK),
        (K.SCREEN_NAME_ANY, G.WEAK, R.NAME_ANYWHERE, S.WEAK),
        (K.SCREEN_NAME, G.WEAK, R.NAME_WITHOUT_SERVICE, S.WEAK),
        (K.ACCOUNT, G.WEAK, R.ACCOUNT_WITHOUT_SERVICE, S.WEAK),
        (K.PHONE, G.WEAK, R.PHONE_WITHOUT_COUNTRY, S.WEAK),
        (K.DEVICE, G.WEAK, R.DEVICE_TRAIT, S.WEAK),
        (K.GROUP, G.WEAK, R.SAME_GROUP, S.WEAK),
        (K.URL_VARIANT, G.WEAK, R.PAGE_VARIANT, S.WEAK),
        (K.URL, G.WEAK, R.FRONT_PAGE, S.WEAK),
        (K.EMAIL, G.WEAK, R.SHARED_BY_STRANGERS, S.WEAK),
    ],
)
def test_what_is_shared_decides(
    kind: IdentifierKind, grade: Grade, reason: Reason, strength: Strength
) -> None:
    assert judged(meeting(kind, grade)) == [(reason, strength, strength is S.STRONG)]


@pytest.mark.parametrize("kind", IdentifierKind)
def test_what_is_nobodys_links_nothing(kind: IdentifierKind) -> None:
    assert judged(meeting(kind, G.NONE)) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("grade", Grade)
def test_how_a_reporter_can_be_reached_links_nothing(grade: Grade, role: Role) -> None:
    assert judged(meeting(K.EMAIL, grade, here=Role.REPORTER, there=role)) == []
    assert judged(meeting(K.EMAIL, grade, here=role, there=Role.REPORTER)) == []


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("apart_by", "same_port", "reason"),
    [
        (0, True, R.SAME_CONNECTION),
        (PORT_WINDOW, True, R.SAME_CONNECTION),
        (PORT_WINDOW + 1, True, R.SAME_IP),
        (0, False, R.SAME_IP),
        (0, None, R.SAME_IP),
        (WINDOW, True, R.SAME_IP),
        (WINDOW, None, R.SAME_IP),
    ],
)
def test_an_ip_address_alone(
    apart_by: int, same_port: bool | None, reason: Reason, sign: int
) -> None:
    assert judged(ip(sign * apart_by, same_port=same_port)) == [
        (reason, RULE_OF[reason].strength, False)
    ]


@pytest.mark.parametrize("apart_by", [WINDOW + 1, -WINDOW - 1, None])
def test_an_ip_address_after_days_or_without_a_time_says_nothing(apart_by: int | None) -> None:
    assert judged(ip(apart_by, same_port=True), meeting(K.GROUP, G.WEAK, identifier=2)) == [
        (R.SAME_GROUP, S.WEAK, False)
    ]


def test_an_ip_address_is_not_timed_by_one_side_only() -> None:
    unseen = Meeting(
        report=17,
        identifier=1,
        kind=K.IP,
        grade=G.TIMED,
        here=Role.REPORTED,
        there=Role.REPORTED,
        there_at=NOON,
    )
    assert judged(unseen) == []


@pytest.mark.parametrize(
    ("second", "counts"),
    [
        (meeting(K.GROUP, G.WEAK, identifier=2), True),
        (meeting(K.SCREEN_NAME_VARIANT, G.WEAK, identifier=2), True),
        (meeting(K.URL, G.PAGE, identifier=2), True),
        (meeting(K.EMAIL, G.STRONG, identifier=2), True),
        (meeting(K.EMAIL, G.STRONG, identifier=2, there=Role.VICTIM), True),
        (meeting(K.GROUP, G.WEAK, identifier=2, report=18), False),
        (meeting(K.GROUP, G.NONE, identifier=2), False),
        (meeting(K.GROUP, G.WEAK, identifier=2, there=Role.REPORTER), False),
        (meeting(K.PHONE, G.RECYCLED, identifier=2, apart=True), False),
        (meeting(K.IP_NETWORK, G.WEAK, identifier=2), False),
        (ip(0, identifier=2), False),
    ],
)
def test_an_ip_address_within_hours_asks_for_another_fact(second: Meeting, counts: bool) -> None:
    for apart_by, near in ((NEAR_WINDOW, True), (NEAR_WINDOW + 1, False)):
        (found,) = [link for link in judge([ip(apart_by), second]) if link.shared == 1]
        reason = R.SAME_IP_AND_MORE if counts and near else R.SAME_IP
        assert (found.reason, found.strength) == (reason, RULE_OF[reason].strength)
        assert not found.joins


@pytest.mark.parametrize("grade", [G.STRONG, G.RECYCLED])
@pytest.mark.parametrize(
    ("here", "there", "says"),
    [
        (
            Role.VICTIM,
            Role.REPORTED,
            "A victim in this report is reported in the other one.",
        ),
        (
            Role.VICTIM,
            Role.RECIPIENT,
            "A victim in this report is a recipient in the other one.",
        ),
        (
            Role.VICTIM,
            Role.INCIDENT,
            "A victim in this report is named in the incident in the other one.",
        ),
        (
            Role.REPORTED,
            Role.VICTIM,
            "A victim in the other report is reported in this one.",
        ),
    ],
)
def test_a_victim_who_is_reported_elsewhere_is_shown_as_that_and_not_joined(
    grade: Grade, here: Role, there: Role, says: str
) -> None:
    (link,) = judge([meeting(K.EMAIL, grade, here=here, there=there)])
    assert (link.reason, link.strength, link.joins) == (R.OTHER_SIDE, S.STRONG, False)
    assert sentence(link) == says


def test_victims_of_two_reports_are_on_one_side() -> None:
    shared = meeting(K.EMAIL, G.STRONG, here=Role.VICTIM, there=Role.VICTIM)
    assert judged(shared) == [(R.SAME_EMAIL, S.STRONG, True)]


def test_what_only_suggests_does_so_across_sides_too() -> None:
    across = meeting(K.GROUP, G.WEAK, here=Role.VICTIM, there=Role.RECIPIENT)
    assert judged(across) == [(R.SAME_GROUP, S.WEAK, False)]


def test_what_was_set_apart_is_shown_and_does_not_join() -> None:
    assert judged(meeting(K.PHONE, G.RECYCLED, apart=True)) == [(R.SAME_PHONE, S.STRONG, False)]


def test_of_several_sightings_the_strongest_counts() -> None:
    sightings = [ip(WINDOW), ip(0, same_port=True), ip(NEAR_WINDOW), ip(WINDOW + 1)]
    assert judged(*sightings) == [(R.SAME_CONNECTION, S.CONDITIONAL, False)]
    (link,) = judge(
        [
            meeting(K.EMAIL, G.STRONG, here=Role.VICTIM),
            meeting(K.EMAIL, G.STRONG, there=Role.RECIPIENT),
            meeting(K.EMAIL, G.STRONG),
        ]
    )
    assert (link.reason, link.joins, link.there) == (R.SAME_EMAIL, True, Role.REPORTED)


@pytest.mark.parametrize(
    ("stated", "derived"),
    [
        (meeting(K.EMAIL, G.STRONG), meeting(K.EMAIL_VARIANT, G.WEAK, identifier=2)),
        (meeting(K.PHONE, G.RECYCLED), meeting(K.PHONE, G.WEAK, identifier=2)),
        (meeting(K.PHONE, G.RECYCLED, apart=True), meeting(K.PHONE, G.WEAK, identifier=2)),
        (meeting(K.SCREEN_NAME, G.WEAK), meeting(K.SCREEN_NAME_ANY, G.WEAK, identifier=2)),
        (meeting(K.URL, G.PAGE), meeting(K.URL_VARIANT, G.WEAK, identifier=2)),
        (ip(WINDOW), network(WINDOW)),
    ],
)
def test_what_is_derived_goes_without_saying(stated: Meeting, derived: Meeting) -> None:
    def at(one: Meeting, here: int | None, there: int) -> Meeting:
        return msgspec.structs.replace(
            one, here_seen=None if here is None else (5, here), there_seen=(17, there)
        )

    both = judge([at(stated, 3, 4), at(derived, 3, 4)])
    assert both == judge([at(stated, 3, 4)])
    # By other sightings, or by sightings that nobody knows, it is a link of its own.
    assert len(judge([at(stated, 3, 4), at(derived, 3, 5)])) == 2
    assert len(judge([at(stated, 3, 4), at(derived, 2, 4)])) == 2
    assert len(judge([at(stated, None, 4), at(derived, None, 4)])) == 2


def test_a_network_says_something_as_long_as_an_address() -> None:
    assert judged(network(WINDOW)) == [(R.SAME_NETWORK, S.WEAK, False)]
    assert judged(network(WINDOW + 1)) == []
    assert judged(meeting(K.IP_NETWORK, G.WEAK)) == []


def test_a_link_tells_what_was_shared_and_in_which_roles() -> None:
    assert judge([meeting(K.PHONE, G.RECYCLED, identifier=5, there=Role.INCIDENT)]) == (
        Link(
            report=17,
            strength=S.STRONG,
            reason=R.SAME_PHONE,
            joins=True,
            kind=K.PHONE,
            shared=5,
            here=Role.REPORTED,
            there=Role.INCIDENT,
        ),
    )


def test_strong_comes_first_then_the_latest_report_then_by_kind() -> None:
    links = judge(
        [
            meeting(K.GROUP, G.WEAK, report=30, identifier=1),
            meeting(K.ACCOUNT, G.STRONG, report=10, identifier=2),
            meeting(K.EMAIL, G.STRONG, report=10, identifier=3),
            meeting(K.EMAIL, G.STRONG, report=20, identifier=4),
            meeting(K.URL, G.PAGE, report=40, identifier=5),
            meeting(K.EMAIL, G.STRONG, report=10, identifier=1),
        ]
    )
    assert [(link.report, link.shared) for link in links] == [
        (20, 4),
        (10, 1),
        (10, 3),
        (10, 2),
        (40, 5),
        (30, 1),
    ]
    added = said(15, R.ADDED)
    assert in_order([*links, added])[:3] == (links[0], added, links[1])


@pytest.mark.parametrize("reason", [R.NAMES, R.CONFIRMED, R.ADDED])
def test_what_somebody_said_joins(reason: Reason) -> None:
    link = said(17, reason)
    assert link == Link(report=17, strength=S.STRONG, reason=reason, joins=True)
    assert sentence(link) == sentence(reason)


@pytest.mark.parametrize("reason", [rule.reason for rule in RULES if rule.grades])
def test_nobody_can_say_what_follows_from_an_identifier(reason: Reason) -> None:
    with pytest.raises(ValueError, match="identifier"):
        said(17, reason)


def test_every_reason_has_one_rule_and_one_sentence_of_its_own() -> None:
    assert len(RULES) == len(RULE_OF)
    assert {*RULE_OF} == {*Reason}
    sentences = [sentence(reason) for reason in Reason]
    assert len({*sentences}) == len(sentences)
    assert all(text.endswith(".") and text[0].isupper() for text in sentences)


def test_the_windows_are_minutes_hours_and_days() -> None:
    assert (PORT_WINDOW, NEAR_WINDOW, WINDOW) == (
        10 * 60 * 1_000_000,
        6 * 3_600 * 1_000_000,
        7 * 86_400 * 1_000_000,
    )
