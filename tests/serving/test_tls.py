"""TLS by the hotline itself: answered with the certificate that was given, refused in words."""

import ssl
from datetime import timedelta
from pathlib import Path

import httpx

from tests.serving.certificates import make_pair
from tests.serving.running import running, tipline
from tipline.gateways.system_clock import SystemClock


def test_it_serves_tls(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, begins=SystemClock().now() - timedelta(days=1))
    files = ("--tls-cert", str(pair.certificate), "--tls-key", str(pair.key))
    with running(tmp_path / "data", *files) as hotline:
        assert hotline.address.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=pair.certificate)
        with httpx.Client(base_url=hotline.address, verify=trusting) as client:
            answer = client.get("/readyz")
            assert answer.status_code == 200
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert client.get("/desk/log-in/").status_code == 200
        assert hotline.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")[:5] != b"HTTP/"


def test_a_certificate_that_ended_is_told(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, begins=SystemClock().now() - timedelta(days=4_000))
    files = ("--tls-cert", str(pair.certificate), "--tls-key", str(pair.key))
    said = tipline("serve", "--data", str(tmp_path / "data"), "--port", "0", *files)
    assert (said.status, "own.pem ended on " in said.err) == (1, True)


def test_made_up_reports_come_without_tls(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, begins=SystemClock().now() - timedelta(days=1))
    files = ("--tls-cert", str(pair.certificate), "--tls-key", str(pair.key))
    said = tipline("serve", "--data", str(tmp_path / "data"), "--port", "0", "--demo", *files)
    assert (said.status, "--demo" in said.err) == (64, True)
