"""Where reports are filed and by whom: kinds cannot be mixed, and addresses are what they say."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tipline.filing.endpoints import (
    CYBERTIPLINE,
    CYBERTIPLINE_TEST,
    Credentials,
    Endpoint,
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
    check_pair,
    is_loopback,
)
from tipline.filing.errors import CredentialsRefusedError, EndpointRefusedError
from tipline.filing.filer import Filer
from tipline.filing.service.async_client import AsyncClient
from tipline.filing.service.client import Client, client_of

HERE = "https://hotline.example.org/ispws"
TEST = TestCredentials("example-user", "example-password")
PRODUCTION = ProductionCredentials("example-user", "example-password")
MIXED: list[tuple[object, object]] = [
    (CYBERTIPLINE, TEST),
    (CYBERTIPLINE_TEST, PRODUCTION),
    (HERE, TEST),
    (TestEndpoint(HERE), ("example-user", "example-password")),
    (TestEndpoint(HERE), None),
    (None, TEST),
]
MISTAKEN = """
from tipline.filing import {names}
Client({arguments})
AsyncClient({arguments})
"""


@pytest.mark.parametrize(("endpoint", "credentials"), MIXED)
@pytest.mark.parametrize(
    "taker",
    [
        lambda _, *pair: Client(*pair),
        lambda _, *pair: AsyncClient(*pair),
        lambda _, *pair: check_pair(*pair),
        lambda _, one, other: client_of(one, other, httpx.Timeout(1.0)),
        Filer,
    ],
)
def test_kinds_cannot_be_mixed(
    taker: Callable[..., object], endpoint: Endpoint, credentials: Credentials, tmp_path: Path
) -> None:
    with pytest.raises(EndpointRefusedError) as refused:
        taker(tmp_path / "outbox", endpoint, credentials)
    assert "example-password" not in str(refused.value)
    assert not (tmp_path / "outbox").exists()


def test_a_checker_refuses_to_mix_them(tmp_path: Path) -> None:
    names = "AsyncClient, Client, CYBERTIPLINE, CYBERTIPLINE_TEST"
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(
        MISTAKEN.format(
            names=f"{names}, TestCredentials",
            arguments='CYBERTIPLINE_TEST, TestCredentials("example-user", "a")',
        )
    )
    wrong.write_text(
        MISTAKEN.format(
            names=f"{names}, TestCredentials",
            arguments='CYBERTIPLINE, TestCredentials("example-user", "a")',
        )
    )
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-color-output"]
    found = subprocess.run(
        [*command, "--follow-imports=silent", str(right), str(wrong)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    complaints = [line for line in found.stdout.splitlines() if ": error:" in line]
    assert len(complaints) == 2, found.stdout + found.stderr
    assert all("wrong.py" in line and "call-overload" in line for line in complaints)


@pytest.mark.parametrize(
    "address",
    [
        "https://report.cybertip.org/ispws",
        "https://REPORT.CyberTip.org/ispws",
        "https://report.cybertip.org./ispws",
        "https://report.cybertip.org:443/ispws",
        "https://report.cybertip.org:8443/ispws",
        "https://report\u3002cybertip\uff0eorg/ispws",
    ],
)
def test_the_real_service_is_no_test(address: str) -> None:
    with pytest.raises(EndpointRefusedError, match="no test service"):
        TestEndpoint(address)
    assert ProductionEndpoint(address).kind == "production"


@pytest.mark.parametrize(
    "address", ["https://exttest.cybertip.org/ispws", "https://exttest.cybertip.org./ispws"]
)
def test_the_test_service_is_not_the_real_one(address: str) -> None:
    with pytest.raises(EndpointRefusedError, match="no production service"):
        ProductionEndpoint(address)
    assert TestEndpoint(address).kind == "test"


@pytest.mark.parametrize(
    "address",
    [
        "http://hotline.example.org/ispws",
        "http://192.0.2.17/ispws",
        "http://0.0.0.0/ispws",
        "http://localhost.example.org/ispws",
        "ftp://hotline.example.org/ispws",
        "hotline.example.org/ispws",
        "//hotline.example.org/ispws",
        "https:///ispws",
        "https://hotline.example.org",
        "https://hotline.example.org/",
        "https://hotline.example.org//",
        "https://user:word@hotline.example.org/ispws",
        "https://user@hotline.example.org/ispws",
        "https://hotline.example.org/ispws?a=b",
        "https://hotline.example.org/ispws?",
        "https://hotline.example.org/ispws#a",
        "https://hotline.example.org/ispws#",
        "https://xn--zz/ispws",
        "https://[::1/ispws",
        "https://hotline.example.org:port/ispws",
        "https://hotline.example.org/\x00",
        "http://127.0.0.1/\ud800",
        "",
    ],
)
def test_what_is_no_address_of_a_service(address: str) -> None:
    for kind in TestEndpoint, ProductionEndpoint:
        with pytest.raises(EndpointRefusedError) as refused:
            kind(address)
        assert "word" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (HERE, HERE),
        (f"{HERE}/", HERE),
        (f"{HERE}//", HERE),
        ("http://127.0.0.1:8017/ispws", "http://127.0.0.1:8017/ispws"),
        ("http://127.9.9.9/ispws", "http://127.9.9.9/ispws"),
        ("http://[::1]:8017/ispws", "http://[::1]:8017/ispws"),
        ("http://localhost:8017/ispws/", "http://localhost:8017/ispws"),
    ],
)
def test_an_address_is_kept_without_its_slash(address: str, kept: str) -> None:
    assert TestEndpoint(address).base_url == kept
    assert TestEndpoint(address) == TestEndpoint(kept)


def test_what_is_this_machine() -> None:
    assert all(map(is_loopback, ["localhost", "127.0.0.1", "::1"]))
    assert not any(map(is_loopback, ["example.org", "192.0.2.17", "2001:db8::17", "127.1", ""]))
    assert TestEndpoint("http://[::1]:8017/ispws").host == "::1"


@pytest.mark.parametrize("kind", [TestCredentials, ProductionCredentials])
@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("", "a"),
        ("a" * 256, "a"),
        ("a:b", "a"),
        ("a", ""),
        ("a", "line\n"),
        ("a\r\nb", "a"),
        ("a", "\x00"),
        ("a", "\ud800"),
    ],
)
def test_credentials_that_cannot_be_sent(
    kind: type[TestCredentials], username: str, password: str
) -> None:
    with pytest.raises(EndpointRefusedError):
        kind(username, password)


@pytest.mark.parametrize("credentials", [TEST, PRODUCTION])
def test_a_password_is_not_shown(credentials: TestCredentials) -> None:
    shown = f"{credentials!r} {credentials}"
    assert "example-user" in shown
    assert "example-password" not in shown


def test_a_password_beyond_ascii_is_sent_in_utf_8() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(401)

    credentials = TestCredentials("é", "ü 17")
    transport = httpx.MockTransport(answer)
    with (
        Client(TestEndpoint(HERE), credentials, transport=transport) as client,
        pytest.raises(CredentialsRefusedError, match="401"),
    ):
        client.status()
    assert seen == ["Basic w6k6w7wgMTc="]
