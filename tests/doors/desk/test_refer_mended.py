"""What is released is what was shown, by whom it was shown to; nothing of the form is believed."""

import re
from datetime import timedelta
from html import unescape

import msgspec

from tests.doors.desk.agencies import A, B, C, D
from tests.doors.desk.referring import answered, case_of
from tests.doors.desk.reporters import reporter
from tests.doors.desk.test_referring import (
    a_case,
    checked,
    complete,
    dossier,
    fields_of,
    form,
    in_us,
    recommended,
    release,
)
from tests.doors.desk.wiring import Desk, WatchedWriter
from tipline.domain import report as r
from tipline.domain.desk import DeskRole
from tipline.domain.directory.agency import Channel
from tipline.domain.directory.index import Directory
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import AnswerKind, ReferralState
from tipline.domain.vocabulary import ContactWish
from tipline.doors.desk.parts import present
from tipline.ports.operations import AnyResult, LeaveOut, OpenReferral, ReleaseReferral, Request
from tipline.services.referrals.answer_referral import Answering, Asked, look_by_link
from tipline.services.referrals.refer_case import Order, Shared, material_of
from tipline.services.referrals.release_order import Ending, release_order
from tipline.services.referrals.study_case import study_case
from tipline.stores.public.reading import DatabaseConversationReader


class LeavesNobodyOut(WatchedWriter):
    """Loses the store when it is to write down who is left out."""

    def write(self, request: Request) -> AnyResult:
        if isinstance(request.operation, LeaveOut):
            raise StoreUnavailableError
        return super().write(request)


def test_contact_that_was_allowed_meanwhile_is_shown_before_it_goes(desk: Desk) -> None:
    ada, sue = desk.user("ada"), desk.user("sue", DeskRole.SUPERVISOR)
    who = reporter(desk, ContactWish.BY_PHONE, agrees=True)
    case = case_of(desk, ada, who.number)
    ada.post(f"/reports/{who.number}/contact/request/", reason="authority")
    groups = ["summary", "answers", "reporter_contact"]
    filled = complete(ada, case, A.id) | {f"groups-{A.id}": groups}
    fields = fields_of(ada.post(f"/cases/{case}/refer/check/", **filled), "release")
    (asked,) = DatabaseConversationReader().waiting_requests(10)
    sue.post(f"/contact-requests/{asked.id}/approve/")
    page = ada.post(f"/cases/{case}/refer/release/", **fields)
    assert page.status_code == 409
    assert not any(isinstance(one, OpenReferral) for one in desk.writer.written)
    page = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    person = dossier(ada, int(page.to.split("/")[-2])).reports[0].report.reporter.person
    assert person.phones or person.emails


def test_only_who_released_it_is_told_so(desk: Desk) -> None:
    ada, ben = desk.user("ada"), desk.user("ben")
    case = a_case(desk, ada)
    hers, his = checked(ada, case, A.id), checked(ben, case, A.id)
    ada.post(f"/cases/{case}/refer/release/", **hers)
    page = ben.post(f"/cases/{case}/refer/release/", **his)
    assert page.status_code == 200
    assert "Not released: it was changed meanwhile" in page.text


def test_a_referral_withdrawn_meanwhile_is_not_opened_again(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    number = int(release(ada, case, A.id).to.split("/")[-2])
    fields = checked(ada, case, A.id)
    ada.post(f"/referrals/{number}/withdraw/", reason="wrong_agency")
    row = desk.referrals.referral(number)
    assert row is not None
    assert row.state is ReferralState.WITHDRAWN
    page = ada.post(f"/cases/{case}/refer/release/", **fields)
    assert "Not released" in page.text or page.status_code == 409
    live = [one for one in desk.referrals.referrals(10**9, 10) if one.agency == A.id]
    assert [one.number for one in live] == [number]


def test_no_doubt_is_in_a_package(desk: Desk) -> None:
    ada = desk.user("ada")
    desk.agencies = Directory((A, msgspec.structs.replace(B, verified=False), C, D))
    case = a_case(desk, ada)
    text = ada.get(f"/cases/{case}/refer/").text
    assert B.name in text[text.index("Possible, not verified") :]
    found = dossier(ada, int(release(ada, case, B.id).to.split("/")[-2]))
    assert set(found.reasons) <= {one.reason for one in found.findings}
    assert not any("verified" in one for one in found.reasons)


def test_what_goes_can_be_changed_and_nothing_is_lost(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    assert B.id in recommended(ada, case)
    page = ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, B.id))
    text = ada.post(f"/cases/{case}/refer/groups/", **fields_of(page, "groups")).text
    assert "It is not recommended" not in text
    page = ada.post(f"/cases/{case}/refer/check/", **complete(ada, case, A.id))
    shown = re.sub(r"<[^>]*>", "", page.text)
    assert "recommendation_wrong" not in shown
    assert "the recommendation is wrong" in shown
    text = ada.post(f"/cases/{case}/refer/groups/", **fields_of(page, "groups")).text
    assert "why does it not get this case" in text
    assert '<option value="recommendation_wrong" selected>' in text


def test_a_verified_agency_is_not_listed_as_unverified(desk: Desk) -> None:
    ada = desk.user("ada")
    weak = r.Reported(person=r.Person(emails=(r.Email(address="x@example.de"),)))
    case = a_case(desk, ada, msgspec.structs.replace(in_us(), reported=(weak,)))
    text = unescape(ada.get(f"/cases/{case}/refer/").text)
    unsure = text.index("Possible, but the place is too unsure")
    unverified = text.find("Possible, not verified")
    place = text.index(C.name, unsure)
    assert unverified == -1 or place < unverified


def test_only_a_referral_of_the_case_passes_it_on(desk: Desk) -> None:
    ada = desk.user("ada")
    one, other = a_case(desk, ada), a_case(desk, ada)
    number = int(release(ada, one, A.id).to.split("/")[-2])
    answered(desk, number, AnswerKind.REDIRECTED, to=C.id)
    for case, agency, expected in ((other, C.id, None), (one, D.id, None), (one, C.id, number)):
        filled = complete(ada, case, agency) | {"redirected": str(number)}
        fields = fields_of(ada.post(f"/cases/{case}/refer/check/", **filled), "release")
        page = ada.post(f"/cases/{case}/refer/release/", **fields)
        row = desk.referrals.referral(int(page.to.split("/")[-2]))
        assert row is not None
        assert row.redirected_from == expected


def test_who_was_left_out_is_asked_about_again_when_reports_came_in(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    release(ada, case, A.id)
    assert ada.post(f"/cases/{case}/refer/check/", **form(A.id)).status_code == 200
    desk.clock.wait(timedelta(minutes=5))
    ada.post(f"/cases/{case}/add/", report=str(desk.report(in_us())))
    page = ada.post(f"/cases/{case}/refer/check/", **form(A.id))
    assert page.status_code == 422
    assert f"Choose why {B.name} is left out" in page.text


def test_records_that_cannot_be_used_are_told_and_the_page_stays(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    told = "records of agencies cannot be used"
    assert told not in ada.get(f"/cases/{case}/refer/").text
    desk.is_directory_old = True
    page = ada.get(f"/cases/{case}/refer/")
    assert page.status_code == 200
    assert told in page.text


def test_an_address_that_may_be_a_proxy_is_told_as_that(desk: Desk) -> None:
    ada = desk.user("ada")
    given = in_us()
    event = msgspec.structs.replace(given.reported[0].ip_events[0], maybe_proxy=True)
    weak = msgspec.structs.replace(given.reported[0], ip_events=(event,))
    case = a_case(desk, ada, msgspec.structs.replace(given, reported=(weak,)))
    assert "maybe a proxy" in ada.get(f"/cases/{case}/refer/").text.lower()


def test_who_is_left_out_is_written_down_before_anything_goes(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    release(ada, case, A.id)
    written = [type(one) for one in desk.writer.written]
    assert written.index(LeaveOut) < written.index(OpenReferral) < written.index(ReleaseReferral)
    assert written.count(LeaveOut) == 1


def test_nothing_goes_while_nobody_can_write_down_who_is_left_out(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    fields = checked(ada, case, A.id)
    before, desk.writer = desk.writer, LeavesNobodyOut(desk.clock)
    assert ada.post(f"/cases/{case}/refer/release/", **fields).status_code == 503
    assert desk.referrals.referrals(10**9, 10) == []
    desk.writer = before
    page = ada.post(f"/cases/{case}/refer/release/", **fields)
    assert page.to.startswith("/desk/referrals/")


def test_the_rules_are_silent_about_what_is_withheld(desk: Desk) -> None:
    ada = desk.user("ada")
    case = a_case(desk, ada)
    filled = complete(ada, case, B.id)
    page = ada.post(f"/cases/{case}/refer/check/", **filled)
    whole = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    assert dossier(ada, int(whole.to.split("/")[-2])).reasons
    page = ada.post(f"/cases/{case}/refer/check/", **filled | {f"groups-{B.id}": "summary"})
    bare = ada.post(f"/cases/{case}/refer/release/", **fields_of(page, "release"))
    found = dossier(ada, int(bare.to.split("/")[-2]), 2)
    assert (found.findings, found.reasons) == ((), ())


def test_a_test_is_not_sent_whatever_is_ordered(desk: Desk) -> None:
    ada = desk.user("ada")
    parts, user = present(), desk.desk.user("ada")
    assert user is not None
    studied, ports = (
        study_case(a_case(desk, ada, is_test=True), user, parts.study()),
        parts.referring(),
    )
    assert studied is not None
    material = material_of(studied, {}, ports)
    shared = Shared(studied=studied, material=material, at=desk.clock.now(), user=user)
    order = Order(agency=B, groups=frozenset(FactGroup), version=1)
    assert B.channel is not Channel.DOWNLOAD
    ended = release_order(order, shared, ports)
    assert ended.ending is Ending.RELEASED
    assert ended.referral is not None
    row = desk.referrals.version(ended.referral, 1)
    assert row is not None
    assert (row.delivery.channel, row.delivery.address) == (Channel.DOWNLOAD, None)


def test_the_link_in_a_package_is_good(desk: Desk) -> None:
    ada = desk.user("ada")
    number = int(release(ada, a_case(desk, ada), A.id).to.split("/")[-2])
    address = dossier(ada, number).answer_at
    assert address is not None
    ports = present().referring()
    answering = Answering(
        reader=desk.referrals,
        writer=desk.writer,
        sealer=desk.sealer,
        links=ports.links,
        clock=desk.clock,
    )
    asked = look_by_link(address.split("/")[-2], answering)
    assert isinstance(asked, Asked)
    assert (asked.referral.number, asked.referral.agency) == (number, A.id)
