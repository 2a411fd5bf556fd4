"""What is sent to this machine goes to no proxy, whatever the environment says."""

import socket

import pytest

from tipline.filing import Client, TestCredentials, TestEndpoint
from tipline.filing.errors import RetryableError


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_is_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        endpoint = TestEndpoint("http://127.0.0.1:9/ispws")
        with Client(endpoint, TestCredentials("a", "b")) as client, pytest.raises(RetryableError):
            client.submit(b"<report/>")
        with pytest.raises(TimeoutError):
            proxy.accept()
