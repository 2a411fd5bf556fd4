"""Every answer comes to its place in the report; how to reach the reporter does not."""

from typing import Any

import msgspec
import pytest

from tests.unit.domain.public.drafts import EMPTY, full_draft
from tipline.domain import report as r
from tipline.domain.public.compose import compose, has_fact
from tipline.domain.public.draft import (
    Block,
    Child,
    Draft,
    Other,
    PlaceKind,
    Reach,
    ReporterContact,
)
from tipline.domain.vocabulary import AgeBand, Answer, ContactWish, IncidentType


def composed(draft: Draft) -> tuple[r.Report, ReporterContact | None]:
    return compose(
        draft,
        consent_version="1",
        unconfirmed=True,
        incomplete=False,
        categories={"example": IncidentType.SEX_TOURISM, "other": None},
    )


def of_block(kind: PlaceKind, text: str, **more: Any) -> r.Report:  # noqa: ANN401 - any field
    block = Block(kind=kind, text=text, **more)
    return composed(msgspec.structs.replace(EMPTY, blocks=(block,)))[0]


def test_every_answer_comes_to_its_place() -> None:
    report, contact = composed(full_draft())
    assert contact == ReporterContact(email="reporter@example.org")
    web, room = report.incidents
    assert web == r.WebPageIncident(
        urls=("http://example.org/x", "https://example.net"),
        additional_info="Example Forum\nsee\nhxxp://example[.]org/x",
    )
    assert room == r.ChatIncident(client="Example Game", room="Example Room")
    account, phone, other = report.reported
    assert account == r.Reported(service="Example Chat", screen_name="user_17")
    assert phone.person == r.Person(phones=(r.Phone(number="+1 202 555 0117"),))
    assert other == r.Reported(
        display_names=("Name A", "Name B"),
        location=r.EstimatedLocation(country="FR", region="Brittany"),
        additional_info="Synthetic 19.",
    )
    (child,) = report.victims
    assert child.display_names == ("Synthetic Name",)
    assert child.location == r.EstimatedLocation(country="US", region="NY")
    assert child.additional_info == "Synthetic narrative 18."
    address = r.Address(country="GB", region="Wales")
    assert report.reporter.person == r.Person(addresses=(address,))
    assert report.additional_info == "Synthetic narrative 17."
    assert report.summary.incident_type is IncidentType.SEX_TOURISM


def test_the_answers_of_the_public_are_kept_as_such() -> None:
    public = composed(full_draft())[0].public
    assert public is not None
    left_out = {name for name in public.__struct_fields__ if getattr(public, name) is None}
    assert left_out == set()
    assert public.category == "example"
    assert (public.child_age, public.child_knows) == (AgeBand.FROM_10_TO_12, Answer.NO)
    assert (public.unconfirmed, public.incomplete, public.consent_version) == (True, False, "1")
    assert [(seen.of, seen.day, seen.time, seen.about) for seen in public.seen] == [
        ("/incidents/0", "2026-01-31", "8.15 pm", True),
        ("/reported/0", "2026-01-31", "8.15 pm", False),
    ]


def test_an_empty_draft_is_an_empty_report() -> None:
    report, contact = composed(EMPTY)
    public = r.PublicAnswers(language="en", consent_version="1", unconfirmed=True)
    assert (report, contact) == (r.Report(public=public), None)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            PlaceKind.ACCOUNT,
            "https://example.org/17",
            r.Reported(profile_urls=("https://example.org/17",)),
        ),
        (
            PlaceKind.ACCOUNT,
            "hxxp://example[.]org/17",
            r.Reported(
                profile_urls=("http://example.org/17",),
                additional_info="hxxp://example[.]org/17",
            ),
        ),
        (
            PlaceKind.ACCOUNT,
            "a@example.org",
            r.Reported(person=r.Person(emails=(r.Email(address="a@example.org"),))),
        ),
        (PlaceKind.ACCOUNT, "user.17", r.Reported(screen_name="user.17")),
        (
            PlaceKind.CONTACT,
            "a[at]example[.]org",
            r.Reported(
                person=r.Person(emails=(r.Email(address="a@example.org"),)),
                additional_info="a[at]example[.]org",
            ),
        ),
        (PlaceKind.CONTACT, "some words", r.Reported(additional_info="some words")),
    ],
)
def test_an_account_is_what_its_text_reads_as(
    kind: PlaceKind, text: str, expected: r.Reported
) -> None:
    assert of_block(kind, text).reported == (expected,)


def test_an_address_that_cannot_be_written_stays_text() -> None:
    long = "https://example.org/" + "x " * 2 + "https://example.org/" + "x" * 2_100
    (web,) = of_block(PlaceKind.WEB, long).incidents
    assert isinstance(web, r.WebPageIncident)
    assert web.urls == ("https://example.org/x",)
    assert (web.additional_info or "").startswith("x\nhttps://example.org/xxx")


def test_empty_blocks_are_left_out_and_others_keep_their_place() -> None:
    blocks = (
        Block(kind=PlaceKind.ROOM, about=True, zone="+02:00"),
        Block(kind=PlaceKind.ROOM, service="Example Game"),
        Block(kind=PlaceKind.WEB, still_there=Answer.NO),
    )
    report, _ = composed(msgspec.structs.replace(EMPTY, blocks=blocks))
    assert report.incidents == (r.ChatIncident(client="Example Game"), r.WebPageIncident())
    assert report.public is not None
    assert report.public.seen == (r.Seen(of="/incidents/1", still_there=Answer.NO),)


@pytest.mark.parametrize(
    ("typed", "day", "time"),
    [
        (("3", "5", "2025"), "2025-05-03", None),
        (("", "\u0665", "2025"), "2025-05", None),
        (("", "", "2025"), "2025", None),
        (("3", "5", ""), None, "????-05-03"),
        (("3", "", "2025"), "2025", "????-??-03"),
        (("32", "5", "2025"), None, None),
    ],
)
def test_a_day_is_kept_as_far_as_it_is_known(
    typed: tuple[str, str, str], day: str | None, time: str | None
) -> None:
    names = dict(zip(("day", "month", "year"), typed, strict=True))
    public = of_block(PlaceKind.ROOM, "Example Room", **names).public
    assert public is not None
    found = [(seen.day, seen.time) for seen in public.seen]
    assert found == ([] if day is time is None else [(day, time)])


def test_what_is_known_of_the_other_joins_the_one_account() -> None:
    other = Other(names="Name A", region="Brittany", details="Synthetic 19.")
    block = Block(kind=PlaceKind.CONTACT, text="some words")
    draft = msgspec.structs.replace(EMPTY, blocks=(block,), other=other)
    assert composed(draft)[0].reported == (
        r.Reported(
            display_names=("Name A",), additional_info="some words\nBrittany\nSynthetic 19."
        ),
    )
    alone = msgspec.structs.replace(EMPTY, other=Other(country="US", region="Springfield"))
    location = r.EstimatedLocation(country="US")
    expected = r.Reported(location=location, additional_info="Springfield")
    assert composed(alone)[0].reported == (expected,)


def test_a_child_without_name_may_be_known_by_place() -> None:
    draft = msgspec.structs.replace(EMPTY, child=Child(country="FR", age=AgeBand.UNDER_6))
    location = r.EstimatedLocation(country="FR")
    assert composed(draft)[0].victims == (r.Victim(location=location),)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (ContactWish.NONE, None),
        (ContactWish.BY_CODE, None),
        (ContactWish.BY_EMAIL, ReporterContact(email="a@example.org")),
        (ContactWish.BY_PHONE, ReporterContact(phone="+1 202 555 0118")),
    ],
)
def test_only_the_wished_way_to_the_reporter_is_kept(
    wish: ContactWish, expected: ReporterContact | None
) -> None:
    reach = Reach(wish=wish, email="a@example.org", phone="+1 202 555 0118")
    report, contact = composed(msgspec.structs.replace(EMPTY, reach=reach))
    assert contact == expected
    assert b"example.org" not in msgspec.json.encode(report)
    assert composed(msgspec.structs.replace(EMPTY, reach=Reach(wish=wish)))[1] is None


@pytest.mark.parametrize("wish", [ContactWish.NONE, ContactWish.BY_CODE])
def test_a_withdrawn_wish_leaves_nothing(wish: ContactWish) -> None:
    reach = msgspec.structs.replace(full_draft().reach, wish=wish)
    report, contact = composed(msgspec.structs.replace(EMPTY, reach=reach))
    public = r.PublicAnswers(
        language="en", consent_version="1", unconfirmed=True, contact_wish=wish
    )
    assert (report.public, contact) == (public, None)


@pytest.mark.parametrize(
    "reach",
    [
        Reach(wish=ContactWish.BY_EMAIL, email=" ", phone="+1 202 555 0118"),
        Reach(wish=ContactWish.BY_EMAIL, email="example", times="mornings"),
        Reach(wish=ContactWish.BY_PHONE, phone="x", is_private=Answer.YES),
        Reach(wish=ContactWish.BY_PHONE, email="a@example.org", may_go_to_police=True),
    ],
)
def test_a_wish_without_a_readable_address_leaves_the_receipt(reach: Reach) -> None:
    report, contact = composed(msgspec.structs.replace(EMPTY, reach=reach))
    public = r.PublicAnswers(
        language="en",
        consent_version="1",
        unconfirmed=True,
        contact_wish=ContactWish.BY_CODE,
    )
    assert (report.public, contact) == (public, None)


@pytest.mark.parametrize("wish", ContactWish)
def test_a_report_that_was_left_has_no_way_to_its_reporter(wish: ContactWish) -> None:
    reach = msgspec.structs.replace(full_draft().reach, wish=wish)
    report, contact = compose(
        msgspec.structs.replace(EMPTY, reach=reach),
        consent_version=None,
        unconfirmed=True,
        incomplete=True,
        categories={},
    )
    public = r.PublicAnswers(language="en", unconfirmed=True, incomplete=True)
    assert (report.public, contact) == (public, None)


def test_what_was_typed_is_not_printed() -> None:
    draft = full_draft()
    assert repr(draft) == "Draft(...)"
    assert repr(draft.blocks[0]) == "Block(...)"


def test_one_fact_is_enough() -> None:
    assert not has_fact(EMPTY)
    assert has_fact(full_draft())
    answered = msgspec.structs.replace(EMPTY, danger_now=Answer.YES, category="example")
    assert not has_fact(answered)
    assert not has_fact(msgspec.structs.replace(EMPTY, narrative="a-b"))
    assert has_fact(msgspec.structs.replace(EMPTY, narrative="abc"))
    assert not has_fact(msgspec.structs.replace(EMPTY, blocks=(Block(kind=PlaceKind.WEB),)))
    assert has_fact(msgspec.structs.replace(EMPTY, other=Other(names="A")))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PlaceKind.ROOM, True),
        (PlaceKind.ACCOUNT, True),
        (PlaceKind.WEB, False),
        (PlaceKind.CONTACT, False),
    ],
)
def test_the_name_of_an_app_may_be_a_fact(kind: PlaceKind, *, expected: bool) -> None:
    block = Block(kind=kind, service="Example Game")
    assert has_fact(msgspec.structs.replace(EMPTY, blocks=(block,))) is expected


@pytest.mark.parametrize(
    ("narrative", "expected"),
    [
        ("\u6551\u547d", True),
        ("\u3042\u308a", True),
        ("\ub3c4\uc6c0", True),
        ("\u0e0a\u0e48\u0e27\u0e22", True),
        ("\u4f8b", False),
        ("\u4f8b\u3002", False),
        ("\u4f8ba", False),
        ("\u0642\u0635", False),
        ("\u0642\u0635\u0629", True),
    ],
)
def test_two_letters_say_something_in_scripts_without_blanks(
    narrative: str, *, expected: bool
) -> None:
    assert has_fact(msgspec.structs.replace(EMPTY, narrative=narrative)) is expected
