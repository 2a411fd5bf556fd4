"""Credentials and rate limits: who is let in, and how often."""

import base64
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import NOBODY, Door
from tipline.services.admit_provider import Credentials

CALLS = [
    ("GET", "/ispws/status"),
    ("GET", "/ispws/xsd"),
    ("POST", "/ispws/submit"),
    ("POST", "/ispws/finish"),
    ("POST", "/ispws/retract"),
    ("POST", "/ispws/upload"),
    ("POST", "/ispws/fileinfo"),
    ("POST", "/api/v1/reports"),
    ("GET", "/api/v1/reports/17"),
    ("GET", "/api/v1/reports/x"),
    ("POST", "/api/v1/reports/17/supplements"),
    ("POST", "/api/v1/reports/x/supplements"),
]


def basic(text: bytes | str) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "Basic " + base64.b64encode(data).decode()


def headers_of(door: Door) -> Iterator[str]:
    """Name what is no valid Authorization header, though most of them nearly are."""
    name, password = door.credentials.username, door.credentials.password
    yield ""
    yield "Basic"
    yield "Basic "
    yield f"Bearer {password}"
    yield basic(f"{name}:{password}").replace("Basic", "Digest")
    yield basic(f"{name}:{password}")[:-2]
    yield basic(f"{name}:{password}").replace("=", "") + "!"
    yield f"Basic {name}:{password}"
    yield basic(name)
    yield basic(f"{name}:")
    yield basic(f":{password}")
    yield basic(f"{name}:{password} ")
    yield basic(f"{name}:{password}:")
    yield basic(f"{name.upper()}:{password}")
    yield basic(f"{name}\0:{password}")
    yield basic(f"nobody-000000:{password}")
    yield basic("x" * 61 + ":" + password)
    yield basic(b"\xff\xfe:" + password.encode())
    yield basic(name.encode() + b":\xff")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_nobody_gets_in_without_credentials(door: Door, method: str, path: str) -> None:
    answer = door.ask(method, path, as_=NOBODY)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="Tipline", charset="UTF-8"'
    assert answer.headers["request-id"]
    if path.startswith("/ispws"):
        assert answer.content == b""
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "credentials_refused"


def test_nobody_gets_in_with_other_credentials(door: Door) -> None:
    for header in headers_of(door):
        answer = door.ask("GET", "/ispws/status", as_=NOBODY, headers={"Authorization": header})
        assert (answer.status_code, answer.content) == (401, b""), header


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_name_of_the_scheme_is_spelled_in_any_case(door: Door, scheme: str) -> None:
    header = basic(f"{door.credentials.username}:{door.credentials.password}")
    headers = {"Authorization": header.replace("Basic", scheme)}
    assert door.ask("GET", "/ispws/status", as_=NOBODY, headers=headers).status_code == 200


def test_credentials_are_valid_at_once_and_not_after_they_were_refused(door: Door) -> None:
    stranger = Credentials(username="example-chat-ffffff", password="none")
    assert door.ask("GET", "/ispws/status", as_=stranger).status_code == 401
    newcomer = door.admit()
    for _ in range(3):
        assert door.ask("GET", "/ispws/status", as_=newcomer).status_code == 200
    door.dismiss(newcomer)
    assert door.ask("GET", "/ispws/status", as_=newcomer).status_code == 401
    assert door.ask("GET", "/ispws/status").status_code == 200


def test_one_providers_password_does_not_open_anothers_name(door: Door) -> None:
    other = door.admit()
    mixed = Credentials(username=other.username, password=door.credentials.password)
    assert door.ask("GET", "/ispws/status", as_=mixed).status_code == 401


def refused(send: Callable[[], httpx.Response]) -> httpx.Response:
    """Send until it is too often; at the turn of a minute a few more are let through."""
    for _ in range(10):
        answer = send()
        if answer.status_code == 429:
            assert 1 <= int(answer.headers["retry-after"]) <= 60
            return answer
    raise AssertionError("never refused")


def test_too_many_requests_are_told_to_wait(door: Door) -> None:
    door.rebuild(requests_per_minute=3)
    other = door.admit()
    assert [door.ask("GET", "/ispws/status").status_code for _ in range(3)] == [200, 200, 200]
    in_xml = refused(lambda: door.post("/ispws/submit", MINIMAL.encode()))
    assert response(in_xml.content).code == 1000
    in_json = refused(lambda: door.post("/api/v1/reports", AS_JSON))
    assert in_json.json()["code"] == "too_many_requests"
    assert door.ask("GET", "/ispws/status", as_=other).status_code == 200
    assert door.ask("GET", "/api/openapi.json", as_=NOBODY).status_code == 200


def test_wrong_credentials_use_up_nobodys_limit(door: Door) -> None:
    door.rebuild(requests_per_minute=2)
    wrong = Credentials(username=door.credentials.username, password="wrong")
    for _ in range(5):
        assert door.ask("GET", "/ispws/status", as_=wrong).status_code == 401
    assert door.ask("GET", "/ispws/status").status_code == 200


def test_a_thousand_requests_in_a_minute_never_meet_the_default_limit(door: Door) -> None:
    codes = {door.ask("GET", "/ispws/status").status_code for _ in range(1_001)}
    assert codes == {200}
