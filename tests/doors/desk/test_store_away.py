"""The desk while its database is away, on each kind of database: its own page with 503, always."""

import pytest

from tests import stores
from tests.doors.desk.test_every_route import CELLS, address
from tests.doors.desk.wiring import PASSWORD, Desk, Page
from tipline.domain.desk import DeskRole
from tipline.stores import queries

NUMBER = 1_000_001


def assert_honest(page: Page) -> None:
    """Assert that it is the desk's own page, and promises nothing."""
    assert page.status_code == 503
    assert "- Hotline desk</title>" in page.text
    assert "Nothing was" not in page.text
    assert "Error" not in page.headers.get("content-type", "")
    assert page.headers["cache-control"] == "no-store"


def test_every_address_says_so_whoever_asks(either: Desk) -> None:
    sue = either.user("sue", DeskRole.SUPERVISOR)
    number = either.report()
    assert sue.get(f"/reports/{number}/").status_code == 200
    lost = stores.LOST[queries.database().alias]
    asked = sorted({(route.address, method.value) for route, method, _ in CELLS})
    routes = {route.address: route for route, _, _ in CELLS}
    for path, method in asked:
        where = address(routes[path], number)
        with queries.on_database(lost):
            page = sue.get(where) if method == "GET" else sue.post_with_token(where)
        assert_honest(page)
        assert "It is not known whether" in page.text
    assert sue.get(f"/reports/{number}/").status_code == 200


def test_the_log_in_page_is_shown_and_nobody_is_let_in(either: Desk) -> None:
    ada = either.user("ada")
    guest = either.guest()
    with queries.on_database(stores.LOST[queries.database().alias]):
        assert guest.get("/log-in/").status_code == 200
        assert guest.get("/").to == "/desk/log-in/"
        page = guest.post("/log-in/", name="ada", password=PASSWORD, code="000000")
    assert_honest(page)
    assert 'value="ada"' in page.text
    assert PASSWORD not in page.text
    assert ada.get("/").status_code == 200


@pytest.mark.parametrize("fails", ["reading", "writing"])
def test_a_session_is_not_over_because_the_store_is_away(either: Desk, fails: str) -> None:
    ada = either.user("ada")
    alias = queries.database().alias
    either.writer.fails = fails == "writing"
    with queries.on_database(alias if fails == "writing" else stores.LOST[alias]):
        page = ada.post_with_token("/log-out/")
    assert_honest(page)
    either.writer.fails = False
    assert ada.get("/").status_code == 200
