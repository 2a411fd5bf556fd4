"""Requests that come to no page: the desk's own page says what to do, with the same headers."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from tests.doors.desk.test_every_route import assert_headers
from tests.doors.desk.wiring import FROM_OUR_PAGE, Desk, Page
from tipline.doors.desk.answers import REFUSALS
from tipline.doors.theme.frame import Frame

KIND = {"Content-Type": "application/x-www-form-urlencoded"}


def assert_page(page: Page, status: int, *words: str) -> None:
    """Assert that it is a page of the desk that says these words."""
    assert page.status_code == status
    assert "- Hotline desk</title>" in page.text
    assert 'class="govuk-heading-l"' in page.text
    assert REFUSALS[status].heading in page.text
    for word in words:
        assert word in page.text
    assert_headers(page)
    assert page.headers["cache-control"] == "no-store"


def test_a_form_without_its_token(desk: Desk) -> None:
    page = desk.guest().send("POST", "/log-in/", data={"name": "ada"})
    assert_page(page, 403, "your browser keeps what you typed", "log in if you are asked")


def test_a_form_that_is_too_large(desk: Desk) -> None:
    for path in ("/log-in/", "/nowhere/"):
        page = desk.guest().send("POST", path, content=b"x" * 70_000, headers=KIND)
        assert_page(page, 413, "Shorten the longest text")
        assert page.headers["connection"] == "close"


def test_a_body_that_is_no_form(desk: Desk) -> None:
    page = desk.user("ada").send("POST", "/search/", content=b"\x89PNG", headers=FROM_OUR_PAGE)
    assert_page(page, 415, "never files", "Say in words what matters")


def test_more_fields_than_any_form_has(desk: Desk) -> None:
    guest = desk.guest()
    guest.get("/log-in/")  # without its cookie nobody looks at the fields
    headers = {**FROM_OUR_PAGE, **KIND}
    page = guest.send("POST", "/log-in/", content=b"a=1&" * 1_200, headers=headers)
    assert_page(page, 400)


@pytest.mark.parametrize("path", ["/", "/log-in/"])
def test_another_method(desk: Desk, path: str) -> None:
    page = desk.guest().send("OPTIONS", path)
    assert_page(page, 405)
    assert "GET" in page.headers["allow"]


def test_a_query_that_is_no_text(desk: Desk) -> None:
    assert _raw(desk, b"\xff=\xff", slow=False) == 400


def test_a_form_that_does_not_come_in(desk: Desk) -> None:
    assert _raw(desk, b"", slow=True) == 408


def _raw(desk: Desk, query: bytes, *, slow: bool) -> int:
    """Send what no client library sends; return the status once its page was looked at."""
    sent: list[Message] = []
    door: Any = desk.app.routes[0].app  # type: ignore[attr-defined]
    assert isinstance(door, Frame)
    scope = {
        "type": "http",
        "method": "POST" if slow else "GET",
        "path": "/desk/log-in/",
        "root_path": "/desk",
        "query_string": query,
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }
    begun = False

    async def receive() -> Message:
        nonlocal begun
        if slow or begun:
            await asyncio.Event().wait()
        begun = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    hurried = Frame(door._inner, longest_wait=0.05)
    asyncio.run(hurried(scope, receive, send))
    start, *bodies = sent
    text = b"".join(one["body"] for one in bodies).decode()
    assert REFUSALS[start["status"]].heading in text
    assert "- Hotline desk</title>" in text
    assert b"content-security-policy" in dict(start["headers"])
    return int(start["status"])
