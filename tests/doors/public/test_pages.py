"""Every page in every language: what it carries, what it never has, and what it never loses."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Final

import pytest
from starlette.types import Receive, Scope, Send

from tests.doors.public.wiring import SOON, Page, Public, Visitor
from tipline.domain.vocabulary import Relation
from tipline.doors.public.tokens import Holds
from tipline.doors.public.words import BUILT_IN
from tipline.doors.theme.frame import REFUSED
from tipline.ports.operations import ExpireDrafts, Request

SAID: Final = "Synthetic narrative 17."
BEFORE: Final = ("", "privacy/")
STEPS: Final = ("1/", "2/", "2b/", "3/", "4/", "5/", "6/", "7/", "8/", "9/", "9b/", "10/")
PLACES: Final = ("4/a/", "4/b/", "4/c/", "4/d/", "4/1/")
STATUSES: Final = (400, 403, 404, 408, 413, 415, 500, 503)
ADDRESS: Final = re.compile(
    r"/|/leave|/[a-z]{2}/([0-9]{1,2}b?/|4/([a-d]|[0-9]{1,2})/(remove/)?|on/|new/|erase/|done/|privacy/"
    r"|code/((open|add|stop)/)?)?|/assets/[\w.-]+"
)
"""Addresses that say nothing of what is told."""


def assert_page(page: Page, *, cookie: bool, secure: bool = False) -> None:
    """Hold a page against what every page of the door has and has not."""
    headers = page.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "unsafe-" not in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith("default-src 'none'")
    assert not {"server", "etag", "last-modified", "x-powered-by"} & {*headers}
    assert_cookie(headers.get_list("set-cookie"), cookie=cookie, secure=secure)
    tree = page.tree
    assert tree.xpath("//a[@href='/leave']"), page.address
    assert SAID not in tree.xpath("string(//title)")
    # What stays in the history tells neither what is asked nor whose page it is.
    assert tree.xpath("string(//title)").strip()
    assert "Hotline" not in tree.xpath("string(//title)")
    assert not tree.xpath("//input[@type='file'] | //iframe | //object | //embed | //img | //base")
    assert not tree.xpath("//form[@enctype] | //*[@formenctype] | //*[@onclick] | //*[@style]")
    assert not tree.xpath("//meta[@http-equiv]")
    for one in tree.xpath("//@src | //@href | //@action | //@formaction"):
        told = str(one)
        own = ADDRESS.fullmatch(told) or told.startswith("#")
        assert own or re.fullmatch(r"tel:[+\d]+", told), (page.address, told)
    for script in tree.xpath("//script[not(@src)]"):
        assert f"'nonce-{script.get('nonce')}'" in policy


def assert_cookie(cookies: list[str], *, cookie: bool, secure: bool) -> None:
    """There is one strict cookie of the session, or none at all."""
    if not cookie:
        assert cookies == []
        return
    (text,) = cookies
    name, _, rest = text.partition("=")
    assert name == ("__Host-visit" if secure else "visit")
    said = {part.strip().lower() for part in rest.split(";")[1:]}
    assert said == {"httponly", "path=/", "samesite=strict", *(["secure"] if secure else [])}


@pytest.fixture(params=[False, True], ids=["plain", "secure"])
def door(request: pytest.FixtureRequest, public: Public) -> Public:  # noqa: ARG001 - emptied
    return Public(secure=request.param)


def in_every_state(public: Public, language: str) -> Iterator[tuple[Page, bool]]:
    """Load every page there is, and tell which must set the cookie."""
    visitor = public.visitor(language)
    for path in ("/", *BEFORE):
        yield visitor.get(path), False
    visitor.fill(SAID)
    visitor.answer("4", kind="a")
    visitor.post("4/a/", text="example.org")
    visitor.answer("9", **{"reach-wish": "by_email"})
    visitor.answer("9b", **{"reach-email": "reader@example.org"})
    for path in (*STEPS, *PLACES):
        yield visitor.get(path), True
    for path in ("/", *BEFORE):
        yield visitor.get(path), False
    visitor.get("10/")
    public.clock.wait(SOON)
    code = visitor.send_report()
    yield visitor.page, True
    visitor = public.visitor(language)
    yield visitor.get("code/"), True
    yield visitor.post("code/", code="x"), True
    visitor.post("code/", code=code)
    yield visitor.page, True


@pytest.mark.parametrize("language", BUILT_IN)
def test_every_page_carries_what_it_must(
    door: Public, language: str, request: pytest.FixtureRequest
) -> None:
    secure = "secure" in request.node.callspec.id
    seen = set()
    for page, cookie in in_every_state(door, language):
        seen.add(page.address)
        assert page.status in {200, 422}, page.address
        assert_page(page, cookie=cookie, secure=secure)
        if page.address != "/":
            assert f'lang="{language}"' in page.text[:100]
        assert ('dir="rtl"' in page.text[:100]) == (language == "ar" and page.address != "/")
        assert ADDRESS.fullmatch(page.address)
    assert len(seen) >= 22


@pytest.mark.parametrize(("status", "language"), [*product(STATUSES, BUILT_IN)])
def test_every_refusal_is_a_page_like_any_other(
    public: Public, status: int, language: str
) -> None:
    visitor = public.visitor(language)
    visitor.begin()

    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        await public.app({**scope, REFUSED: status}, receive, send)

    page = Visitor(refusing, language).send("GET", "5/")
    assert page.status == status
    assert_page(page, cookie=False)
    assert f'lang="{language}"' in page.text[:100]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere/", 404),
        ("GET", "12/", 404),
        ("GET", "4/0/", 404),
        ("GET", "4/11/", 404),
        ("GET", "/xx/", 404),
        ("GET", "/assets/no.css", 404),
        ("PUT", "5/", 405),
        ("POST", "privacy/", 405),
        ("GET", "code/stop/", 405),
        ("GET", "5/?%ff=%ff", 200),
    ],
)
def test_what_is_not_there_is_said_with_the_way_out(
    public: Public, method: str, path: str, status: int
) -> None:
    visitor = public.visitor()
    visitor.begin()
    page = visitor.send(method, path)
    assert page.status == status
    # Whoever has a cookie keeps it where their own address was meant.
    assert_page(page, cookie=status in {200, 405})


def test_leaving_forgets_the_visit(door: Public, request: pytest.FixtureRequest) -> None:
    secure = "secure" in request.node.callspec.id
    visitor = door.visitor()
    visitor.begin()
    page = visitor.send("GET", "/leave")
    assert (page.status, page.to) == (303, door.site.exit_to)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    (cookie,) = page.headers.get_list("set-cookie")
    assert "Max-Age=0" in cookie
    assert ("Secure" in cookie) == secure
    assert not visitor.cookies


TYPED: Final = {
    "5/": {"narrative": SAID},
    "6/": {"child-region": "Region 17", "child-details": SAID},
    "7/": {"other-names": "user_17", "other-details": SAID},
    "8/": {"region": "Region 17", "country": "FR"},
    "4/a/": {"text": "hxxp://example[.]org/17", "year": "2025", "time": "20:15"},
}


@pytest.mark.parametrize("path", TYPED)
def test_without_a_cookie_what_was_typed_stays_and_nothing_is_stored(
    public: Public, path: str
) -> None:
    visitor = public.visitor()
    page = visitor.send("POST", path, data={**TYPED[path], "t": "x"})
    assert page.status == 422
    assert {name: page.shown(name) for name in TYPED[path]} == TYPED[path]
    assert public.drafts() == 0
    visitor.page = page
    assert visitor.post(path).address != visitor.at(path)
    assert public.drafts() == 1


@pytest.mark.parametrize("path", TYPED)
def test_with_a_foreign_token_what_was_typed_stays_and_nothing_is_stored(
    public: Public, path: str
) -> None:
    visitor, other = public.visitor(), public.visitor()
    visitor.begin()
    other.begin()
    token = other.page.fields("1/")["t"]
    page = visitor.send("POST", path, data={**TYPED[path], "t": token})
    assert page.status == 422
    assert {name: page.shown(name) for name in TYPED[path]} == TYPED[path]
    assert public.drafts() == 0


@pytest.mark.parametrize("path", ["5/", "4/a/", "10/"])
def test_a_field_that_people_do_not_see_must_stay_empty(public: Public, path: str) -> None:
    visitor = public.visitor()
    visitor.fill()
    written = len(public.writer.written)
    visitor.get(path)
    page = visitor.post(path, homepage="example.net")
    assert page.status == 422
    assert "must stay empty" in page.problems[0]
    assert len(public.writer.written) == written


def test_wording_follows_who_is_telling(public: Public) -> None:
    headings = {}
    for relation in (*Relation, ""):
        visitor = public.visitor()
        visitor.begin()
        visitor.answer("1", relation=str(relation))
        headings[relation] = (visitor.get("2/").heading, visitor.get("6/").words)
    assert headings[Relation.YOUNG_PERSON][0] == "Are you or somebody else in danger now?"
    assert headings[Relation.PARENT_OR_CARER][0].startswith("Is your child")
    assert headings[Relation.WITNESS] == headings[""]
    assert "How old are you?" in headings[Relation.YOUNG_PERSON][1]
    assert "How old is the young person" in headings[""][1]


def test_somebody_may_be_unsure_what_it_is_about(public: Public) -> None:
    visitor = public.visitor()
    visitor.begin()
    assert visitor.answer("3", category="unsure").address == "/en/4/"
    assert visitor.get("3/").shown("category") == "unsure"
    visitor.answer("3", category="no such key")
    assert visitor.get("3/").shown("category") == ""
    visitor.answer("3", category="unsure")
    visitor.answer("5", narrative=SAID)
    assert "I am not sure" in visitor.get("10/").words
    public.clock.wait(SOON)
    visitor.send_report()
    assert len(public.reports()) == 1


@pytest.mark.parametrize("key", ["1", "2", "2b", "3", "5", "6", "7", "8"])
def test_a_change_comes_back_to_the_check(public: Public, key: str) -> None:
    visitor = public.visitor()
    visitor.fill()
    assert visitor.answer(key).address == "/en/10/"


def test_a_changed_place_comes_back_to_the_check(public: Public) -> None:
    visitor = public.visitor()
    visitor.fill()
    visitor.answer("4", kind="d")
    visitor.post("4/d/", text="user17@example.net")
    visitor.get("4/1/")
    visitor.post("4/1/", text="user18@example.net")
    assert visitor.answer("4", kind="no").address == "/en/10/"
    assert "user18@example.net" in visitor.page.words
    assert "user17@example.net" not in visitor.page.words


def test_another_wish_asks_for_the_address_before_the_check(public: Public) -> None:
    visitor = public.visitor()
    visitor.fill()
    assert visitor.answer("9", **{"reach-wish": "by_phone"}).address == "/en/9b/"
    page = visitor.answer("9b", **{"reach-phone": ""})
    assert page.status == 422
    assert visitor.post("9b/", **{"reach-phone": "+1 202 555 0117"}).address == "/en/10/"


def test_a_place_can_be_removed(public: Public) -> None:
    visitor = public.visitor()
    visitor.begin()
    for text in ("one@example.org", "two@example.org", "three@example.org"):
        visitor.answer("4", kind="d")
        visitor.post("4/d/", text=text)
    page = visitor.post("4/2/remove/")
    assert page.address == "/en/4/"
    assert "one@example.org" in page.words
    assert "two@example.org" not in page.words
    assert "three@example.org" in page.words
    visitor.post("4/2/remove/")
    assert "three@example.org" not in visitor.get("10/").words
    assert "one@example.org" in visitor.page.words


def test_two_windows_of_one_visitor_lose_nothing(either: Public) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("1", relation="witness")
    pages = {path: visitor.get(path).fields(path) for path in ("5/", "6/", "7/", "8/", "4/a/")}
    for path in reversed(pages):
        sent = visitor.send("POST", path, data=pages[path] | TYPED[path])
        assert sent.status == 303
    for path, typed in TYPED.items():
        page = visitor.get("4/1/" if path == "4/a/" else path)
        assert {name: page.shown(name) for name in typed} == typed
    assert either.drafts() == 1


@pytest.mark.parametrize("path", TYPED)
def test_a_draft_that_ended_keeps_what_was_typed_on_the_page(public: Public, path: str) -> None:
    visitor = public.visitor()
    visitor.begin()
    visitor.answer("1", relation="witness")
    visitor.get(path)
    public.clock.wait(timedelta(hours=1, seconds=1))
    page = visitor.post(path, **TYPED[path])
    assert page.status == 422
    assert "Your earlier answers are not here any more" in page.words
    assert {name: page.shown(name) for name in TYPED[path]} == TYPED[path]
    assert visitor.post(path).status == 200
    shown = visitor.get("4/1/" if path == "4/a/" else path)
    assert {name: shown.shown(name) for name in TYPED[path]} == TYPED[path]


@pytest.mark.parametrize("chosen", [True, False])
def test_only_who_chose_it_leaves_an_incomplete_report(either: Public, *, chosen: bool) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("1", send_if_left="yes" if chosen else "")
    visitor.answer("5", narrative=SAID)
    visitor.answer("9", **{"reach-wish": "by_email"})
    visitor.answer("9b", **{"reach-email": "reader@example.org"})
    expire = Request(operation=ExpireDrafts(), actor="service:test")
    either.clock.wait(timedelta(minutes=59))
    either.writer.write(expire)
    assert (either.reports(), either.drafts()) == ([], 1)
    either.clock.wait(timedelta(minutes=2))
    either.writer.write(expire)
    assert either.drafts() == 0
    if not chosen:
        assert either.reports() == []
        return
    (number,) = either.reports()
    report = either.opened(number)
    assert report.public is not None
    assert (report.public.incomplete, report.additional_info) == (True, SAID)
    assert either.contact(number) is None
    assert "reader@example.org" not in str(report)


def test_taking_the_choice_back_leaves_nothing(public: Public) -> None:
    visitor = public.visitor()
    visitor.begin()
    visitor.answer("1", send_if_left="yes")
    visitor.answer("5", narrative=SAID)
    visitor.get("1/")
    visitor.send("POST", "1/", data={"t": visitor.page.fields("1/")["t"]})
    public.clock.wait(timedelta(minutes=61))
    public.writer.write(Request(operation=ExpireDrafts(), actor="service:test"))
    assert (public.reports(), public.drafts()) == ([], 0)


def test_a_store_that_is_away_loses_nothing(either: Public) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("1", relation="witness")
    fields = visitor.get("5/").fields("5/") | {"narrative": SAID}
    either.writer.fails = True
    page = visitor.send("POST", "5/", data=fields)
    assert page.status == 503
    assert page.shown("narrative") == SAID
    assert_page(page, cookie=True)
    either.writer.fails = False
    assert visitor.send("POST", "5/", data=fields).status == 303
    assert visitor.get("5/").shown("narrative") == SAID
    assert visitor.get("1/").shown("relation") == "witness"


def test_a_fault_of_ours_is_said_without_details(public: Public) -> None:
    visitor = public.visitor()
    fields = visitor.begin().fields("1/")

    class Broken:
        def write(self, request: Request) -> None:
            raise RuntimeError(repr(request))

    public.writer = Broken()  # type: ignore[assignment]
    page = visitor.send("POST", "1/", data=fields)
    assert page.status == 500
    assert_page(page, cookie=False)
    assert page.heading == "Something went wrong on our side"
    assert "Runtime" not in page.text


def test_erasing_leaves_nothing(either: Public) -> None:
    visitor = either.visitor()
    visitor.begin()
    visitor.answer("1", send_if_left="yes")
    visitor.answer("5", narrative=SAID)
    visitor.get("5/")
    page = visitor.post("erase/")
    assert page.heading == "Your answers are erased"
    assert not visitor.cookies
    assert (either.drafts(), either.reports()) == (0, [])
    assert visitor.get("5/").address == "/en/1/"
    assert SAID not in visitor.get("5/").text


def test_what_a_browser_holds_has_one_length(public: Public) -> None:
    visitor = public.visitor()
    lengths = set()
    visitor.begin()
    lengths.add(len(visitor.cookies["visit"]))
    visitor.fill()
    lengths.add(len(visitor.cookies["visit"]))
    visitor.send_report()
    lengths.add(len(visitor.cookies["visit"]))
    assert len(lengths) == 1
    assert {kind.value for kind in Holds} == {"n", "d", "s", "r"}


@pytest.mark.parametrize("text", ["", "x", "n.x.y", "d..", "n.A.1.A", "a" * 5_000, "."])
def test_a_cookie_that_is_not_ours_is_none(public: Public, text: str) -> None:
    visitor = public.visitor()
    page = visitor.send("GET", "5/", headers={"Cookie": f"visit={text}"})
    assert (page.status, page.to) == (303, "/en/1/")
    assert public.drafts() == 0
