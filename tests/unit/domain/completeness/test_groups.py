"""Each group of facts: present, partly there, absent, and the sentences of what is missing."""

from typing import Any

import pytest

from tests.unit.reports import TIME, full_report, public_report, put
from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.completeness import GroupFinding, State, completeness

SENTENCES = {
    "time": (
        "when it happened: date, time and zone",
        "what the time means: the act, its discovery, an upload, a log-in",
    ),
    "reported_account": (
        "the account's unique ID in the service",
        "the service the account is on",
        "its screen name or profile address",
    ),
    "ip_events": (
        "an IP address the account used",
        "the exact time of the connection, with zone",
        "the source port of the connection",
        "what happened then: log-in, upload, ...",
    ),
    "contact_identifiers": (
        "an e-mail address or phone number of the reported person",
        "whether the service verified it, and when",
    ),
    "channel": (
        "where it happened: web page, e-mail, chat, game, phone, ...",
        "what identifies the place there: address, room, game, or the text",
        "the name of the application or service",
    ),
    "victim": (
        "anything that identifies the child: account, name, contact",
        "the child's age or date of birth",
        "where the child is",
    ),
    "place": (
        "the country of the reported person or the victim",
        "region, city or postal code",
    ),
    "prior_reports": ("the numbers of earlier reports, if there are any",),
    "urgency_reason": ("why it cannot wait, if a child is at risk now",),
    "reporter_contact": (
        "an e-mail address of the reporting person",
        "a person or desk that investigators can call",
        "how to serve process, how long data is kept, the emergency number",
    ),
}
"""What each group can lack, the most useful first."""


def finding(report: r.Report, group: str) -> GroupFinding:
    return next(found for found in completeness(report).groups if found.group == group)


def judged(report: r.Report, group: str) -> tuple[State, tuple[int, ...]]:
    """Return the state of one group and the places in `SENTENCES` of what it lacks."""
    found = finding(report, group)
    known = SENTENCES[group]
    assert set(found.missing) <= set(known)
    return found.state, tuple(known.index(sentence) for sentence in found.missing)


def with_facts(**facts: Any) -> r.Report:  # noqa: ANN401 - any facts of a report
    return r.Report(**facts)


def reported(**facts: Any) -> r.Report:  # noqa: ANN401 - any facts of an account
    return r.Report(reported=(r.Reported(**facts),))


def victim(**facts: Any) -> r.Report:  # noqa: ANN401 - any facts of a victim
    return r.Report(victims=(r.Victim(**facts),))


def reporter(**facts: Any) -> r.Report:  # noqa: ANN401 - any facts of a reporter
    return r.Report(reporter=r.Reporter(**facts))


def public(wish: v.ContactWish, **facts: Any) -> r.Report:  # noqa: ANN401 - any facts of a person
    answers = r.PublicAnswers(contact_wish=wish)
    return r.Report(reporter=r.Reporter(person=r.Person(**facts)), public=answers)


PHONE = r.Phone(number="555 0117")
EMAIL = r.Email(address="user@example.org")
UNNAMED = r.Email(address=" ", kind=v.EmailType.HOME)
UNNUMBERED = r.Phone(number="", verified=True)
CODE_ONLY = v.ContactWish.BY_CODE
AUSTRIA = r.EstimatedLocation(country="AT")
ASSOCIATED = r.AssociatedAccount(emails=(EMAIL,), addresses=(r.Address(country="AT"),))
PARTLY, ABSENT, PRESENT = State.PARTLY, State.ABSENT, State.PRESENT

CASES: tuple[tuple[str, r.Report, State, tuple[int, ...]], ...] = (
    ("time", with_facts(summary=r.Summary(incident_time=TIME)), PARTLY, (1,)),
    ("time", with_facts(summary=r.Summary(incident_time_meaning="17")), PARTLY, (0,)),
    ("time", with_facts(summary=r.Summary(incident_time_meaning=" ")), ABSENT, (0, 1)),
    (
        "time",
        with_facts(summary=r.Summary(incident_time=TIME, incident_time_meaning="17")),
        PRESENT,
        (),
    ),
    ("reported_account", reported(account_id="17"), PARTLY, (1, 2)),
    ("reported_account", reported(service="Example Chat"), PARTLY, (0, 2)),
    ("reported_account", reported(screen_name="user_17"), PARTLY, (0, 1)),
    ("reported_account", reported(display_names=("", "User 17")), PARTLY, (0, 1)),
    ("reported_account", reported(profile_urls=("example.org",)), PARTLY, (0, 1)),
    ("reported_account", reported(additional_info="17"), PARTLY, (0, 1, 2)),
    ("reported_account", reported(person=r.Person(age=0)), PARTLY, (0, 1, 2)),
    ("reported_account", reported(compromised=True), PARTLY, (0, 1, 2)),
    ("reported_account", reported(), ABSENT, (0, 1, 2)),
    ("reported_account", reported(compromised=False), ABSENT, (0, 1, 2)),
    ("reported_account", reported(person=r.Person()), ABSENT, (0, 1, 2)),
    ("reported_account", reported(screen_name="", display_names=(" ",)), ABSENT, (0, 1, 2)),
    (
        "reported_account",
        reported(account_id="17", service="Example Chat", screen_name="user_17"),
        PRESENT,
        (),
    ),
    (
        "reported_account",
        with_facts(
            reported=(
                r.Reported(account_id="17"),
                r.Reported(service="Example Chat", profile_urls=("example.org",)),
            )
        ),
        PRESENT,
        (),
    ),
    ("ip_events", reported(ip_events=(r.IpEvent(address="192.0.2.17"),)), PARTLY, (1, 2, 3)),
    ("ip_events", reported(ip_events=(r.IpEvent(address=" "),)), ABSENT, (0, 1, 2, 3)),
    (
        "ip_events",
        reported(ip_events=(r.IpEvent(address="192.0.2.17", at=TIME, maybe_proxy=False),)),
        PARTLY,
        (2, 3),
    ),
    (
        "ip_events",
        victim(ip_events=(r.IpEvent(address="192.0.2.17", port=17),)),
        PARTLY,
        (1, 3),
    ),
    (
        "ip_events",
        with_facts(
            recipients=(
                r.Recipient(
                    ip_events=(r.IpEvent(address="192.0.2.17", event=v.EventKind.UNKNOWN),)
                ),
            )
        ),
        PARTLY,
        (1, 2),
    ),
    (
        "ip_events",
        reported(
            associated_accounts=(
                r.AssociatedAccount(
                    ip_events=(
                        r.IpEvent(address="192.0.2.17", at=TIME, port=17, event=v.EventKind.LOGIN),
                    )
                ),
            )
        ),
        PRESENT,
        (),
    ),
    (
        "ip_events",
        with_facts(
            incidents=(r.PeerToPeerIncident(ip_events=(r.IpEvent(address="192.0.2.17", port=1),)),)
        ),
        PARTLY,
        (1, 3),
    ),
    (
        "ip_events",  # time and port of different connections are of little use
        reported(
            ip_events=(
                r.IpEvent(address="192.0.2.17", at=TIME),
                r.IpEvent(address="192.0.2.18", port=17, event=v.EventKind.LOGIN),
                r.IpEvent(address="", at=TIME, port=17, event=v.EventKind.LOGIN),
            )
        ),
        PARTLY,
        (1,),
    ),
    ("contact_identifiers", reported(person=r.Person(emails=(EMAIL,))), PARTLY, (1,)),
    ("contact_identifiers", reported(person=r.Person(phones=(PHONE,))), PARTLY, (1,)),
    ("contact_identifiers", reported(associated_accounts=(ASSOCIATED,)), PARTLY, (1,)),
    ("contact_identifiers", reported(person=r.Person(emails=(UNNAMED,))), ABSENT, (0, 1)),
    ("contact_identifiers", reported(person=r.Person(phones=(UNNUMBERED,))), ABSENT, (0, 1)),
    ("contact_identifiers", victim(person=r.Person(emails=(EMAIL,))), ABSENT, (0, 1)),
    (
        "contact_identifiers",
        reported(person=r.Person(phones=(r.Phone(number="17", verified=False),))),
        PRESENT,
        (),
    ),
    (
        "contact_identifiers",
        reported(
            person=r.Person(phones=(PHONE,), emails=(r.Email(address="a@b", verified=True),))
        ),
        PRESENT,
        (),
    ),
    ("channel", with_facts(incidents=(r.ChatIncident(),)), PARTLY, (1, 2)),
    ("channel", with_facts(incidents=(r.ChatIncident(content=" "),)), PARTLY, (1, 2)),
    ("channel", with_facts(incidents=(r.ChatIncident(room="17"),)), PARTLY, (2,)),
    ("channel", with_facts(summary=r.Summary(platform="Example Chat")), PARTLY, (0, 1)),
    ("channel", reported(service="Example Chat"), PARTLY, (0, 1)),
    ("channel", victim(service="Example Chat"), PARTLY, (0, 1)),
    ("channel", with_facts(recipients=(r.Recipient(service="17"),)), PARTLY, (0, 1)),
    (
        "channel",
        with_facts(
            incidents=(r.GameIncident(), r.OfflineIncident(addresses=(r.Address(city="17"),))),
            summary=r.Summary(platform="Example Chat"),
        ),
        PRESENT,
        (),
    ),
    ("victim", victim(), ABSENT, (0, 1, 2)),
    ("victim", victim(profile_bio="17"), PARTLY, (0, 1, 2)),
    ("victim", victim(person=r.Person(age=0)), PARTLY, (0, 2)),
    ("victim", victim(person=r.Person(age_conflict=True)), PARTLY, (0, 1, 2)),
    *(
        ("victim", victim(**facts), PARTLY, (1, 2))
        for facts in (
            {"account_id": "17"},
            {"screen_name": "user_17"},
            {"display_names": ("User 17",)},
            {"profile_urls": ("example.org",)},
            {"school": "Example School"},
            {"person": r.Person(first_name="Example")},
            {"person": r.Person(last_name="Person")},
            {"person": r.Person(emails=(EMAIL,))},
            {"person": r.Person(phones=(PHONE,))},
            {"ip_events": (r.IpEvent(address="192.0.2.17"),)},
        )
    ),
    ("victim", victim(person=r.Person(emails=(UNNAMED,))), PARTLY, (0, 1, 2)),
    ("victim", victim(person=r.Person(phones=(UNNUMBERED,))), PARTLY, (0, 1, 2)),
    ("victim", victim(ip_events=(r.IpEvent(address="", port=17),)), PARTLY, (0, 1, 2)),
    ("victim", victim(location=AUSTRIA), PARTLY, (0, 1)),
    ("victim", victim(location=r.EstimatedLocation(verified=True)), PARTLY, (0, 1, 2)),
    ("victim", victim(location=r.EstimatedLocation()), ABSENT, (0, 1, 2)),
    *(
        ("victim", victim(person=r.Person(addresses=(r.Address(), address))), PARTLY, (0, 1))
        for address in (
            r.Address(street="17"),
            r.Address(city="17"),
            r.Address(zip_code="17"),
            r.Address(state="NY"),
            r.Address(region="17"),
            r.Address(country="AT"),
        )
    ),
    (
        "victim",
        victim(person=r.Person(addresses=(r.Address(kind=v.AddressType.HOME),))),
        PARTLY,
        (0, 1, 2),
    ),
    (
        "victim",
        victim(account_id="17", person=r.Person(age=17), location=AUSTRIA),
        PRESENT,
        (),
    ),
    ("place", reported(location=AUSTRIA), PARTLY, (1,)),
    ("place", victim(location=r.EstimatedLocation(city="17")), PARTLY, (0,)),
    ("place", victim(location=r.EstimatedLocation(country="", region=" ")), ABSENT, (0, 1)),
    ("place", reported(person=r.Person(addresses=(r.Address(state="NY"),))), PRESENT, ()),
    ("place", victim(person=r.Person(addresses=(r.Address(country="AT"),))), PARTLY, (1,)),
    ("place", reported(associated_accounts=(ASSOCIATED,)), PARTLY, (1,)),
    ("place", victim(associated_accounts=(ASSOCIATED,)), PARTLY, (1,)),
    ("place", reported(person=r.Person(addresses=(r.Address(street="17"),))), ABSENT, (0, 1)),
    ("place", with_facts(recipients=(r.Recipient(location=AUSTRIA),)), ABSENT, (0, 1)),
    (
        "place",
        with_facts(incidents=(r.OfflineIncident(addresses=(r.Address(zip_code="17"),)),)),
        PARTLY,
        (0,),
    ),
    (
        "place",
        reported(location=AUSTRIA, person=r.Person(addresses=(r.Address(region="17"),))),
        PRESENT,
        (),
    ),
    ("prior_reports", reported(prior_reports=(17,)), PRESENT, ()),
    ("prior_reports", victim(prior_reports=(17,)), PRESENT, ()),
    (
        "prior_reports",
        victim(associated_accounts=(r.AssociatedAccount(prior_reports=(17,)),)),
        PRESENT,
        (),
    ),
    (
        "prior_reports",
        with_facts(recipients=(r.Recipient(prior_reports=(17,)),)),
        PRESENT,
        (),
    ),
    ("prior_reports", reported(account_id="17"), ABSENT, (0,)),
    ("urgency_reason", with_facts(summary=r.Summary(urgency_reason="17")), PRESENT, ()),
    ("urgency_reason", with_facts(summary=r.Summary(urgency_reason=" ")), ABSENT, (0,)),
    ("reporter_contact", reporter(), ABSENT, (0, 1, 2)),
    ("reporter_contact", reporter(person=r.Person(emails=(EMAIL,))), PARTLY, (1, 2)),
    ("reporter_contact", reporter(person=r.Person(emails=(UNNAMED,))), PARTLY, (0, 1, 2)),
    ("reporter_contact", reporter(person=r.Person(phones=(PHONE,))), PARTLY, (0, 2)),
    ("reporter_contact", reporter(person=r.Person(phones=(UNNUMBERED,))), PARTLY, (0, 1, 2)),
    ("reporter_contact", reporter(contact=r.Contact(emails=(EMAIL,))), PARTLY, (0, 2)),
    ("reporter_contact", reporter(contact=r.Contact(phones=(PHONE,))), PARTLY, (0, 2)),
    ("reporter_contact", reporter(contact=r.Contact(emails=(UNNAMED,))), PARTLY, (0, 1, 2)),
    ("reporter_contact", reporter(contact=r.Contact()), ABSENT, (0, 1, 2)),
    ("reporter_contact", reporter(company_template="17"), PARTLY, (0, 1)),
    ("reporter_contact", reporter(legal_url="example.org"), PARTLY, (0, 1)),
    ("reporter_contact", reporter(terms_of_service="17"), PARTLY, (0, 1, 2)),
    (
        "reporter_contact",
        reporter(person=r.Person(emails=(EMAIL,), phones=(PHONE,)), legal_url="example.org"),
        PRESENT,
        (),
    ),
)


@pytest.mark.parametrize(("group", "report", "state", "lacks"), CASES)
def test_a_group_is_judged_by_its_facts(
    group: str, report: r.Report, state: State, lacks: tuple[int, ...]
) -> None:
    assert judged(report, group) == (state, lacks)


WISH = "a way to reach the reporter, if the reporter wants that"


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (public(v.ContactWish.NONE), ABSENT),
        (public(v.ContactWish.NONE, emails=(UNNAMED,)), ABSENT),
        (public(v.ContactWish.BY_EMAIL), PRESENT),
        (public(v.ContactWish.BY_PHONE), PRESENT),
        (public(CODE_ONLY), PRESENT),
        (public(v.ContactWish.BY_EMAIL, emails=(EMAIL,)), PRESENT),
        (public(v.ContactWish.NONE, phones=(PHONE,)), PRESENT),
    ],
)
def test_of_the_public_only_a_way_back_is_asked(report: r.Report, state: State) -> None:
    found = finding(report, "reporter_contact")
    assert (found.state, found.missing) == (state, () if state is PRESENT else (WISH,))


def test_everything_is_missing_from_nothing() -> None:
    groups = completeness(r.Report()).groups
    assert {group.group: group.missing for group in groups} == SENTENCES
    assert {group.state for group in groups} == {State.ABSENT}


def test_the_full_report_lacks_nothing() -> None:
    for group in completeness(full_report()).groups:
        assert (group.state, group.missing) == (State.PRESENT, ())


def test_absent_subjects_are_no_hindrance() -> None:
    report = put(full_report(), "/reported/0/person", None)
    report = put(report, "/recipients/0/person", None)
    assert {group.state for group in completeness(report).groups} == {State.PRESENT}
    assert completeness(public_report()).groups
