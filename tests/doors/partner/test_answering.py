"""An agency answers by its link: what it sees, what is kept, what it is told is wrong."""

import json
from datetime import timedelta

import pytest

from tests.contracts import referring
from tests.doors.desk import agencies
from tests.doors.partner.wiring import Partner, Recipient
from tests.doors.public.wiring import Page
from tipline.config import SettingsError
from tipline.domain.directory.agency import Channel
from tipline.domain.directory.index import Directory
from tipline.domain.referrals.states import (
    LONGEST_NOTE,
    MOST_ANSWERS,
    AnswerKind,
    DeclineReason,
    OutcomeCode,
    ReferralState,
)
from tipline.doors.partner import wording
from tipline.doors.partner.forms import LONGEST_NAME, LONGEST_REMARK
from tipline.stores.referrals.reading import DatabaseReferralReader

MARK = 'cnry17 <script>alert(1)</script> & "quoted"'
DECLINE = {"reason": "not_our_task"}


def state_of(referral: int) -> ReferralState:
    row = DatabaseReferralReader().referral(referral)
    assert row is not None
    return row.state


def kinds(partner: Partner, referral: int) -> list[AnswerKind]:
    return [row.kind for row in partner.answers(referral)]


def test_a_link_shows_who_what_when_and_how_it_stands(either: Partner) -> None:
    referral, _ = either.released()
    page = either.visitor(referral).open()
    assert page.status == 200
    assert page.heading == "Answer a referral"
    assert f"{referral}, version 1" in page.words
    for said in ("Hotline of Example", "desk@hotline.example.org", "+1 202 555 0117"):
        assert said in page.words
    assert "22 November 2026, 12:00 UTC" in page.words
    assert "Waits for your answer" in page.words
    assert "This page never shows what the report says" in page.words
    assert page.tree.xpath("string(//title)").strip() == "Answer a referral"


def test_every_page_keeps_nothing_and_tells_nobody(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    for page in map(visitor.open, ("", "outcome/", "decline/")):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert "unsafe" not in page.headers["content-security-policy"]
        assert page.tree.xpath("string(//title)").strip() == "Answer a referral"
        outward = page.tree.xpath(
            "//@href[starts-with(., 'http')] | //@src[starts-with(., 'http')]"
        )
        assert outward == []
    assert set(visitor.cookies) == {"form"}


def test_opening_pages_changes_nothing(either: Partner) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    for path in ("", "outcome/", "decline/", "?kept=yes", "outcome/?outcome=child_safe"):
        for method in ("GET", "HEAD"):
            assert visitor.send(method, path).status == 200
    assert visitor.send("GET", visitor.address.removesuffix("/")).status == 200
    assert either.writer.written == []
    assert "Thank you" not in visitor.open("?kept=yes").words


def test_an_agency_acknowledges_and_once_is_enough(either: Partner) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    form = visitor.open().fields(visitor.address)
    page = visitor.post("")
    assert "We have your answer: acknowledged." in page.words
    assert "You told us that you have it." in page.words
    for _ in range(2):
        assert visitor.send("POST", "", data=form).status == 303
    assert "Acknowledge " not in visitor.open().words
    assert kinds(either, referral) == [AnswerKind.ACKNOWLEDGED]
    assert state_of(referral) is ReferralState.ACKNOWLEDGED


@pytest.mark.parametrize("outcome", OutcomeCode)
def test_an_agency_gives_an_outcome(partner: Partner, outcome: OutcomeCode) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    visitor.answer()
    page = visitor.answer("outcome/", outcome=outcome.value)
    assert page.status == 200
    words = wording.OUTCOMES[outcome].name.lower()
    assert f"We have your answer: outcome: {words}." in page.words
    assert [row.outcome for row in partner.answers(referral)] == [None, outcome]
    assert state_of(referral) is ReferralState.OUTCOME
    assert "Decline" not in page.words
    assert visitor.open("decline/").address == visitor.address


def test_a_note_is_sealed_and_never_shown_again(
    either: Partner, capfd: pytest.CaptureFixture[str]
) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    fields = visitor.open("outcome/").fields("outcome/")
    answer = visitor.send("POST", "outcome/", data=fields | {"outcome": "other", "note": MARK})
    assert answer.status == 303
    assert "cnry17" not in answer.to
    page = visitor.get(answer.to)
    assert "With a note that only the hotline can open." in page.words
    for seen in (page, visitor.open("outcome/"), visitor.open("decline/")):
        assert "cnry17" not in seen.text
    assert either.notes(referral) == [MARK]
    (row,) = either.answers(referral)
    assert row.note is not None
    assert b"cnry17" not in row.note.body
    assert "cnry17" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("reason", DeclineReason)
def test_an_agency_declines(partner: Partner, reason: DeclineReason) -> None:
    referral, _ = partner.released()
    page = partner.visitor(referral).answer("decline/", reason=reason.value)
    assert "Declined" in page.words
    (row,) = partner.answers(referral)
    assert (row.kind, row.reason, row.note) == (AnswerKind.DECLINED, reason, None)
    assert state_of(referral) is ReferralState.DECLINED


def test_an_agency_names_another_from_the_list_or_by_name(either: Partner) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    page = visitor.answer("decline/", **DECLINE, agency=agencies.C.id, note="Synthetic note 17.")
    assert agencies.C.name in page.words
    page = visitor.answer("decline/", **DECLINE, name="  Agency E\nof Example ", note="More.")
    assert page.status == 200
    first, second = either.answers(referral)
    assert (first.kind, first.redirected_to) == (AnswerKind.REDIRECTED, agencies.C.id)
    assert (second.kind, second.redirected_to) == (AnswerKind.REDIRECTED, None)
    assert either.notes(referral) == [
        "Synthetic note 17.",
        "They name: Agency E of Example\n\nMore.",
    ]


def test_the_list_has_agencies_by_country_and_not_the_one_that_asks(partner: Partner) -> None:
    referral, _ = partner.released()
    page = partner.visitor(referral).open("decline/")
    listed = {
        group.get("label"): [option.get("value") for option in group]
        for group in page.tree.xpath("//optgroup")
    }
    assert listed == {
        "Germany": [agencies.C.id, agencies.D.id],
        "United States": [agencies.B.id],
    }


def test_an_answer_is_corrected_and_said_again_later(either: Partner) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    visitor.answer("decline/", **DECLINE)
    visitor.answer()
    assert state_of(referral) is ReferralState.ACKNOWLEDGED
    form = visitor.open("decline/").fields("decline/") | DECLINE
    for _ in range(2):
        visitor.send("POST", "decline/", data=form)
    assert state_of(referral) is ReferralState.DECLINED
    visitor.answer("outcome/", outcome="under_investigation")
    page = visitor.answer("outcome/", outcome="child_safe")
    assert "Outcome: the child is safe" in page.words
    assert kinds(either, referral) == [
        AnswerKind.DECLINED,
        AnswerKind.ACKNOWLEDGED,
        AnswerKind.DECLINED,
        AnswerKind.OUTCOME,
        AnswerKind.OUTCOME,
    ]


@pytest.mark.parametrize("page", ["", "decline/"])
def test_an_outcome_is_not_undone_by_a_page_that_was_open(either: Partner, page: str) -> None:
    referral, _ = either.released()
    early, later = either.visitor(referral), either.visitor(referral)
    early.open(page)
    later.answer("outcome/", outcome="child_safe")
    shown = early.post(page, reason="other", note="Synthetic note 17.")
    assert shown.status == 409
    assert "cannot be followed by it" in shown.problems[0]
    assert state_of(referral) is ReferralState.OUTCOME
    if page:
        assert shown.shown("note") == "Synthetic note 17."


def test_there_is_an_end_to_answers(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    for number in range(MOST_ANSWERS):
        assert visitor.answer("outcome/", outcome="other", note=f"{number}").status == 200
    shown = visitor.answer("outcome/", outcome="other", note="Synthetic note 17.")
    assert (shown.status, shown.shown("note")) == (409, "Synthetic note 17.")


def problems_of(visitor: Recipient, page: str, **typed: str) -> Page:
    """Send a form that is wrong, and check that what was typed is still there."""
    found = visitor.answer(page, **typed)
    assert found.status == 422
    assert found.tree.xpath("string(//title)").strip() == "Error: Answer a referral"
    for name, value in typed.items():
        if name not in {"agency", "reason", "outcome"}:
            assert found.shown(name) == value
    for href in found.tree.xpath("//*[@class='govuk-list govuk-error-summary__list']//a/@href"):
        assert found.tree.xpath(f"//*[@id='{href[1:]}']") != []
    return found


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    long, name = "x " * LONGEST_NOTE, "y" * (LONGEST_NAME + 1)
    page = problems_of(visitor, "outcome/", note=f"{long}y")
    assert [one[:12] for one in page.problems] == ["Choose what ", "This has 4,0"]
    page = problems_of(visitor, "decline/", agency=agencies.C.id, name=name, note=f"{long}y")
    assert len(page.problems) == 4
    assert page.tree.xpath("//option[@selected]/@value") == [agencies.C.id]
    page = problems_of(visitor, "decline/", reason="other", agency="nobody")
    assert [one[:11] for one in page.problems] == ["This agency"]
    assert page.shown("reason") == "other"
    file = "data:image/png;base64," + "A" * 400
    for path, field in (("outcome/", "note"), ("decline/", "note"), ("decline/", "name")):
        typed = {"outcome": "other", "reason": "other", field: file[: LONGEST_NAME - 1]}
        page = problems_of(visitor, path, **typed)
        assert ["looks like a file" in one for one in page.problems] == [True]
    problems_of(visitor, "outcome/", outcome="nothing", note=MARK)
    assert partner.answers(referral) == []


def test_the_longest_texts_are_taken(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    note = "ش" * LONGEST_NOTE
    assert visitor.answer("outcome/", outcome="other", note=note).status == 200
    assert partner.notes(referral) == [note]


def test_the_longest_name_and_remark_fit_into_one_note(partner: Partner) -> None:
    referral, _ = partner.released()
    name, remark = "ش" * LONGEST_NAME, "ش" * LONGEST_REMARK
    page = partner.visitor(referral).answer("decline/", **DECLINE, name=name, note=remark)
    assert page.status == 200
    assert partner.notes(referral) == [f"They name: {name}\n\n{remark}"]


def test_an_older_version_can_be_answered_and_says_that_there_is_a_newer(
    partner: Partner,
) -> None:
    referral, user = partner.released()
    referring.released(referral, 2, user=user, after=timedelta(hours=1))
    old = partner.visitor(referral)
    assert "There is a newer version: 2." in old.open().words
    old.answer("outcome/", outcome="child_safe")
    new = partner.visitor(referral, 2).open()
    assert "(to version 1)" in new.words
    assert "newer version" not in new.words


def test_a_program_asks_how_it_stands(either: Partner) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    visitor.answer("decline/", **DECLINE, agency=agencies.C.id, note=MARK)
    cookies = len(visitor.cookies)
    answer = visitor.send("GET", "", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert len(visitor.cookies) == cookies
    assert json.loads(answer.text) == {
        "referral": referral,
        "version": 1,
        "newest_version": 1,
        "test": False,
        "sent_at": "2026-11-22T12:00:00+00:00",
        "link_expires_at": "2027-05-21T12:00:00+00:00",
        "state": "declined",
        "can_answer": ["acknowledged", "declined", "redirected", "outcome"],
        "answers": [
            {
                "answer": "redirected",
                "reason": "not_our_task",
                "redirected_to": agencies.C.id,
                "version": 1,
                "at": "2026-11-22T12:00:00+00:00",
            }
        ],
    }
    browser = visitor.send("GET", "", headers={"Accept": "text/html,application/json;q=0.9"})
    assert "<html" in browser.text


def test_without_records_of_agencies_a_name_can_be_typed(store: None) -> None:  # noqa: ARG001
    def broken() -> Directory:
        raise SettingsError([])

    partner = Partner(directory=broken)
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    page = visitor.open("decline/")
    assert page.tree.xpath("//select") == []
    assert visitor.post("decline/", **DECLINE, name="Agency E of Example").status == 200
    assert partner.notes(referral) == ["They name: Agency E of Example"]


def test_a_test_says_that_it_is_one(partner: Partner) -> None:
    case, user = referring.a_case(11, is_test=True)
    referral = referring.chosen(case, user)
    referring.released(referral, user=user, channel=Channel.DOWNLOAD)
    assert "Nobody has to act on it." in partner.visitor(referral).open().words
