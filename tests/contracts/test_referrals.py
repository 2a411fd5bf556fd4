"""What every database must do with referrals: chosen, released in versions, read, withdrawn."""

import pytest

from tests.contracts.making import NOON, add_provider, apply, report
from tests.contracts.referring import (
    ADDRESS,
    DELIVERIES,
    GROUPS,
    HOUR,
    LASTS,
    NOW,
    REFERRALS,
    a_case,
    a_released,
    chosen,
    keep,
    package,
    redirected,
    release,
    released,
    said,
    sha,
    take,
)
from tests.contracts.test_desk import actions
from tipline.domain.cases import CaseCloseReason
from tipline.domain.directory.agency import Channel
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.states import (
    DeliveryState,
    OverrideReason,
    ReferralState,
    StopReason,
)
from tipline.ports import operations as ops
from tipline.ports.referrals.rows import DeliveryRow, ReferralRow, SealedPackage, VersionRow
from tipline.stores.cases.reading import DatabaseCaseReader
from tipline.stores.desk.reading import DatabaseDeskReader

pytestmark = pytest.mark.usefixtures("store")

SEALED, CIPHERTEXT = ops.PieceKind.SEALED, ops.PieceKind.CIPHERTEXT


def state_of(referral: int) -> ReferralState:
    row = REFERRALS.referral(referral)
    assert row is not None
    return row.state


def test_an_agency_is_chosen_for_a_case_and_why_if_it_was_not_recommended() -> None:
    case, user = a_case(11)
    operation = ops.OpenReferral(
        case=case, agency="agency-a", user=user, override=OverrideReason.FASTER
    )
    (result,) = apply(operation)
    assert result == ops.Done(number=1)
    assert REFERRALS.referral(1) == ReferralRow(
        number=1,
        case=case,
        agency="agency-a",
        is_test=False,
        state=ReferralState.PREPARING,
        version=0,
        override=OverrideReason.FASTER,
        redirected_from=None,
        opened_by=user,
        opened_at=NOW,
        changed_at=NOW,
        reason=None,
    )
    assert said(1) == [("referral.opened", "agency:agency-a"), ("referral.overridden", "faster")]
    assert DatabaseCaseReader().history(case, 1)[0].detail == "referral:1"
    assert REFERRALS.versions(1) == []


def test_a_case_goes_to_several_agencies_and_once_to_each() -> None:
    case, user = a_case(11)
    first = chosen(case, user)
    released(first, user=user)
    apply(redirected(first))
    second = ops.OpenReferral(case=case, agency="agency-b", user=user, redirected_from=first)
    assert apply(second) == [ops.Done(number=first + 1)]
    again = ops.OpenReferral(case=case, agency="agency-a", user=user)
    assert apply(again) == [ops.Refused()]
    assert said(first)[-1] == ("referral.followed", f"referral:{first + 1}")
    assert [row.number for row in REFERRALS.referrals_of(case, 9)] == [first + 1, first]
    assert [row.number for row in REFERRALS.referrals(first + 1, 9)] == [first]
    again = ops.OpenReferral(case=case, agency="agency-b", user=user)
    withdraw = ops.WithdrawReferral(referral=first + 1, reason=StopReason.MISTAKE, user=user)
    assert apply(again, withdraw) == [ops.Refused(), ops.Done(number=first + 1)]
    assert apply(again) == [ops.Done(number=first + 2)]


def test_only_what_was_redirected_in_this_case_is_followed() -> None:
    case, user = a_case(11)
    first = chosen(case, user)
    released(first, user=user)
    follow = ops.OpenReferral(case=case, agency="agency-b", user=user, redirected_from=first)
    assert apply(follow) == [ops.Refused()]
    apply(redirected(first))
    apply(ops.OpenCase(reports=(11,), user=user))
    elsewhere = ops.OpenReferral(
        case=case + 1, agency="agency-b", user=user, redirected_from=first
    )
    assert apply(elsewhere, follow) == [ops.Refused(), ops.Done(number=first + 1)]


def test_only_open_cases_are_referred() -> None:
    case, user = a_case(11)
    referral = chosen(case, user)
    apply(ops.CloseCase(case=case, reason=CaseCloseReason.REFERRED, user=user))
    other = ops.OpenReferral(case=case, agency="agency-b", user=user)
    assert apply(other) == [ops.Refused()]
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    keep(referral, 1, CIPHERTEXT, b"age ", package(referral, 1))
    assert apply(release(referral, user=user)) == [ops.Refused()]
    unknown: list[ops.AnyOperation] = [
        ops.OpenReferral(case=99, agency="agency-a", user=user),
        ops.OpenReferral(case=case, agency="agency-a", user=user, redirected_from=99),
    ]
    assert apply(*unknown) == [ops.Unknown()] * 2


def test_what_is_released_is_stored_with_its_delivery_and_in_the_audit_log() -> None:
    referral, user = a_released(urgent=True)
    plain = package(referral, 1)
    delivery = DeliveryRow(
        referral=referral,
        version=1,
        agency="agency-a",
        case=1,
        channel=Channel.EMAIL,
        address=ADDRESS,
        recipient="age1example",
        state=DeliveryState.WAITING,
        urgent=True,
        attempts=0,
        trouble="",
        created_at=NOW,
        due_at=NOW,
        overdue_at=to_microseconds(NOON + 4 * HOUR),
        settled_at=None,
    )
    version = VersionRow(
        referral=referral,
        version=1,
        released_by=user,
        released_at=NOW,
        digest=sha(plain),
        size=len(plain),
        groups=GROUPS,
        link_expires_at=to_microseconds(NOON + LASTS),
        link_revoked_at=None,
        delivery=delivery,
    )
    assert REFERRALS.version(referral, 1) == version
    assert REFERRALS.versions(referral) == [version]
    assert REFERRALS.deliveries((0, 0), 9) == [delivery]
    assert state_of(referral) is ReferralState.RELEASED
    assert REFERRALS.reports_of(referral, 1) == [11]
    assert REFERRALS.package(referral, 1) == SealedPackage(key=b"key", body=b"sealed " + plain)
    assert DELIVERIES.ciphertext(referral, 1) == b"age " + plain
    assert said(referral)[-1] == ("referral.released", "version:1")
    assert REFERRALS.history(referral, 1)[0].digest == sha(plain).hex()
    newest = DatabaseDeskReader().history(11, 1)[0]
    assert (newest.action, newest.detail) == ("report.referred", f"referral:{referral}")


def test_the_same_release_twice_is_done_once_and_another_is_refused() -> None:
    referral, user = a_released()
    before = actions()
    assert apply(release(referral, user=user)) == [ops.Done(number=referral)]
    assert apply(release(referral, user=user, text="other")) == [ops.Refused()]
    assert apply(release(referral, 3, user=user)) == [ops.Stale()]
    late = ops.KeepPiece(referral=referral, version=1, kind=SEALED, place=0, data=b"x")
    assert apply(late) == [ops.Refused()]
    assert actions() == before
    assert len(REFERRALS.versions(referral)) == 1


def test_a_release_with_pieces_missing_or_of_another_package_changes_nothing() -> None:
    case, user = a_case(11)
    referral = chosen(case, user)
    before = actions()
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1), b"of another")
    assert apply(release(referral, user=user)) == [ops.Refused()]
    keep(referral, 1, CIPHERTEXT, b"age ", package(referral, 1))
    assert apply(release(referral, user=user)) == [ops.Refused()]
    assert actions() == before
    assert REFERRALS.package(referral, 1) is None
    assert DELIVERIES.ciphertext(referral, 1) is None
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    assert apply(release(referral, user=user)) == [ops.Done(number=referral)]


def test_pieces_have_a_size_and_a_number() -> None:
    case, user = a_case(11)
    referral = chosen(case, user)

    def piece(place: int, data: bytes, version: int = 1) -> ops.KeepPiece:
        return ops.KeepPiece(
            referral=referral, version=version, kind=SEALED, place=place, data=data
        )

    bad = [
        piece(-1, b"x"),
        piece(ops.MOST_PIECES, b"x"),
        piece(0, b""),
        piece(0, bytes(ops.PIECE_BYTES + 1)),
        piece(0, b"x", version=2),
    ]
    assert apply(*bad) == [ops.Refused()] * len(bad)
    assert apply(piece(0, bytes(ops.PIECE_BYTES))) == [ops.Done(number=0)]


def test_a_large_package_comes_back_as_it_was() -> None:
    case, user = a_case(11)
    referral = chosen(case, user)
    pieces = [bytes([place]) * ops.PIECE_BYTES for place in range(7)]
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    keep(referral, 1, CIPHERTEXT, *pieces, b"end")
    whole = b"".join(pieces) + b"end"
    operation = release(referral, user=user)
    fields = {name: getattr(operation, name) for name in operation.__struct_fields__}
    fields["ciphertext_digest"] = sha(whole)
    assert apply(ops.ReleaseReferral(**fields)) == [ops.Done(number=referral)]
    assert DELIVERIES.ciphertext(referral, 1) == whole


def test_only_reports_of_the_case_and_what_was_added_to_them_are_referred() -> None:
    case, user = a_case(11, 12)
    provider = add_provider()
    apply(ops.SubmitReport(report=report(13, provider, state=State.FINISHED)))
    apply(
        ops.AddSupplement(
            to=13, provider=provider, report=report(14, provider, state=State.FINISHED)
        )
    )
    apply(ops.AddToCase(case=case, reports=(13,), user=user))
    referral = chosen(case, user)
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    keep(referral, 1, CIPHERTEXT, b"age ", package(referral, 1))
    for wrong in ((), (11, 99), (14, 15)):
        assert apply(release(referral, 1, wrong, user=user)) == [ops.Refused()]
    apply(ops.RemoveFromCase(case=case, reports=(12,), user=user))
    assert apply(release(referral, 1, (11, 12), user=user)) == [ops.Refused()]
    assert apply(release(referral, 1, (14, 13, 11), user=user)) == [ops.Done(number=referral)]
    assert REFERRALS.reports_of(referral, 1) == [11, 13, 14]


def test_channel_and_address_belong_together() -> None:
    case, user = a_case(11)
    referral = chosen(case, user)
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    keep(referral, 1, CIPHERTEXT, b"age ", package(referral, 1))
    sent = release(referral, user=user)
    fields = {name: getattr(sent, name) for name in sent.__struct_fields__}
    for wrong in (
        {"channel": Channel.DOWNLOAD},
        {"address": None},
        {"ciphertext_digest": None},
    ):
        assert apply(ops.ReleaseReferral(**{**fields, **wrong})) == [ops.Refused()]
    picked = release(referral, user=user, channel=Channel.DOWNLOAD)
    assert apply(picked) == [ops.Done(number=referral)]
    assert DELIVERIES.ciphertext(referral, 1) is None


def test_a_newer_version_takes_the_place_of_one_that_waits() -> None:
    referral, user = a_released()
    released(referral, 2, user=user)
    newest, first = REFERRALS.versions(referral)
    assert (newest.version, newest.delivery.state) == (2, DeliveryState.WAITING)
    assert first.delivery.state is DeliveryState.STOPPED
    assert [(one.referral, one.version) for one in take()] == [(referral, 2)]
    row = REFERRALS.referral(referral)
    assert row is not None
    assert row.version == 2


def test_reading_a_version_is_in_the_audit_log() -> None:
    referral, user = a_released()
    read = ops.ReadPackage(referral=referral, version=1, user=user)
    assert apply(read) == [ops.Done(number=referral)]
    assert said(referral)[-1] == ("referral.read", "version:1")
    assert apply(ops.ReadPackage(referral=referral, version=2, user=user)) == [ops.Unknown()]


def test_what_was_withdrawn_is_not_sent_and_not_released_again() -> None:
    referral, user = a_released()
    keep(referral, 2, SEALED, b"half")
    operation = ops.WithdrawReferral(referral=referral, reason=StopReason.WRONG_AGENCY, user=user)
    assert apply(operation) == [ops.Done(number=referral)]
    assert apply(operation) == [ops.Refused()]
    row = REFERRALS.referral(referral)
    assert row is not None
    assert (row.state, row.reason) == (ReferralState.WITHDRAWN, StopReason.WRONG_AGENCY)
    assert take() == ()
    assert REFERRALS.deliveries((0, 0), 9) == []
    assert said(referral)[-1] == ("referral.withdrawn", "wrong_agency")
    piece = ops.KeepPiece(referral=referral, version=2, kind=SEALED, place=0, data=b"half")
    assert apply(piece, release(referral, 2, user=user)) == [ops.Refused()] * 2


def test_a_link_is_revoked_once() -> None:
    referral, user = a_released()
    operation = ops.RevokeLink(referral=referral, version=1, user=user)
    assert apply(operation, after=HOUR) == [ops.Done(number=referral)]
    assert apply(operation) == [ops.Refused()]
    version = REFERRALS.version(referral, 1)
    assert version is not None
    assert version.link_revoked_at == to_microseconds(NOON + HOUR)
    assert said(referral)[-1] == ("referral.link_revoked", "version:1")


def test_what_is_not_there_changes_nothing() -> None:
    _, user = a_case(11)
    before = actions()
    nothing: list[ops.AnyOperation] = [
        ops.KeepPiece(referral=9, version=1, kind=SEALED, place=0, data=b"x"),
        release(9, user=user),
        ops.ReadPackage(referral=9, version=1, user=user),
        ops.WithdrawReferral(referral=9, reason=StopReason.MISTAKE, user=user),
        ops.RevokeLink(referral=9, version=1, user=user),
        ops.PickUp(referral=9, version=1, user=user),
        ops.ResolveDelivery(referral=9, version=1, resolution=ops.Resolution.ARRIVED, user=user),
    ]
    assert apply(*nothing) == [ops.Unknown()] * len(nothing)
    assert actions() == before
    assert REFERRALS.referral(9) is None
    assert REFERRALS.version(9, 1) is None


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.HTTPS, Channel.SFTP])
def test_a_test_never_leaves_by_itself(channel: Channel) -> None:
    case, user = a_case(11, is_test=True)
    referral = chosen(case, user)
    keep(referral, 1, SEALED, b"sealed ", package(referral, 1))
    keep(referral, 1, CIPHERTEXT, b"age " + package(referral, 1))
    assert apply(release(referral, channel=channel, user=user)) == [ops.Refused()]
    assert take() == ()
    assert apply(release(referral, channel=Channel.DOWNLOAD, user=user)) == [
        ops.Done(number=referral)
    ]


def test_who_is_left_out_is_recorded_with_all_others_or_not_at_all() -> None:
    case, user = a_case(11)
    referral = chosen(case, user, "agency-b")
    reasons = {
        "agency-a": OverrideReason.RECOMMENDATION_WRONG,
        "agency-b": OverrideReason.FASTER,
        "agency-c": OverrideReason.FASTER,
    }
    leaving = ops.LeaveOut(case=case, user=user, reasons=reasons)
    assert apply(leaving) == [ops.Done(number=case)]
    rows = {one.agency: one for one in REFERRALS.referrals_of(case, 10)}
    assert rows["agency-b"].number == referral
    assert rows["agency-b"].state is ReferralState.PREPARING
    for name in ("agency-a", "agency-c"):
        row = rows[name]
        assert (row.state, row.version) == (ReferralState.WITHDRAWN, 0)
        assert (row.override, row.reason) == (reasons[name], StopReason.NOT_NEEDED)
        assert [action for action, _ in said(row.number)] == [
            "referral.opened",
            "referral.overridden",
            "referral.withdrawn",
        ]
    assert apply(ops.LeaveOut(case=99, user=user, reasons=reasons)) == [ops.Unknown()]
    apply(ops.CloseCase(case=case, reason=CaseCloseReason.REFERRED, user=user))
    assert apply(leaving) == [ops.Refused()]
    assert len(REFERRALS.referrals_of(case, 10)) == 3
