"""Referrals through their services on every database: released, looked at, answered by link."""

from datetime import datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.contracts.making import NOON
from tests.contracts.referring import ADDRESS, DELIVERIES, GROUPS, NOW, REFERRALS, a_case, said
from tests.contracts.referring import token as token_of
from tipline.domain.desk import DeskRole
from tipline.domain.directory.agency import Agency, AgencyKind, Channel
from tipline.domain.errors import SealBrokenError
from tipline.domain.moments import in_microseconds
from tipline.domain.referrals.states import (
    LINK_LASTS,
    LONGEST_NOTE,
    AnswerKind,
    DeclineReason,
    DeliveryState,
    OutcomeCode,
    ReferralState,
    StopReason,
)
from tipline.gateways.delivery.links import answer_links
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports import operations as ops
from tipline.ports.desk import UserRow
from tipline.services.referrals.answer_referral import (
    Answer,
    Answering,
    Asked,
    Unanswerable,
    Unfit,
    answer_referral,
    answer_token,
    look_by_link,
    open_note,
)
from tipline.services.referrals.handle_referral import (
    MOST_BYTES,
    Dispatch,
    Release,
    open_referral,
    pick_up,
    read_package,
    release_referral,
    resolve_delivery,
    revoke_link,
    withdraw_referral,
)
from tipline.stores.writer.clients import DirectWriter

pytestmark = pytest.mark.usefixtures("store")

KEY = X25519PrivateKey.generate()
OPENER, SEALER = HpkeOpener(KEY), HpkeSealer(KEY.public_key())
LINKS = answer_links(bytes(32))
AGENCIES = {"agency-a", "agency-b"}
LARGE = b"synthetic zip " * 100_000
ACKNOWLEDGED = Answer(kind=AnswerKind.ACKNOWLEDGED)
DECLINED = Answer(kind=AnswerKind.DECLINED, reason=DeclineReason.ALREADY_KNOWN)


class Moving:
    """A clock that can be moved on."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


CLOCK = Moving()
WRITER = DirectWriter(CLOCK)
DISPATCH = Dispatch(reader=REFERRALS, writer=WRITER, sealer=SEALER)
ANSWERING = Answering(reader=REFERRALS, writer=WRITER, sealer=SEALER, links=LINKS, clock=CLOCK)


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    CLOCK.at = NOON


def ada(number: int) -> UserRow:
    return UserRow(
        id=number,
        name="ada",
        role=DeskRole.ANALYST,
        password="hash",
        must_change=False,
        factor=b"factor",
        last_step=None,
        disabled=False,
    )


def agency(channel: Channel = Channel.EMAIL) -> Agency:
    return Agency(
        id="agency-a",
        name="Agency A of Example",
        kind=AgencyKind.LOCAL_POLICE,
        channel=channel,
        address=ADDRESS,
        age_recipient="age1example",
        page="https://agency-a.example.org/",
        source="https://agency-a.example.org/about",
        checked=NOON.date(),
        licence="none",
    )


def a_release(
    referral: int, package: bytes = LARGE, channel: Channel = Channel.EMAIL, version: int = 1
) -> Release:
    return Release(
        referral=referral,
        version=version,
        package=package,
        ciphertext=None if channel is Channel.DOWNLOAD else b"age " + package,
        reports=(11,),
        groups=GROUPS,
        agency=agency(channel),
        urgent=False,
        link_expires_at=NOW + in_microseconds(LINK_LASTS),
    )


def a_referral(channel: Channel = Channel.EMAIL) -> tuple[int, UserRow]:
    case, number = a_case(11)
    user = ada(number)
    result = open_referral(case, "agency-a", user, WRITER)
    assert isinstance(result, ops.Done)
    done = ops.Done(number=result.number)
    assert release_referral(a_release(result.number, channel=channel), user, DISPATCH) == done
    return result.number, user


def test_a_package_of_many_pieces_goes_out_and_opens_at_the_desk() -> None:
    referral, user = a_referral()
    assert DELIVERIES.ciphertext(referral, 1) == b"age " + LARGE
    assert read_package(referral, 1, user, DISPATCH, OPENER) == LARGE
    assert [action for action, _ in said(referral)][-1] == "referral.read"
    sealed = REFERRALS.package(referral, 1)
    assert sealed is not None
    assert b"synthetic" not in sealed.body
    with pytest.raises(SealBrokenError):
        read_package(referral, 1, user, DISPATCH, HpkeOpener(X25519PrivateKey.generate()))


def test_who_does_not_know_how_it_ended_releases_again() -> None:
    referral, user = a_referral()
    again = a_release(referral)
    assert release_referral(again, user, DISPATCH) == ops.Done(number=referral)
    other = a_release(referral, b"another zip")
    assert release_referral(other, user, DISPATCH) == ops.Refused()
    assert DELIVERIES.ciphertext(referral, 1) == b"age " + LARGE


def test_the_same_answer_to_another_page_is_another() -> None:
    referral, _ = a_referral()
    token = token_of(referral, 1, LINKS)
    for after, number in ((0, 1), (0, 1), (1, 2), (1, 2)):
        answer = msgspec.structs.replace(DECLINED, after=after)
        assert answer_referral(token, answer, AGENCIES, ANSWERING) == ops.Done(number=number)


def test_what_is_too_long_is_not_released() -> None:
    referral, user = a_referral()
    long = a_release(referral, bytes(MOST_BYTES + 1), version=2)
    assert release_referral(long, user, DISPATCH) == ops.Refused()


def test_what_waits_to_be_downloaded_is_recorded_first() -> None:
    referral, user = a_referral(Channel.DOWNLOAD)
    assert pick_up(referral, 1, user, DISPATCH, OPENER) == LARGE
    row = REFERRALS.version(referral, 1)
    assert row is not None
    assert row.delivery.state is DeliveryState.PICKED_UP
    assert row.delivery.address is None
    assert pick_up(referral, 2, user, DISPATCH, OPENER) == ops.Unknown()
    assert read_package(referral, 2, user, DISPATCH, OPENER) == ops.Unknown()


def test_a_link_shows_what_it_is_for_and_takes_an_answer_once() -> None:
    referral, _ = a_referral()
    token = token_of(referral, 1, LINKS)
    asked = look_by_link(token, ANSWERING)
    assert isinstance(asked, Asked)
    assert (asked.referral.agency, asked.version.version) == ("agency-a", 1)
    for _ in range(2):
        assert answer_referral(token, ACKNOWLEDGED, AGENCIES, ANSWERING) == ops.Done(number=1)
    asked = look_by_link(token, ANSWERING)
    assert isinstance(asked, Asked)
    assert [one.kind for one in asked.answers] == [AnswerKind.ACKNOWLEDGED]
    assert asked.referral.state is ReferralState.ACKNOWLEDGED


def test_a_note_is_for_the_desk_only() -> None:
    referral, _ = a_referral()
    answer = Answer(
        kind=AnswerKind.REDIRECTED,
        reason=DeclineReason.NOT_OUR_TASK,
        note=" Synthetic note 17.\r\nTo Agency C of Example. ",
    )
    token = token_of(referral, 1, LINKS)
    for _ in range(2):
        assert answer_referral(token, answer, AGENCIES, ANSWERING) == ops.Done(number=1)
    (row,) = REFERRALS.answers(referral)
    assert row.note is not None
    assert b"Synthetic" not in row.note.body
    assert open_note(row, OPENER) == "Synthetic note 17.\nTo Agency C of Example."


def test_an_answer_without_a_note_opens_as_nothing() -> None:
    referral, _ = a_referral()
    answer_referral(token_of(referral, 1, LINKS), DECLINED, AGENCIES, ANSWERING)
    (row,) = REFERRALS.answers(referral)
    assert open_note(row, OPENER) == ""


@pytest.mark.parametrize(
    ("answer", "unfit"),
    [
        (Answer(kind=AnswerKind.DECLINED), Unfit.NO_REASON),
        (Answer(kind=AnswerKind.OUTCOME), Unfit.NO_OUTCOME),
        (
            Answer(kind=AnswerKind.REDIRECTED, reason=DeclineReason.OTHER, note=" "),
            Unfit.NOWHERE,
        ),
        (
            Answer(
                kind=AnswerKind.REDIRECTED, reason=DeclineReason.OTHER, redirected_to="agency-z"
            ),
            Unfit.NO_SUCH_AGENCY,
        ),
        (Answer(kind=AnswerKind.ACKNOWLEDGED, note="x" * (LONGEST_NOTE + 1)), Unfit.TOO_LONG),
        (
            Answer(kind=AnswerKind.ACKNOWLEDGED, note="data:text/plain;base64,AAAA"),
            Unfit.HIDES_FILE,
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(answer: Answer, unfit: Unfit) -> None:
    referral, _ = a_referral()
    token = token_of(referral, 1, LINKS)
    assert answer_referral(token, answer, AGENCIES, ANSWERING) is unfit
    assert REFERRALS.answers(referral) == []


def test_links_that_are_not_ours_or_over_show_nothing() -> None:
    referral, user = a_referral()
    token = token_of(referral, 1, LINKS)
    forged = token_of(referral, 1, answer_links(b"x" * 32))
    assert look_by_link(forged, ANSWERING) is Unanswerable.NO_LINK
    assert answer_referral(forged, DECLINED, AGENCIES, ANSWERING) is Unanswerable.NO_LINK
    tail = token[35:]
    for missing in (LINKS.token(referral, 2) + tail, LINKS.token(referral + 1, 1) + tail):
        assert look_by_link(missing, ANSWERING) is Unanswerable.OVER
    CLOCK.at = NOON + LINK_LASTS
    assert look_by_link(token, ANSWERING) is Unanswerable.OVER
    CLOCK.at = NOON + timedelta(days=1)
    assert isinstance(look_by_link(token, ANSWERING), Asked)
    assert revoke_link(referral, 1, user, WRITER) == ops.Done(number=referral)
    assert answer_referral(token, DECLINED, AGENCIES, ANSWERING) is Unanswerable.OVER


def test_an_old_link_is_none_for_another_referral_with_its_numbers() -> None:
    """As where a store comes back from a backup, and its numbers are given out again."""
    referral, _ = a_referral()
    row, version = REFERRALS.referral(referral), REFERRALS.version(referral, 1)
    assert row is not None
    assert version is not None
    ends = version.link_expires_at
    assert isinstance(look_by_link(answer_token(row, 1, ends, LINKS), ANSWERING), Asked)
    for other, other_ends in (
        (msgspec.structs.replace(row, agency="agency-b"), ends),
        (msgspec.structs.replace(row, opened_at=row.opened_at - 1), ends),
        (row, ends - 1),
    ):
        token = answer_token(other, 1, other_ends, LINKS)
        assert look_by_link(token, ANSWERING) is Unanswerable.OVER
        assert answer_referral(token, DECLINED, AGENCIES, ANSWERING) is Unanswerable.OVER
    for cut in (LINKS.token(referral, 1), token_of(referral, 1, LINKS)[:-1]):
        assert look_by_link(cut, ANSWERING) is Unanswerable.NO_LINK
    strange = token_of(referral, 1, LINKS)[:-1] + "\u00e4"
    assert look_by_link(strange, ANSWERING) is Unanswerable.OVER
    assert REFERRALS.answers(referral) == []


def test_a_withdrawn_referral_shows_nothing() -> None:
    referral, user = a_referral()
    done = ops.Done(number=referral)
    assert withdraw_referral(referral, StopReason.FACTS_WRONG, user, WRITER) == done
    assert look_by_link(token_of(referral, 1, LINKS), ANSWERING) is Unanswerable.OVER
    again = resolve_delivery(referral, 1, ops.Resolution.AGAIN, user, WRITER)
    assert again == ops.Refused()


def test_an_outcome_is_never_undone() -> None:
    referral, _ = a_referral()
    token = token_of(referral, 1, LINKS)
    outcome = Answer(kind=AnswerKind.OUTCOME, outcome=OutcomeCode.OTHER)
    assert answer_referral(token, outcome, AGENCIES, ANSWERING) == ops.Done(number=1)
    assert answer_referral(token, DECLINED, AGENCIES, ANSWERING) == ops.Refused()
    assert repr(DECLINED) == "Answer(declined)"
    assert "7" in repr(a_release(7))
