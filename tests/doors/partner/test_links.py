"""Links that show nothing are all the same; nothing is done without a form of our own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from tests.contracts import referring
from tests.contracts.making import apply
from tests.doors.partner.wiring import LINKS, Partner, link
from tests.doors.public.wiring import Page
from tipline.domain.referrals.states import StopReason
from tipline.ports import operations as ops
from tipline.services.referrals.answer_referral import read_link

PAGES: Final = ("", "outcome/", "decline/")
OF_THE_PLACE: Final = 35
"""Letters of a link that say which version it is for; the others bind it to the store."""
OURS: Final = {"content-security-policy"}
"""Headers that differ from answer to answer: a nonce."""


def forged(referral: int) -> str:
    good = referring.token(referral, 1, LINKS)
    return f"/answer/{good[:-2]}{'AA' if not good.endswith('AA') else 'BB'}/"


def without_nonce(page: Page) -> str:
    policy = page.headers["content-security-policy"]
    return page.text.replace(policy.partition("'nonce-")[2].partition("'")[0], "")


def answers_of(partner: Partner, address: str) -> list[Page]:
    """Return what an address answers to looks and to forms, for people and for programs."""
    visitor = partner.visitor(1)
    good = {"outcome": "other", "reason": "other"}
    found = [visitor.send("GET", address + page) for page in PAGES]
    json = {"Accept": "application/json"}
    return [*found, visitor.send("GET", address, headers=json, data=None)] + [
        visitor.send("GET", f"{address}?{name}={value}") for name, value in good.items()
    ]


def test_links_that_show_nothing_all_show_the_same(either: Partner) -> None:
    referral, user = either.released()
    gone = {
        "forged": forged(referral),
        "cut": link(referral)[:-9] + "/",
        "no such referral": link(referral + 77),
        "no such version": link(referral, 2),
        "none at all": "/answer/",
        "strange": "/answer/%F0%9F%98%80/",
        "long": f"/answer/{'A' * 200}/",
    }
    shown = {name: answers_of(either, address) for name, address in gone.items()}
    apply(ops.RevokeLink(referral=referral, version=1, user=user))
    shown["revoked"] = answers_of(either, link(referral))
    apply(ops.WithdrawReferral(referral=referral, reason=StopReason.MISTAKE, user=user))
    shown["withdrawn"] = answers_of(either, link(referral))
    first = shown["forged"]
    assert "This link cannot be used" in first[0].words
    for name, found in shown.items():
        for one, other in zip(found, first, strict=True):
            assert one.status == other.status == 404, name
            assert without_nonce(one) == without_nonce(other), name
            headers = [
                {key: value for key, value in page.headers.items() if key not in OURS}
                for page in (one, other)
            ]
            assert headers[0] == headers[1], name
    assert either.writer.written == []


@pytest.mark.parametrize("how", ["expired", "withdrawn", "revoked"])
def test_what_is_over_is_the_same_as_what_never_was(either: Partner, how: str) -> None:
    referral, user = either.released()
    other = partner_form(either, referral)
    if how == "expired":
        either.clock.wait(referring.LASTS)
    elif how == "withdrawn":
        apply(ops.WithdrawReferral(referral=referral, reason=StopReason.MISTAKE, user=user))
    else:
        apply(ops.RevokeLink(referral=referral, version=1, user=user))
    for one, fake in zip(
        answers_of(either, link(referral)), answers_of(either, forged(referral)), strict=True
    ):
        assert one.status == fake.status == 404
        assert without_nonce(one) == without_nonce(fake)
    for send in other:
        page = send()
        assert page.status == 404
        assert "This link cannot be used" in page.words
    assert either.answers(referral) == []


def partner_form(partner: Partner, referral: int) -> list[Callable[[], Page]]:
    """Open every form while the link is good; return what sends each."""
    found: list[Callable[[], Page]] = []
    for page in PAGES:
        visitor = partner.visitor(referral)
        fields = visitor.open(page).fields(visitor.at(page))
        typed = fields | {"outcome": "other", "reason": "other"}
        found.append(
            lambda visitor=visitor, page=page, typed=typed: visitor.send(  # type: ignore[misc]
                "POST", page, data=typed
            )
        )
    return found


def test_a_link_ends_to_the_microsecond(partner: Partner) -> None:
    referral, _ = partner.released()
    partner.clock.wait(referring.LASTS - timedelta(microseconds=1))
    assert partner.visitor(referral).open().status == 200
    partner.clock.wait(timedelta(microseconds=1))
    assert partner.visitor(referral).open().status == 404


def test_a_forged_link_never_comes_to_the_store(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    fields = visitor.open().fields(visitor.address)
    partner.reader.looks = 0
    token = referring.token(referral, 1, LINKS)
    for place in range(len(token)):
        if place == OF_THE_PLACE:
            assert partner.reader.looks == 0
        wrong = "A" if token[place] != "A" else "B"
        changed = f"/answer/{token[:place]}{wrong}{token[place + 1 :]}/"
        # Of that sign only four bits count; the rest is padding that is not read.
        if place == OF_THE_PLACE - 1 and read_link(changed.split("/")[2], LINKS) is not None:
            continue
        for page in PAGES:
            assert visitor.send("GET", changed + page).status == 404
        assert visitor.send("POST", changed, data=fields).status == 404
    assert partner.writer.written == []


@pytest.mark.parametrize("page", PAGES)
def test_a_form_without_its_token_does_nothing_and_keeps_what_was_typed(
    either: Partner, page: str
) -> None:
    referral, _ = either.released()
    visitor = either.visitor(referral)
    typed = {"outcome": "other", "reason": "other", "note": "Synthetic note 17."}
    fields = visitor.open(page).fields(visitor.at(page)) | typed
    attempts = (
        {**fields, "csrfmiddlewaretoken": "A" * 64},
        {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"},
    )
    for wrong in attempts:
        shown = visitor.send("POST", page, data=wrong)
        assert shown.status == 403
        assert "press the button once more" in shown.problems[0]
        if page:
            assert shown.shown("note") == "Synthetic note 17."
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example.org"}):
        assert visitor.send("POST", page, data=fields, headers=headers).status == 403
    visitor.cookies.clear()
    again = visitor.send("POST", page, data=fields)
    assert again.status == 403
    assert either.writer.written == []
    once_more = visitor.send("POST", page, data=again.fields(visitor.at(page)) | typed)
    assert once_more.status == 303
    assert len(either.answers(referral)) == 1


def test_while_the_store_cannot_be_changed_nothing_typed_is_lost(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    partner.writer.fails = True
    page = visitor.answer("outcome/", outcome="other", note="Synthetic note 17.")
    assert (page.status, page.shown("note")) == (503, "Synthetic note 17.")
    assert page.shown("outcome") == "other"
    assert "twice does no harm" in page.problems[0]
    assert visitor.answer().status == 503
    partner.writer.fails = False
    visitor.page = page
    assert visitor.post("outcome/").status == 200
    assert partner.notes(referral) == ["Synthetic note 17."]


def test_while_the_store_is_away_that_is_said(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    fields = visitor.open("decline/").fields("decline/") | {"name": "Agency E", "note": "Note 17."}
    partner.reader.fails = True
    assert visitor.open().status == 503
    page = visitor.send("POST", "decline/", data=fields)
    assert page.status == 503
    assert "Agency E Note 17." in page.words
    answer = visitor.send("GET", "", headers={"Accept": "application/json"})
    assert (answer.status, answer.headers["content-type"]) == (503, "application/json")
    no_token = {"note": "Note 17."}
    assert visitor.send("POST", "decline/", data=no_token).status == 503


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_no_other_method_is_taken(partner: Partner, method: str) -> None:
    referral, _ = partner.released()
    page = partner.visitor(referral).send(method, "")
    assert page.status in {403, 405}
    assert partner.writer.written == []


def test_files_and_large_forms_are_refused(partner: Partner) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    visitor.open("outcome/")
    for kind in ("multipart/form-data; boundary=x", "application/json", "image/png"):
        page = visitor.send("POST", "outcome/", content=b"{}", headers={"Content-Type": kind})
        assert page.status == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    page = visitor.send("POST", "outcome/", content=b"note=" + b"x" * 40_000, headers=form)
    assert page.status == 413
    assert partner.writer.written == []


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 40, "\u0661", "0\x00"])
def test_whatever_the_page_is_said_to_have_shown_an_answer_is_kept(
    partner: Partner, after: str
) -> None:
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    assert visitor.answer("outcome/", outcome="other", after=after).status == 200
    assert len(partner.answers(referral)) == 1
