"""Made-up reports for the unit tests: one with every fact there is, and ways to change one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.timestamp import Timestamp

NOW = datetime(2026, 6, 1, 12, 0, 0, 500_000, tzinfo=UTC)
"""The moment at which every test checks."""

TIME = Timestamp("2026-01-31T13:45:00.123456789+02:00")
LATER = Timestamp("2026-01-31T13:45:01Z")
SHARED = "shared@example.org"
"""Every person has this address, so that incidents may name it."""


def phones() -> tuple[r.Phone, ...]:
    """Return one phone with every fact."""
    return (
        r.Phone(
            number="202 555 0117",
            kind=v.PhoneType.MOBILE,
            verified=True,
            verified_at=TIME,
            calling_code="+1",
            extension="17",
        ),
    )


def emails(name: str = "someone") -> tuple[r.Email, ...]:
    """Return two addresses: one with every fact, and the one everybody has."""
    return (
        r.Email(
            address=f"{name}@example.org", kind=v.EmailType.HOME, verified=True, verified_at=TIME
        ),
        r.Email(address=SHARED),
    )


def addresses() -> tuple[r.Address, ...]:
    """Return one postal address with every fact."""
    return (
        r.Address(
            kind=v.AddressType.HOME,
            street="17 Example Street",
            city="Springfield",
            zip_code="12345",
            state="NY",
            region="Example Region",
            country="US",
        ),
    )


def ip_events() -> tuple[r.IpEvent, ...]:
    """Return one IP event with every fact."""
    return (
        r.IpEvent(
            address="192.0.2.17",
            event=v.EventKind.LOGIN,
            at=TIME,
            maybe_proxy=False,
            port=51_217,
        ),
    )


def person(name: str = "someone") -> r.Person:
    """Return a person with every fact."""
    return r.Person(
        first_name="Example",
        last_name="Person",
        phones=phones(),
        emails=emails(name),
        addresses=addresses(),
        age=17,
        age_conflict=False,
        born=date(2009, 1, 31),
    )


def contact() -> r.Contact:
    """Return a contact with every fact."""
    return r.Contact(
        first_name="Example",
        last_name="Officer",
        phones=phones(),
        emails=emails("desk"),
        addresses=addresses(),
    )


def account() -> dict[str, Any]:
    """Return what any account may carry."""
    return {
        "account_id": "id-17",
        "service": "Example Chat",
        "compromised": False,
        "screen_name": "user_17",
        "display_names": ("User 17", "User XVII"),
        "profile_urls": ("https://example.org/user_17", "https://example.net/user_17"),
        "profile_bio": "Synthetic narrative 3.",
        "ip_events": ip_events(),
        "devices": (r.Device(kind="IMEI", value="1234", event=v.EventKind.OTHER, at=TIME),),
        "prior_reports": (12_345_678, 123_456_789),
        "temporarily_disabled": r.TemporaryDisabling(
            disabled=True,
            disabled_at=TIME,
            user_notified=True,
            user_notified_at=LATER,
            reenabled_at=LATER,
        ),
        "permanently_disabled": r.Disabling(
            disabled=False, disabled_at=TIME, user_notified=True, user_notified_at=LATER
        ),
        "all_emails_reported": True,
    }


def location() -> r.EstimatedLocation:
    """Return an estimated location with every fact."""
    return r.EstimatedLocation(
        city="Example City",
        region="Example Region",
        country="DE",
        verified=True,
        estimated_at=TIME,
    )


def associated_account() -> r.AssociatedAccount:
    """Return an associated account with every fact but a date of birth, which excludes the age."""
    return r.AssociatedAccount(
        **account(),
        kind=v.AccountType.LINKED,
        platform=r.AccountPlatform(name="Example Games", third_party=True),
        first_name="Example",
        middle_name="Other",
        last_name="Person",
        age=17,
        age_conflict=True,
        phones=phones(),
        emails=emails("associated"),
        addresses=addresses(),
        group="Example Group",
        additional_info="Synthetic narrative 4.",
    )


def incidents() -> tuple[r.Incident, ...]:
    """Return one incident on each technology, with every fact."""
    content, info = "Synthetic narrative 5.", "Synthetic narrative 6."
    return (
        r.WebPageIncident(
            urls=("https://example.org/17", "example.net"),
            third_party_hosted=True,
            additional_info=info,
        ),
        r.EmailIncident(emails=_incident_emails(), content=content, additional_info=info),
        r.NewsgroupIncident(
            name="example.group",
            emails=_incident_emails(),
            content=content,
            additional_info=info,
        ),
        r.ChatIncident(client="Example Chat", room="17", content=content, additional_info=info),
        r.GameIncident(game="Example Quest", console="17", content=content, additional_info=info),
        r.PhoneIncident(
            phone=phones()[0],
            latitude=Decimal("51.50740"),
            longitude=Decimal("-0.12780"),
            additional_info=info,
        ),
        r.OfflineIncident(place_name="Example Place", addresses=addresses(), additional_info=info),
        r.PeerToPeerIncident(client="Example Share", ip_events=ip_events(), additional_info=info),
    )


def _incident_emails() -> tuple[r.Email, ...]:
    return (r.Email(address=SHARED, kind=v.EmailType.WORK, verified=True, verified_at=TIME),)


def full_report() -> r.Report:
    """Return a provider's report that is right, with every fact there is in every place."""
    return r.Report(
        summary=r.Summary(
            incident_type=v.IncidentType.ONLINE_ENTICEMENT,
            platform="Example Chat",
            urgency_reason="Synthetic narrative 1.",
            annotations=r.Annotations(spam=True, informational=True),
            incident_time=TIME,
            incident_time_meaning="Synthetic narrative 2.",
        ),
        incidents=incidents(),
        law_enforcement=r.LawEnforcement(
            agency="Example Agency",
            case_number="17/2026",
            officer=contact(),
            told_by_reporter=True,
            domestic_process_served=False,
            foreign_process=r.ForeignLegalProcess(served=True, country="FR"),
        ),
        reporter=r.Reporter(
            person=person("reporter"),
            contact=contact(),
            company_template="Synthetic narrative 7.",
            terms_of_service="Synthetic narrative 8.",
            legal_url="https://example.org/legal",
        ),
        reported=(
            r.Reported(
                **account(),
                person=person("reported"),
                location=location(),
                vehicle="Synthetic narrative 9.",
                third_party=False,
                group="Example Group",
                associated_accounts=(associated_account(),),
                additional_info="Synthetic narrative 10.",
            ),
        ),
        recipients=(
            r.Recipient(
                **account(),
                person=person("recipient"),
                location=location(),
                group="Example Group",
                additional_info=("Synthetic narrative 11.", "Synthetic narrative 12."),
            ),
        ),
        victims=(
            r.Victim(
                **account(),
                person=person("victim"),
                location=location(),
                school="Example School",
                associated_accounts=(associated_account(),),
                additional_info="Synthetic narrative 13.",
            ),
        ),
        additional_info="Synthetic narrative 14.",
    )


def public_report() -> r.Report:
    """Return the smallest report by a member of the public with every answer given."""
    return r.Report(
        public=r.PublicAnswers(
            relation=v.Relation.WITNESS,
            danger_now=v.Answer.NO,
            meeting_planned=v.Answer.UNKNOWN,
            threats_or_demands=v.Answer.YES,
            child_can_be_found=v.Answer.NO,
            still_going_on=v.Answer.UNKNOWN,
            category="example_category",
            seen=(
                r.Seen(
                    of="/incidents/0",
                    day="2026-01-31",
                    time="about 8 pm",
                    zone="+02:00",
                    about=True,
                    still_there=v.Answer.YES,
                ),
            ),
            child_age=v.AgeBand.FROM_10_TO_12,
            child_safe_now=v.Answer.UNKNOWN,
            child_knows=v.Answer.NO,
            contact_wish=v.ContactWish.BY_CODE,
            contact_times="Synthetic narrative 15.",
            contact_is_private=v.Answer.YES,
            contact_may_go_to_police=True,
            language="en",
            consent_version="1",
            incomplete=True,
            unconfirmed=True,
        ),
    )


def provider_report() -> r.Report:
    """Return the smallest report that a provider can send."""
    return r.Report(
        summary=r.Summary(incident_type=v.IncidentType.SEX_TOURISM, incident_time=TIME),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address="desk@example.org"),))),
    )


def value_at(value: Any, pointer: str) -> Any:  # noqa: ANN401 - any value of a report
    """Return what stands at a JSON Pointer into a report."""
    for segment in pointer.split("/")[1:]:
        value = value[int(segment)] if isinstance(value, tuple) else getattr(value, segment)
    return value


def put(value: Any, pointer: str, new: Any) -> Any:  # noqa: ANN401 - any value of a report
    """Return a copy of a report with something else at a JSON Pointer."""
    if not pointer:
        return new
    segment, slash, rest = pointer[1:].partition("/")
    if isinstance(value, tuple):
        at = int(segment)
        return (*value[:at], put(value[at], slash + rest, new), *value[at + 1 :])
    inside = put(getattr(value, segment), slash + rest, new)
    return msgspec.structs.replace(value, **{segment: inside})


def parts(value: Any, pointer: str = "") -> Iterator[tuple[str, r.Part]]:  # noqa: ANN401
    """Yield every part of a report with its JSON Pointer, itself first."""
    if isinstance(value, r.Part):
        yield pointer, value
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name), f"{pointer}/{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from parts(item, f"{pointer}/{index}")


def places_of(kind: type[r.Part], report: r.Report | None = None) -> list[str]:
    """Return the pointers of all parts of exactly one type, in the full report unless told."""
    return [at for at, part in parts(report or full_report()) if type(part) is kind]


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield every single value of a report, absent ones too, with its JSON Pointer."""
    if isinstance(value, r.Part):
        for name in value.__struct_fields__:
            yield from leaves(getattr(value, name), f"{pointer}/{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{index}")
    else:
        yield pointer, value


def part_types(hint: Any = r.Report) -> set[type[r.Part]]:  # noqa: ANN401 - any annotation
    """Return every type of part that a report can hold, by the types of the fields."""
    if isinstance(hint, type) and issubclass(hint, r.Part):
        return {hint}.union(*(part_types(inner) for inner in _hints(hint).values()))
    if isinstance(hint, UnionType) or get_args(hint):
        return set().union(*(part_types(inner) for inner in get_args(hint)))
    return set()


def text_fields(kind: type[r.Part]) -> set[str]:
    """Return the fields of a part that hold free text, or a list of it."""
    texts = (str, str | None, tuple[str, ...])
    return {name for name, hint in _hints(kind).items() if hint in texts}


def _hints(kind: type[r.Part]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}
