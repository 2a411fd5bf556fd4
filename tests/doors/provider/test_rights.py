"""Who may do what: every route of the door with everybody who could ask; a new one fails here."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from starlette.routing import Route

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import NOBODY, Door
from tipline.domain.lifecycle import State
from tipline.services.admit_provider import Credentials

NOTE = b'{"additional_info": "Synthetic narrative 17."}'
REFUSED_TO_ALL = 401


class Call(NamedTuple):
    """What a route is asked, and the status for whoever may ask it; `names` a report of `own`."""

    done: int
    sent: Callable[[int], dict[str, Any]] = lambda _: {}
    names: bool = False
    open_to_all: bool = False


def form(number: int) -> dict[str, Any]:
    return {"data": {"id": str(number)}}


CALLS = {
    ("GET", "/ispws/status"): Call(200),
    ("GET", "/ispws/xsd"): Call(200),
    ("POST", "/ispws/submit"): Call(200, lambda _: {"content": MINIMAL.encode()}),
    ("POST", "/ispws/finish"): Call(200, form, names=True),
    ("POST", "/ispws/retract"): Call(200, form, names=True),
    ("POST", "/ispws/upload"): Call(400, form),
    ("POST", "/ispws/fileinfo"): Call(400, form),
    ("POST", "/api/v1/reports"): Call(201, lambda _: {"content": AS_JSON}),
    ("GET", "/api/v1/reports/{number}"): Call(200, names=True),
    ("GET", "/api/v1/reports/{number}/links"): Call(200, names=True),
    ("POST", "/api/v1/reports/{number}/supplements"): Call(
        201, lambda _: {"content": NOTE}, names=True
    ),
    ("GET", "/api/openapi.json"): Call(200, open_to_all=True),
}
"""Every method and path of the door."""

WHO = ("nobody", "wrong password", "disabled", "another", "another, for tests", "own")


def requester(door: Door, who: str) -> Credentials:
    """Return the credentials of whoever asks."""
    match who:
        case "nobody":
            return NOBODY
        case "wrong password":
            return Credentials(username=door.credentials.username, password="wrong")
        case "disabled":
            gone = door.admit()
            door.dismiss(gone)
            return gone
        case "another":
            return door.admit()
        case "another, for tests":
            return door.admit(is_test=True)
        case _:
            return door.credentials


def opened(door: Door) -> int:
    """Open a report of the door's own provider and return its number."""
    number = response(door.post("/ispws/submit", MINIMAL.encode()).content).report_id
    assert number is not None
    return number


def expected(call: Call, who: str) -> int:
    """Return the status of an answer."""
    if call.open_to_all:
        return call.done
    if who in {"nobody", "wrong password", "disabled"}:
        return REFUSED_TO_ALL
    return 404 if call.names and who != "own" else call.done


def is_marked(answer: httpx.Response) -> None:
    """Hold the headers of an answer against what every answer has, and has not."""
    assert len(answer.headers.get_list("request-id")) == 1
    assert len(answer.headers["request-id"]) == 32
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
    assert "set-cookie" not in answer.headers


def routed(door: Door) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route there is."""
    for route in door.app.routes:
        assert isinstance(route, Route)
        for method in route.methods or ():
            if method != "HEAD":
                yield method, route.path


def test_the_table_has_every_route(door: Door) -> None:
    assert sorted(routed(door)) == sorted(CALLS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_everybody_may_do_what_is_theirs_and_nothing_else(
    door: Door, method: str, path: str, who: str
) -> None:
    call, number = CALLS[method, path], opened(door)
    asked = path.replace("{number}", str(number))
    answer = door.ask(method, asked, as_=requester(door, who), **call.sent(number))
    assert answer.status_code == expected(call, who)
    is_marked(answer)
    if expected(call, who) >= 400:
        assert str(number) not in answer.text
        assert door.row(number).state is State.OPEN
        assert door.reader.supplements(number) == []


@pytest.mark.parametrize(("method", "path"), [call for call in CALLS if call[0] == "GET"])
@pytest.mark.parametrize("who", WHO)
def test_head_says_what_get_says(door: Door, method: str, path: str, who: str) -> None:
    asked = path.replace("{number}", str(opened(door)))
    credentials = requester(door, who)
    whole, head = (door.ask(name, asked, as_=credentials) for name in (method, "HEAD"))
    assert head.status_code == whole.status_code
    is_marked(head)


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_another_method_is_refused_to_everybody(door: Door, method: str, path: str) -> None:
    asked = path.replace("{number}", str(opened(door)))
    for who in ("nobody", "another", "own"):
        for name in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - {method}:
            answer = door.ask(name, asked, as_=requester(door, who))
            assert answer.status_code == 405
            assert method in answer.headers["allow"]
            is_marked(answer)


@pytest.mark.parametrize("path", [path for method, path in CALLS if method == "POST"])
@pytest.mark.parametrize("own", [True, False])
def test_what_test_credentials_file_is_marked_and_stays_apart(
    door: Door, path: str, own: bool
) -> None:
    tester = door.admit(is_test=True)
    filed = door.post("/ispws/submit", MINIMAL.encode(), as_=tester)
    number = response(filed.content).report_id
    assert number is not None
    assert door.row(number).is_test
    call = CALLS["POST", path]
    credentials = tester if own else door.credentials
    asked = path.replace("{number}", str(number))
    answer = door.ask("POST", asked, as_=credentials, **call.sent(number))
    if call.names and not own:
        assert answer.status_code == 404
    for added in door.reader.supplements(number):
        assert own
        assert door.row(added).is_test


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_what_fails_for_everybody_is_marked_as_well(door: Door, method: str, path: str) -> None:
    call, number = CALLS[method, path], opened(door)
    asked = path.replace("{number}", str(number))
    too_large: dict[str, Any] = {"content": bytes(1_048_577)} if method == "POST" else {}
    is_marked(door.ask(method, asked, **too_large))
    door.writer.fails = True
    is_marked(door.ask(method, asked, **call.sent(number)))
    door.writer.fails = False
    door.rebuild(requests_per_minute=1)
    statuses = set[int]()
    for _ in range(4):
        answer = door.ask(method, asked, **call.sent(number))
        statuses.add(answer.status_code)
        is_marked(answer)
    assert (429 in statuses) == (not call.open_to_all)


@pytest.mark.parametrize("path", ["/", "/ispws", "/ispws/", "/api", "/api/v1/reports/", "/x"])
def test_what_is_nowhere_is_nowhere_for_everybody(door: Door, path: str) -> None:
    for who in WHO:
        for method in ("GET", "POST"):
            answer = door.ask(method, path, as_=requester(door, who))
            assert answer.status_code == 404
            is_marked(answer)
