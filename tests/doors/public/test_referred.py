"""A reporter hears in safe words how far the referrals of their report came, and no more."""

from typing import Final

import pytest

from tests.contracts import referring
from tests.contracts.making import apply
from tests.contracts.test_desk import add_user
from tests.doors.public.test_receipts import back, sent
from tests.doors.public.wiring import Public
from tipline.domain.desk import CloseReason
from tipline.domain.directory.agency import Channel
from tipline.domain.public.receipt import receipt_code
from tipline.domain.referrals.states import AnswerKind, DeclineReason, OutcomeCode, StopReason
from tipline.ports import operations as ops

WAITING: Final = "We have your report. Nobody has read it yet."
PASSED_ON: Final = "We have passed your report on to people who can do something."
ARRIVED: Final = "The people we passed your report on to have told us that they have it."
ANSWERED: Final = (
    "The people we passed your report on to have looked at it and answered us. We cannot say more"
    " here."
)
SENTENCES: Final = (WAITING, PASSED_ON, ARRIVED, ANSWERED)
OUTCOME, DECLINED = AnswerKind.OUTCOME, AnswerKind.DECLINED


class Referred:
    """A report that was sent by the form, in a case that is referred."""

    def __init__(self, public: Public) -> None:
        self.public = public
        _, self.code = sent(public)
        (self.report,) = public.reports()
        self.user = add_user("ada")
        (case,) = apply(ops.OpenCase(reports=(self.report,), user=self.user))
        assert isinstance(case, ops.Done)
        self.case = case.number

    def released(self, agency: str = "agency-a") -> int:
        """Release the case to an agency; it waits to be downloaded."""
        referral = referring.chosen(self.case, self.user, agency)
        referring.released(referral, 1, (self.report,), Channel.DOWNLOAD, user=self.user)
        return referral

    def left(self, agency: str = "agency-a") -> int:
        """Release the case to an agency, and let somebody hand it over."""
        referral = self.released(agency)
        apply(ops.PickUp(referral=referral, version=1, user=self.user))
        return referral

    def told(self, language: str = "en") -> str:
        """Return what the reporter reads."""
        visitor = back(self.public, self.code)
        return visitor.get(f"/{language}/code/open/").words


def test_each_step_is_told_and_never_who_or_what(either: Public) -> None:
    report = Referred(either)
    assert WAITING in report.told()
    report.released()
    assert WAITING in report.told()
    referral = report.left("agency-b")
    assert PASSED_ON in report.told()
    apply(referring.answer(referral))
    assert ARRIVED in report.told()
    for place, outcome in enumerate((OutcomeCode.UNDER_INVESTIGATION, OutcomeCode.CHILD_SAFE)):
        apply(referring.answer(referral, OUTCOME, same=f"{place}", outcome=outcome))
        words = report.told()
        assert ANSWERED in words
        for secret in ("agency", "Agency", "investigat", "safe", "outcome", "suspect"):
            assert secret not in words
        assert [one for one in SENTENCES if one in words] == [ANSWERED]


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_it_is_told_in_each_language(public: Public, language: str) -> None:
    report = Referred(public)
    before = report.told(language)
    referral = report.left()
    apply(referring.answer(referral))
    arrived = report.told(language)
    apply(referring.answer(referral, OUTCOME, same="b", outcome=OutcomeCode.ALREADY_KNOWN))
    answered = report.told(language)
    assert len({before, arrived, answered}) == 3
    assert (ANSWERED in answered) == (language == "en")


def test_that_an_agency_declined_is_not_told(either: Public) -> None:
    report = Referred(either)
    referral = report.left()
    reason = DeclineReason.NOT_OUR_TASK
    apply(referring.answer(referral, DECLINED, reason=reason))
    assert PASSED_ON in report.told()
    apply(referring.answer(report.left("agency-b")))
    assert ARRIVED in report.told()


def test_a_referral_that_was_taken_back_counts_for_nothing(either: Public) -> None:
    report = Referred(either)
    referral = report.left()
    apply(referring.answer(referral))
    mistake = StopReason.MISTAKE
    apply(ops.WithdrawReferral(referral=referral, reason=mistake, user=report.user))
    assert WAITING in report.told()


def test_a_report_that_was_referred_and_closed_is_told_further(either: Public) -> None:
    report = Referred(either)
    referral = report.left()
    reason = CloseReason.NO_FURTHER_ACTION
    assert isinstance(
        apply(ops.CloseReport(number=report.report, user=report.user, reason=reason))[0], ops.Done
    )
    assert PASSED_ON in report.told()
    apply(referring.answer(referral))
    assert ARRIVED in report.told()


def test_a_referred_report_and_an_unknown_code_look_the_same(either: Public) -> None:
    report = Referred(either)
    apply(
        referring.answer(report.left(), OUTCOME, outcome=OutcomeCode.CHILD_SAFE),
    )
    pages = [back(either, code).page for code in (report.code, receipt_code(bytes(10)))]
    assert [page.status for page in pages] == [200, 200]
    assert len({len(page.text.encode()) for page in pages}) == 1
