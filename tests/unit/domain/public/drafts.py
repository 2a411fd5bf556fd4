"""Drafts for tests: synthetic answers to every question, and strategies for any answers."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tipline.domain.public.draft import Block, Child, Draft, Other, PlaceKind, Reach
from tipline.domain.vocabulary import AgeBand, Answer, ContactWish, Relation

TODAY = date(2026, 2, 1)
EMPTY = Draft(number=17, began_at=0, language="en")


def full_draft() -> Draft:
    """Return a draft with an answer to every question."""
    when: dict[str, Any] = {
        "day": "31",
        "month": "1",
        "year": "2026",
        "time": "8.15 pm",
        "zone": "+02:00",
    }
    return Draft(
        number=17,
        began_at=0,
        language="en",
        send_if_left=True,
        done=frozenset({"who"}),
        relation=Relation.WITNESS,
        danger_now=Answer.NO,
        meeting_planned=Answer.UNKNOWN,
        threats_or_demands=Answer.YES,
        child_can_be_found=Answer.NO,
        still_going_on=Answer.UNKNOWN,
        category="example",
        blocks=(
            Block(
                kind=PlaceKind.WEB,
                text="see hxxp://example[.]org/x\nhttps://example.net",
                service="Example Forum",
                about=True,
                still_there=Answer.YES,
                **when,
            ),
            Block(kind=PlaceKind.ACCOUNT, text="user_17", service="Example Chat", **when),
            Block(kind=PlaceKind.ROOM, text="Example Room", service="Example Game"),
            Block(kind=PlaceKind.CONTACT, text="+1 202 555 0117"),
        ),
        narrative="Synthetic narrative 17.",
        child=Child(
            age=AgeBand.FROM_10_TO_12,
            country="US",
            region="ny",
            safe_now=Answer.UNKNOWN,
            knows=Answer.NO,
            name="Synthetic Name",
            details="Synthetic narrative 18.",
        ),
        other=Other(
            names="Name A\n\nName B", country="FR", region="Brittany", details="Synthetic 19."
        ),
        country="GB",
        region="Wales",
        reach=Reach(
            wish=ContactWish.BY_EMAIL,
            email=" reporter@example.org ",
            phone="+1 202 555 0118",
            times="mornings",
            is_private=Answer.YES,
            may_go_to_police=True,
        ),
    )


CRUMBS = (
    *("https://example.org/", "hxxp://", "example.org", "user_17@example.org", "+1 202 555 0117"),
    *("Synthetic", " ", "\n", "\r\n", ",", "data:", "image/png", ";base64,", "\x00", "\ud800"),
    *("A" * 64, "/9j/", "iVBORw0KGgo", "Aa1+/" * 30, "ff " * 60, "%1F%01" * 4, "<~", "x" * 90),
    *("\u0661", "31", "12", "2026", "US", "NY", "[.]", "=", "\n\n", "0x", "\u2028", "\x85"),
)
texts = st.lists(st.sampled_from(CRUMBS) | st.text(max_size=4), max_size=10).map("".join)
numbers = st.sampled_from(["", " ", "1", "12", "13", "29", "30", "31", "\u0662", "x", "2026", "0"])
countries = st.sampled_from(["", "US", "FR", "XX", "us"])
answers = st.none() | st.sampled_from(Answer)


def blocks() -> st.SearchStrategy[Block]:
    """Return blocks with any answers."""
    return st.builds(
        Block,
        kind=st.sampled_from(PlaceKind),
        text=texts,
        service=texts,
        day=numbers,
        month=numbers,
        year=numbers,
        time=texts,
        zone=st.sampled_from(["", "+02:00", "-14:59", "Z", "+15:00"]),
        about=st.booleans(),
        still_there=answers,
    )


def drafts() -> st.SearchStrategy[Draft]:
    """Return drafts with any answers, good and bad; about half of the fields are empty."""
    maybe = st.just("") | texts
    return st.builds(
        Draft,
        number=st.just(17),
        began_at=st.just(0),
        language=st.sampled_from(["en", "ar"]),
        danger_now=answers,
        category=st.sampled_from(["", "example", "other"]),
        blocks=st.lists(blocks(), max_size=3).map(tuple),
        narrative=maybe,
        child=st.builds(Child, country=countries, region=maybe, name=maybe, details=maybe),
        other=st.builds(Other, names=maybe, country=countries, region=maybe, details=maybe),
        country=countries,
        region=maybe,
        reach=st.builds(
            Reach, wish=st.sampled_from(ContactWish), email=maybe, phone=maybe, times=maybe
        ),
    )
