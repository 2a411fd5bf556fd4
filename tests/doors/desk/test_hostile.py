"""Everything the desk cannot mean, on each database: no answer is a 5xx, all are our pages."""

import json
from collections.abc import Iterator
from http import HTTPMethod
from itertools import product
from random import Random
from urllib.parse import quote

import pytest

from tests.doors.desk.test_every_route import ROLES, somebody
from tests.doors.desk.wiring import FROM_OUR_PAGE, Browser, Desk, Page
from tipline.domain.desk import DeskRole
from tipline.domain.identifiers import IdentifierKind
from tipline.doors.desk.urls import ROUTES

NUMBERS = (
    *("0", "%D9%A3", "-1", "%00", str(2**31), str(2**63 - 1), str(2**63), str(2**64)),
    *("9" * 18, "9" * 19, "0" * 18, "9" * 400),
)
NULS = ("\0", "a\0nna", "shared@example.org\0")
TEXTS = (
    *("", " ", "\0" * 60, "ada\ud800".encode("utf-8", "replace").decode()),
    *("'; DROP TABLE report; --", "%s%n{}{{7*7}}", "\U0010ffff\u202e\ufeff", "x" * 5_000),
    *("٣" * 18, "-9223372036854775809", "1e999", "nan", "../../etc", "\r\nSet-Cookie: a=b"),
    *("192.0.2.17", "+12025550117", "http://[::1", "xn--", "@" * 300),
)
FIELDS = (
    *("name", "password", "code", "old", "new", "again", "reason", "text", "kind", "scope"),
    *("question", "agency", "filled", "redirected", "version", "resolution", "as", "seen"),
)
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "post", "NONSENSE")
BODIES = (
    *(b"", b"&" * 3_000, b"=" * 50, b"a=1&" * 1_200, b"%", b"%ff=%ff", b"name=%00&text=%00"),
    *(b"\0\xff", b"text=" + b"x" * 60_000, b"csrfmiddlewaretoken=" + b"y" * 64, b"x" * 70_000),
)
KINDS = (
    *("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7"),
    *("multipart/form-data", "text/plain", ""),
)
SESSIONS = ("", "\0", "x" * 4_000, "0" * 64, '"', "=;=")


def assert_ours(page: Page, what: object) -> None:
    """Assert that an answer is one of ours, and no failure."""
    assert page.status_code < 500, what
    headers = page.headers
    assert headers["cache-control"] == "no-store", what
    assert headers["content-security-policy"].startswith("default-src 'none'"), what
    assert "server" not in headers, what
    if page.text:
        assert "- Hotline desk</title>" in page.text, what
        assert headers["content-type"] == "text/html; charset=utf-8", what


def requests(number: int, chance: Random) -> Iterator[tuple[str, str]]:
    """Yield methods with addresses: what a route takes with some numbers, the rest with one.

    Which ones differs by route and role, so that every number meets many routes.
    """
    for route in ROUTES:
        if route.name == "log-out":
            continue
        numbers = [str(number), *chance.sample(NUMBERS, 4)] if "<" in route.address else [""]
        paths = [f"/{route.address.replace('<report:number>', one)}" for one in numbers]
        yield from product(route.views, paths)
        yield from product(METHODS, [chance.choice(paths)])
    for path in ("/log-in/", "/assets/x%00", "/nowhere", "/%00", "//", "/%ff%fe", "/reports/"):
        yield from product(METHODS[:2], [path])


@pytest.mark.parametrize("role", ROLES)
def test_every_address_takes_any_method_and_number(either: Desk, role: DeskRole | None) -> None:
    browser = somebody(either, role)
    chance = Random(role)  # noqa: S311 - a test's choices
    for method, path in requests(either.report(), chance):
        post = method == "POST"
        page = browser.post_with_token(path) if post else browser.send(method, path)
        assert_ours(page, (method, path))


@pytest.mark.parametrize("role", ROLES)
def test_every_form_takes_any_text(either: Desk, role: DeskRole | None) -> None:
    number = either.report()
    browser = somebody(either, role)
    chance = Random(17)  # noqa: S311 - a test's choices
    forms = [f"/{route.address}" for route in ROUTES if HTTPMethod.POST in route.views]
    forms = [path.replace("<report:number>", str(number)) for path in (*forms, "/log-in/")]
    for path in forms:
        if path == "/log-out/":
            continue
        for text in (*NULS, *chance.sample(TEXTS, 3)):
            fields = {name: chance.choice((text, *TEXTS)) for name in FIELDS}
            fields |= {chance.choice(FIELDS): text, "name": text, "text": text}
            assert_ours(browser.post_with_token(path, **fields), (path, fields))


@pytest.mark.parametrize("kind", ["", *IdentifierKind])
def test_search_takes_any_text_as_any_kind(either: Desk, kind: str) -> None:
    ada = either.user("ada")
    chance = Random(kind)  # noqa: S311 - a test's choices
    for text in (*NULS, *chance.sample(TEXTS, 3)):
        scope = chance.choice(("", text, *TEXTS))
        page = ada.post_with_token("/search/", text=text, kind=kind, scope=scope)
        assert_ours(page, (kind, text, scope))


def test_any_body_and_any_kind_of_body(either: Desk) -> None:
    ada = either.user("ada")
    for kind, body in product(KINDS, BODIES):
        headers = {**FROM_OUR_PAGE, "Content-Type": kind}
        for browser, path in ((either.guest(), "/log-in/"), (ada, "/search/")):
            page = browser.send("POST", path, content=body, headers=headers)
            assert_ours(page, (kind, body[:40]))


def test_any_query_and_any_cookie(either: Desk) -> None:
    ada = either.user("ada")
    either.report()
    for value in (*map(quote, TEXTS), f"0-{9**18}-{9**18}", "1-1-0", "%ff", "1-9-" + "9" * 40):
        query = f"?show={value}&after={value}&closed={value}&released={value}&over={value}"
        path = "/log-in/" if "ada" in value else "/"
        assert_ours(ada.get(path + query), query)
    for value, name in product(SESSIONS, ("desk", "desk-browser", "form")):
        headers = {**FROM_OUR_PAGE, "Cookie": f"{name}={value}"}
        method = "GET" if name == "desk" else "POST"
        page = Browser(either).send(method, "/", headers=headers)
        assert_ours(page, (name, value))


def test_names_that_can_be_nobodys_are_refused_like_any_other(either: Desk) -> None:
    either.user("ada")
    seen = set()
    for name in ("nobody", "a\0nna", "\0", "x" * 5_000, "é"):
        page = either.guest().post("/log-in/", name=name, password="x", code="000000")
        seen.add(page.status_code)
        assert "is not right" in page.text
    assert seen == {422}
    refused = [type(one).__name__ for one in either.writer.written].count("RecordRefusal")
    assert refused == 5
    assert json.dumps("\0") not in repr(either.writer.written)
