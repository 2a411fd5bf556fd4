"""What holds on every address of the desk: who may, which headers, which methods, which bodies."""

import re
from http import HTTPMethod
from itertools import product

import pytest

from tests.doors.desk.agencies import A
from tests.doors.desk.referring import case_of, released
from tests.doors.desk.reporters import reporter
from tests.doors.desk.wiring import Browser, Desk, Page
from tipline.domain.desk import RIGHTS, DeskRole
from tipline.doors.desk.urls import ROUTES, Route, urlpatterns
from tipline.doors.theme.assets import _manifest
from tipline.ports.operations import Done, OpenCase, Request

ROLES: tuple[DeskRole | None, ...] = (None, *DeskRole)
CELLS = [(route, method, role) for route, role in product(ROUTES, ROLES) for method in route.views]


def address(route: Route, number: int = 0) -> str:
    return "/" + route.address.replace("<report:number>", str(number))


def number_for(desk: Desk, route: Route) -> int:
    """Store what an address is about; return the number of the report, case or referral."""
    report = desk.report()
    if route.address.startswith("referrals/<"):
        person = desk.user("owner")
        return released(desk, person, case_of(desk, person, report), A)
    if not route.address.startswith("cases/<"):
        return report
    owner = desk.desk.user(desk.admit("owner").name)
    assert owner is not None
    opened = OpenCase(reports=(report,), user=owner.id)
    result = desk.writer.write(Request(operation=opened, actor="service:test"))
    assert isinstance(result, Done)
    return result.number


def somebody(desk: Desk, role: DeskRole | None) -> Browser:
    return desk.guest() if role is None else desk.user("somebody", role)


def ask(browser: Browser, method: HTTPMethod, path: str) -> Page:
    if method is HTTPMethod.GET:
        return browser.get(path)
    return browser.post(path)


def test_the_matrix_has_every_address_there_is() -> None:
    assert [one.name for one in urlpatterns] == [
        *(route.name for route in ROUTES),
        "log-in",
        "asset",
    ]


@pytest.mark.parametrize(
    ("route", "method", "role"),
    CELLS,
    ids=[f"{route.name}-{method}-{role}" for route, method, role in CELLS],
)
def test_each_role_gets_what_it_may_and_nothing_else(
    desk: Desk, route: Route, method: HTTPMethod, role: DeskRole | None
) -> None:
    number = number_for(desk, route)
    before = len(desk.writer.written)
    page = ask(somebody(desk, role), method, address(route, number))
    if role is None:
        assert (page.status_code, page.to) == (303, "/desk/log-in/")
        assert len(desk.writer.written) == before
    elif route.right is not None and route.right not in RIGHTS[role]:
        assert page.status_code == 403
        assert "Synthetic" not in page.text
    else:
        assert page.status_code in {200, 303, 409, 422}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_other_methods_are_refused_before_anybody_is_asked_for(desk: Desk, route: Route) -> None:
    for method in ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "NONSENSE"):
        if method in route.views:
            continue
        page = desk.guest().send(method, address(route, 1_000_001))
        assert page.status_code in {403, 405}  # 403 if it comes without the token of a form


def test_every_answer_has_the_headers(desk: Desk) -> None:
    number = desk.report()
    ada = desk.user("ada", DeskRole.SUPERVISOR)
    pages = [
        ask(ada, method, address(route, number)) for route in ROUTES for method in route.views
    ]
    guest = desk.guest()
    pages += [
        guest.get("/log-in/"),
        guest.get("/nowhere/"),
        guest.get("/?%ff=%ff"),
        guest.get("/assets/nothing.js"),
        guest.send("POST", "/log-in/", data={"name": "no token"}),
        guest.send("POST", "/log-in/", content=b"x" * 70_000),
        guest.send("POST", "/log-in/", content=b"{}", headers={"Content-Type": "text/json"}),
        guest.send("PUT", "/"),
    ]
    for page in pages:
        headers = page.headers
        assert headers["cache-control"] == "no-store"
        assert_headers(page)


def test_the_look_may_be_kept_and_nothing_else_is_served(desk: Desk) -> None:
    for file in _manifest().values():
        page = desk.guest().get(f"/assets/{file}")
        assert page.status_code == 200
        assert "immutable" in page.headers["cache-control"]
        assert_headers(page)
    for file in ("manifest.json", "..%2f__init__.py", "theme.css"):
        assert desk.guest().get(f"/assets/{file}").status_code == 404


def assert_headers(page: Page) -> None:
    headers = page.headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_a_nonce_is_used_once_and_stands_where_the_policy_says(desk: Desk) -> None:
    first, second = desk.guest().get("/log-in/"), desk.guest().get("/log-in/")
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in (first, second)]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[0][0]}'" in first.headers["content-security-policy"]


def every_page(desk: Desk) -> list[str]:
    """Return all pages of a supervisor, with a service's report and with one of the public."""
    ada, ben = desk.user("ada", DeskRole.SUPERVISOR), desk.user("ben")
    number = reporter(desk).number
    ada.post(f"/reports/{number}/ask/", question="Synthetic question 1?")
    ben.post(f"/reports/{number}/contact/request/", reason="danger")
    paths = {
        address(route, one)
        for route in ROUTES
        for one in (desk.report(), number)
        if HTTPMethod.GET in route.views
    }
    return [ada.get(path).text for path in sorted(paths)]


def test_pages_have_no_inline_style_and_no_script_but_the_allowed_one(desk: Desk) -> None:
    for text in every_page(desk):
        assert " style=" not in text
        assert not re.search(r"\son\w+=", text)
        assert len(re.findall(r"<script(?! type=\"module\" src=\"/desk/assets/)", text)) <= 1


def test_titles_and_addresses_carry_numbers_only(desk: Desk) -> None:
    for text in every_page(desk):
        for title in re.findall(r"<title>(.*?)</title>", text, re.DOTALL):
            assert re.fullmatch(r"[A-Za-z ]+( \d+)?( reports)? - Hotline desk", title.strip())
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', text):
            assert re.fullmatch(
                r"#[\w-]+|/desk/[a-z0-9./-]*(\?show=[a-z]+(&amp;after=[\d-]+)?)?", link
            )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
        ("application/octet-stream", b"\0\1\2"),
        ("application/json", b"{}"),
        ("", b"name=ada"),
    ],
)
def test_only_forms_are_taken(desk: Desk, kind: str, body: bytes) -> None:
    page = desk.guest().send("POST", "/log-in/", content=body, headers={"Content-Type": kind})
    assert page.status_code == 415
    assert "never files" in page.text


def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    ada = desk.user("ada")
    number = desk.report()
    page = ada.send("POST", f"/reports/{number}/claim/", data={})
    assert page.status_code == 403
    assert "load the page again" in page.text
    assert desk.desk.item(number).holder is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null"}, 422),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 422),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://desk.example.org"}, 422),
        ({"Origin": "https://other.example.org"}, 403),
    ],
)
def test_forms_come_from_our_own_pages(desk: Desk, headers: dict[str, str], status: int) -> None:
    guest = desk.guest()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', guest.get("/log-in/").text)
    page = guest.send("POST", "/log-in/", data={"csrfmiddlewaretoken": token[0]}, headers=headers)
    assert page.status_code == status


def test_what_breaks_unexpectedly_says_nothing_of_what_it_was_about(desk: Desk) -> None:
    ada = desk.user("ada")
    number = desk.report()
    desk.writer.fails = True
    page = ada.get(f"/reports/{number}/")
    assert page.status_code == 503
    assert "shared@example.org" not in page.text
