"""From a case to its referrals: where it belongs, what goes to whom, and the release."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest

from tests.doors.desk.agencies import A, B, C, D
from tests.doors.desk.referring import case_of
from tests.doors.desk.reporters import reporter
from tests.doors.desk.wiring import Desk, Page, Person, query_of
from tipline.codecs.package import decode_facts, open_bundle
from tipline.domain import report as r
from tipline.domain.desk import DeskRole
from tipline.domain.directory.agency import Channel
from tipline.domain.directory.index import Directory
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import DeliveryState, OverrideReason, ReferralState
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import ContactWish, EventKind, IncidentType
from tipline.ports.operations import OpenReferral, ReadContact, ReadReports
from tipline.stores.public.reading import DatabaseConversationReader

Field = str | list[str]
GROUPS = ("summary", "reported")
HOSTILE = '<script>alert("x")</script>'


def in_us(name: str = "Synthetic name 5") -> r.Report:
    """Return a report about somebody with a US phone, seen at an address of the US."""
    events = (
        r.IpEvent(
            address="192.0.2.7",
            at=Timestamp("2026-11-01T10:00:00Z"),
            event=EventKind.LOGIN,
            port=4711,
        ),
    )
    person = r.Person(
        first_name=name,
        phones=(r.Phone(number="+12025550117"),),
        addresses=(r.Address(country="US"),),
        emails=(r.Email(address="one@example.org"), r.Email(address="two@example.org")),
    )
    summary = r.Summary(
        incident_type=IncidentType.ONLINE_ENTICEMENT,
        incident_time=Timestamp("2026-11-01T10:00:00Z"),
    )
    return r.Report(
        summary=summary,
        reported=(r.Reported(person=person, ip_events=events, additional_info=HOSTILE),),
    )


def a_case(desk: Desk, person: Person, *given: r.Report, is_test: bool = False) -> int:
    found = [desk.report(one, is_test=is_test) for one in given or (in_us(),)]
    return case_of(desk, person, *found)


def form(*agencies: str, groups: Iterable[str] = GROUPS, **more: Field) -> dict[str, Field]:
    """Return the fields of the second step."""
    chosen = {f"groups-{one}": [*groups] for one in agencies}
    return {"filled": "1", "agency": [*agencies], **chosen, **more}


def recommended(person: Person, case: int) -> set[str]:
    """Return which agencies the first step recommends."""
    text = person.get(f"/cases/{case}/refer/").text
    return set(re.findall(r'name="offered" value="([^"]+)"', text))


def complete(person: Person, case: int, *agencies: str) -> dict[str, Field]:
    """Return a form in which nothing is missing."""
    offered = recommended(person, case)
    whys = {f"why-{one}": "faster" for one in set(agencies) - offered}
    left = {f"left-{one}": "recommendation_wrong" for one in offered - set(agencies)}
    return form(*agencies, **whys, **left)


def fields_of(page: Page, action: str) -> dict[str, Field]:
    """Return the hidden fields of a form on a page."""
    found = re.search(rf'action="[^"]*/{action}/">(.*?)</form>', page.text, re.DOTALL)
    assert found is not None
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', found[1]):
        if name != "csrfmiddlewaretoken":
            fields.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def checked(person: Person, case: int, *agencies: str) -> dict[str, Field]:
    """Return the form that releases, from the page that shows what would go."""
    page = person.post(f"/cases/{case}/refer/check/", **complete(person, case, *agencies))
    assert page.status_code == 200
    return fields_of(page, "release")


def release(person: Person, case: int, *agencies: str) -> Page:
    return person.post(f"/cases/{case}/refer/release/", **checked(person, case, *agencies))


def dossier(person: Person, referral: int, version: int = 1) -> Dossier:
    page = person.post(f"/referrals/{referral}/download/", version=str(version), form="zip")
    documents = {one.name: one.data for one in open_bundle(page.content).documents}
    return decode_facts(documents["facts.json"])


def test_a_case_says_where_it_belongs(either: Desk) -> None:
    ada = either.user("ada")
    case = a_case(either, ada)
    assert "It was not referred to anybody yet" in ada.get(f"/cases/{case}/").text
    text = ada.get(f"/cases/{case}/refer/").text
    for said in (
        "Where the reported person is",
        "United States",
        "phone 1",
        "Registry country of an IP address",
        "the registries&#39; table of 1 Nov 2026",
        A.name,
        "Not known:",
    ):
        assert said in text
    assert " checked" not in text
    assert "2025550117" not in text
    reads = [one for one in either.writer.written if isinstance(one, ReadReports)]
    assert [one.part.value for one in reads] == ["referral"]
    assert "Unread (1)" in ada.get("/").text


def test_conflicts_are_shown_and_nothing_known_is_an_answer(desk: Desk) -> None:
    ada = desk.user("ada")
    places = (r.Address(country="US"), r.Address(country="DE"))
    both = r.Report(reported=(r.Reported(person=r.Person(addresses=places)),))
    text = ada.get(f"/cases/{a_case(desk, ada, both)}/refer/").text
    assert "Conflict: where the reported person is" in text
    assert "(United States; Germany)" in text or "(Germany; United States)" in text
    text = ada.get(f"/cases/{a_case(desk, ada, r.Report())}/refer/").text
    assert "No fact leads to any place" in text


def test_a_report_is_referred_by_a_case_of_its_own(desk: Desk) -> None:
    ada = desk.user("ada")
    number = desk.report(in_us())
    assert "Refer this report" in ada.get(f"/reports/{number}/").text
    page = ada.post(f"/reports/{number}/refer/")
    assert page.status_code == 303
    assert ada.post(f"/reports/{number}/refer/").to == page.to
    case = int(page.to.split("/")[-3])
    ada.post(f"/cases/{case}/close/", reason="referred")
    assert ada.post(f"/reports/{number}/refer/").to != page.to
    assert ada.post("/reports/9/refer/").status_code == 404


def test_from_a_case_to_a_released_referral(either: Desk) -> None:
    ada = either.user("ada")
    case = a_case(either, ada)
    page = ada.post(f"/cases/{case}/refer/groups/", agency=A.id, offered=A.id)
    assert page.status_code == 200
    assert "What goes to whom" in page.text
    assert f'name="groups-{A.id}" value="summary"' in page.text
    assert "Why does it get this case" not in page.text
    page = ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, A.id))
    assert page.status_code == 200
    for said in (
        "<strong>2 values</strong>",
        "Reported person or account: e-mail, address",
        "Held back: you did not choose it",
        "verified; last checked 2026-11-01",
        "An analyst downloads it",
        "Example Act, section 17.",
    ):
        assert said in page.text
    assert "one@example.org" not in page.text
    page = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    assert query_of(page) == {"notice": "released"}
    number = int(page.to.split("/")[-2])
    row = either.referrals.referral(number)
    assert row is not None
    assert (row.agency, row.state, row.version) == (A.id, ReferralState.RELEASED, 1)
    found = dossier(ada, number)
    assert found.groups == (FactGroup.SUMMARY, FactGroup.REPORTED)
    assert found.reports[0].report.reported[0].ip_events == ()
    assert found.answer_at is not None
    assert found.answer_at.startswith("https://report.example.org/answer/")
    text = ada.get(f"/cases/{case}/").text
    assert f"Referral {number}</a>" in text
    assert "chose an agency for it: referral" in text


def test_what_is_shown_is_exactly_what_goes(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    page = ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, A.id))
    shown = re.findall(
        r'<th scope="row"[^>]*>([^<]*)</th><td[^>]*data-label="Group">([^<]*)</td>'
        r'<td[^>]*data-label="Values">(\d+)</td>',
        page.text,
    )
    released = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    found = dossier(ada, int(released.to.split("/")[-2]))
    said = msgspec.json.encode(found.reports[0].report, enc_hook=str).decode()
    assert sum(int(values) for *_, values in shown) == len(
        re.findall(r'"(?:[^"\\]|\\.)*"(?=[,}\]])', said)
    )
    assert HOSTILE.replace('"', '\\"') not in said


def test_several_agencies_get_each_their_own(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    fields = complete(ada, case, A.id, B.id) | {f"groups-{B.id}": ["summary"]}
    page = ada.post(f"/cases/{case}/refer/check/", **fields)
    assert "to https://agency-b.example.org/drop" in page.text
    assert "Release to these 2 agencies" in page.text
    page = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    assert page.status_code == 200
    assert "Everything is released" in page.text
    first, second = (desk.referrals.referral(one) for one in (1, 2))
    assert first is not None
    assert second is not None
    assert {first.agency, second.agency} == {A.id, B.id}
    for row in (first, second):
        version = desk.referrals.version(row.number, 1)
        assert version is not None
        sent = row.agency == B.id
        state = DeliveryState.WAITING if sent else DeliveryState.FOR_PICKUP
        assert version.delivery.state is state


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_lost(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    assert B.id in recommended(ada, case)
    page = ada.post(f"/cases/{case}/refer/check/", **form(C.id, D.id, groups=()))
    assert page.status_code == 422
    for said in (
        f"Choose at least one group of facts for {C.name}.",
        f"Choose why {C.name} gets it although it is not recommended.",
        f"Choose why {D.name} gets it although it is not recommended.",
        f"Choose why {B.name} is left out although it is recommended.",
    ):
        assert said in page.text
    more: dict[str, Field] = {
        f"why-{C.id}": "faster",
        f"groups-{C.id}": ["victims"],
        f"left-{B.id}": "other",
    }
    page = ada.post(f"/cases/{case}/refer/check/", **form(C.id, D.id, groups=(), **more))
    assert page.status_code == 422
    assert '<option value="faster" selected>' in page.text
    assert re.search(rf'name="groups-{C.id}" value="victims"[^>]* checked', page.text)
    assert '<option value="other" selected>' in page.text
    assert f"Choose why {C.name} gets" not in page.text


@pytest.mark.parametrize("step", ["groups", "check", "release"])
@pytest.mark.parametrize("asked", [[], ["nobody"], ["agency-a", "<b>"]])
def test_only_agencies_of_the_directory_are_taken(desk: Desk, step: str, asked: list[str]) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    page = ada.post(f"/cases/{case}/refer/{step}/", filled="1", agency=asked)
    assert page.status_code == 422
    assert "There is a problem" in page.text or "Nothing was chosen" in page.text
    assert "<b>" not in page.text
    assert not any(isinstance(one, OpenReferral) for one in desk.writer.written)


def test_reasons_are_kept_for_what_was_chosen_and_what_was_left_out(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    page = release(ada, case, C.id)
    number = int(page.to.split("/")[-2])
    row = desk.referrals.referral(number)
    assert row is not None
    assert row.override is OverrideReason.FASTER
    listed = ada.get("/referrals/?show=all").text
    assert "Left out: the recommendation is wrong" in listed
    text = ada.get(f"/cases/{case}/").text
    assert "Left out: the recommendation is wrong" in text
    page = ada.post(f"/cases/{case}/refer/check/", **form(C.id))
    assert page.status_code == 200  # neither is asked for again


def test_a_second_click_changes_nothing(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    fields = checked(ada, case, A.id)
    first = ada.post(f"/cases/{case}/refer/release/", **fields)
    again = ada.post(f"/cases/{case}/refer/release/", **fields)
    assert (first.to, first.status_code) == (again.to, again.status_code)
    assert len(desk.referrals.referrals(10**9, 10)) == 1 + len(recommended(ada, case) - {A.id})
    assert desk.referrals.version(int(first.to.split("/")[-2]), 2) is None


def test_what_changed_since_it_was_shown_is_shown_again(desk: Desk) -> None:
    ada, ben = desk.user("ada"), desk.user("ben")
    case = a_case(desk, ada)

    def refused(fields: dict[str, Field], person: Person = ada) -> None:
        page = person.post(f"/cases/{case}/refer/release/", **fields)
        assert page.status_code == 409
        assert "Look again, then release it" in page.text
        assert not any(isinstance(one, OpenReferral) for one in desk.writer.written)

    fields = checked(ada, case, A.id)
    refused(fields | {"seen": "x"})
    refused(fields | {f"groups-{A.id}": ["summary"]})
    refused(fields, ben)
    desk.clock.wait(timedelta(minutes=29))
    assert ada.get("/").status_code == 200
    desk.clock.wait(timedelta(minutes=29))
    assert ada.get("/").status_code == 200
    desk.clock.wait(timedelta(minutes=3))
    refused(fields)
    fields = checked(ada, case, A.id)
    ada.post(f"/cases/{case}/add/", report=str(desk.report(in_us())))
    refused(fields)
    fields = checked(ada, case, A.id)
    changed = msgspec.structs.replace(
        A, channel=Channel.HTTPS, address=B.address, age_recipient=B.age_recipient
    )
    desk.agencies = Directory((changed, B, C, D))
    refused(fields)


def test_one_failure_leaves_the_others(desk: Desk) -> None:
    ada = desk.user("ada")
    broken = msgspec.structs.replace(B, age_recipient="age1nonsense")
    desk.agencies = Directory((A, broken, C, D))
    case = a_case(desk, ada)
    page = release(ada, case, A.id, B.id)
    assert page.status_code == 200
    assert "Not everything was released" in page.text
    assert "could not be written or encrypted" in page.text
    states = {row.agency: row.version for row in desk.referrals.referrals(10**9, 10)}
    assert states[A.id] == 1
    assert states[B.id] == 0
    desk.agencies = Directory((A, B, C, D))
    page = release(ada, case, B.id)
    assert query_of(page) == {"notice": "released"}


def test_a_new_version_says_what_is_new(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    number = int(release(ada, case, A.id).to.split("/")[-2])
    later = desk.report(in_us("Synthetic name 6"))
    ada.post(f"/cases/{case}/add/", report=str(later))
    assert "Prepare version 2" in ada.get(f"/referrals/{number}/").text
    page = ada.post(f"/cases/{case}/refer/groups/", agency=A.id)
    assert "This is version 2 of its referral" in page.text
    assert re.search(rf'name="groups-{A.id}" value="reported"[^>]* checked', page.text)
    assert not re.search(rf'name="groups-{A.id}" value="victims"[^>]* checked', page.text)
    page = ada.post(f"/cases/{case}/refer/check/", **form(A.id))
    assert f"Added in report {later}: The whole report" in page.text
    page = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    assert int(page.to.split("/")[-2]) == number
    assert [(one.kind, one.report) for one in dossier(ada, number, 2).changes] == [
        ("added", later)
    ]
    text = ada.post(f"/referrals/{number}/changes/", version="2").text
    assert "The whole report" in text


def test_tests_are_marked_and_only_downloaded(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada, is_test=True)
    page = ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, B.id))
    assert "It is a test" in page.text
    page = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    number = int(page.to.split("/")[-2])
    version = desk.referrals.version(number, 1)
    assert version is not None
    assert version.delivery.channel is Channel.DOWNLOAD
    assert dossier(ada, number).is_test
    assert "Test</strong>" in ada.get("/referrals/").text


def test_a_closed_or_empty_case_is_not_referred(desk: Desk) -> None:
    ada = desk.user("ada")
    number = desk.report(in_us())
    case = case_of(desk, ada, number)
    ada.post(f"/cases/{case}/remove/", report=str(number))
    assert ada.get(f"/cases/{case}/refer/").status_code == 409
    ada.post(f"/cases/{case}/add/", report=str(number))
    ada.post(f"/cases/{case}/close/", reason="referred")
    assert ada.get(f"/cases/{case}/refer/").status_code == 409
    for step in ("groups", "check", "release"):
        page = ada.post(f"/cases/{case}/refer/{step}/", **form(A.id))
        assert page.status_code == 409
        assert ada.post(f"/cases/99/refer/{step}/", **form(A.id)).status_code == 404
    assert ada.get("/cases/99/refer/").status_code == 404


def test_nothing_of_a_report_is_on_the_way(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada, in_us(HOSTILE))
    pages = [
        ada.get(f"/cases/{case}/refer/"),
        ada.post(f"/cases/{case}/refer/groups/", agency=A.id),
        ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, A.id)),
    ]
    for page in pages:
        for word in ("alert(", "192.0.2.7", "example.org/x", "202555", "one@example"):
            assert word not in page.text


def test_the_print_can_be_had_alone(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    number = int(release(ada, case, A.id).to.split("/")[-2])
    page = ada.post(f"/referrals/{number}/download/", version="1", form="print")
    assert page.content.startswith(b"%PDF")
    page = ada.post(f"/referrals/{number}/download/", version="1", form="zip")
    names = zipfile.ZipFile(io.BytesIO(page.content)).namelist()
    assert {"print.pdf", "facts.json", "manifest.json", "manifest.sig"} <= set(names)


def test_a_package_says_which_of_its_reports_belong_together(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada, in_us(), in_us("Synthetic name 6"))
    desk.report(in_us("Synthetic name 7"))  # linked, and not in the case
    number = int(release(ada, case, B.id).to.split("/")[-2])
    (one,) = dossier(ada, number).connections
    assert [one.one, one.other] == sorted(held.number for held in dossier(ada, number).reports)
    assert "e-mail" in one.reason.lower() or "phone" in one.reason.lower()


@pytest.mark.parametrize("agrees", [True, False])
def test_how_a_reporter_can_be_reached_goes_only_by_leave_and_consent(
    desk: Desk, *, agrees: bool
) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    who = reporter(desk, ContactWish.BY_PHONE, agrees=agrees)
    case = case_of(desk, ada, who.number)
    groups = ("summary", "answers", "reporter_contact")
    fields = complete(ada, case, A.id) | {f"groups-{A.id}": [*groups]}
    page = ada.post(f"/cases/{case}/refer/check/", **fields)
    held_back = "the address or number itself is held back"
    assert (held_back in page.text) is agrees
    ada.post(f"/reports/{who.number}/contact/request/", reason="authority")
    (asked,) = DatabaseConversationReader().waiting_requests(10)
    sue.post(f"/contact-requests/{asked.id}/approve/")
    page = ada.post(f"/cases/{case}/refer/check/", **fields)
    assert held_back not in page.text
    assert ("Held back: no reporter agreed" in page.text) is not agrees
    assert (type(desk.writer.written[-1]) is ReadContact) is agrees
    fields = complete(ada, case, B.id) | {f"groups-{B.id}": [*groups]}
    page = ada.post(f"/cases/{case}/refer/check/", **fields)
    assert "this kind of agency never gets it" in page.text
