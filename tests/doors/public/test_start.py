"""The public door of this version: one honest page, no cookie, the strict headers of the desk."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from tests.doors.desk.test_every_route import assert_headers
from tests.doors.desk.wiring import Page
from tipline.doors.public.urls import urlpatterns
from tipline.doors.theme.assets import _manifest
from tipline.doors.theme.django_app import django_door, prepare_django

pytestmark = pytest.mark.usefixtures("store")


def ask(method: str, path: str, **more: Any) -> Page:  # noqa: ANN401 - httpx's
    async def asking() -> httpx.Response:
        prepare_django(bytes(32), secure=True)
        app = django_door("tipline.doors.public.urls")
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
            return await client.request(method, path, **more)

    answer = asyncio.run(asking())
    return Page(answer.status_code, answer.headers, answer.text)


def test_it_says_what_is_missing_and_where_to_go() -> None:
    page = ask("GET", "/")
    assert page.status_code == 200
    words = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "in danger now, call the emergency number of your country" in words
    assert "not part of this version" in words
    for place in ("/ispws", "/api/v1", "/desk/"):
        assert place in words
    assert "<form" not in page.text
    assert "<input" not in page.text


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/", {}, 200),
        ("HEAD", "/", {}, 200),
        ("POST", "/", {"data": {"text": "x"}}, 403),
        ("PUT", "/", {}, 403),
        ("OPTIONS", "/", {}, 405),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/assets/nothing.js", {}, 404),
        ("GET", "/?%ff=%ff", {}, 200),
        ("POST", "/", {"content": b"x" * 70_000}, 413),
        ("POST", "/", {"data": {"text": "x" * 70_000}}, 413),
        ("POST", "/", {"content": b"x"}, 415),
        ("POST", "/", {"files": {"file": b"x"}}, 415),
    ],
)
def test_every_answer_is_strict_and_leaves_nothing_behind(
    method: str, path: str, more: dict[str, Any], status: int
) -> None:
    page = ask(method, path, **more)
    assert page.status_code == status
    assert_headers(page)
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers


def test_it_has_two_addresses_and_its_look() -> None:
    assert [one.name for one in urlpatterns] == ["start", "asset"]
    page = ask("GET", "/")
    linked = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    assert len(linked) >= 3
    for address in (*linked, *(f"/assets/{file}" for file in _manifest().values())):
        found = ask("GET", address)
        assert found.status_code == 200
        assert "set-cookie" not in found.headers
        assert_headers(found)
