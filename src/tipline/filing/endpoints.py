"""Where reports are filed and by whom, so typed that a test never meets a real service.

A checker refuses `Client(CYBERTIPLINE, TestCredentials(...))` before it runs; the program refuses
it too, before anything is sent.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import ClassVar, Final

import httpx

from tipline.filing.errors import EndpointRefusedError

_TEST_HOSTS: Final = frozenset({"exttest.cybertip.org"})
_PRODUCTION_HOSTS: Final = frozenset({"report.cybertip.org"})
_LONGEST_USERNAME: Final = 255


@dataclass(frozen=True)
class _Endpoint:
    """The base address of a service, without a slash at its end.

    Raises:
        EndpointRefusedError: it is no such address, or belongs to the other kind.
    """

    base_url: str
    kind: ClassVar[str]
    other_hosts: ClassVar[frozenset[str]]

    def __post_init__(self) -> None:
        url = _address(self.base_url)
        if url.host.rstrip(".") in self.other_hosts:
            raise EndpointRefusedError(
                f"{url.host} is no {self.kind} service. Name the right address, or the other kind."
            )
        object.__setattr__(self, "base_url", str(url).rstrip("/"))

    @property
    def host(self) -> str:
        """The service's host name."""
        return httpx.URL(self.base_url).host


class TestEndpoint(_Endpoint):
    """A service that discards what it gets: a test environment, a sandbox, a hotline's tests."""

    __test__ = False  # pytest should not take it for a test
    kind = "test"
    other_hosts = _PRODUCTION_HOSTS


class ProductionEndpoint(_Endpoint):
    """A service where every report is real."""

    kind = "production"
    other_hosts = _TEST_HOSTS


@dataclass(frozen=True)
class _Credentials:
    """User name and password for HTTP Basic (RFC 7617); printing shows no password.

    Raises:
        EndpointRefusedError: they cannot be sent.
    """

    username: str
    password: str = field(repr=False)
    kind: ClassVar[str]

    def __post_init__(self) -> None:
        if not 0 < len(self.username) <= _LONGEST_USERNAME or ":" in self.username:
            raise EndpointRefusedError(
                "A user name has 1 to 255 characters and no colon (RFC 7617)."
            )
        if not self.password:
            raise EndpointRefusedError("The password is empty.")
        if not (self.username + self.password).isprintable():
            raise EndpointRefusedError(
                "User name and password have visible characters only (RFC 7617); look for a line"
                " break at the end."
            )


class TestCredentials(_Credentials):
    """Credentials for a test endpoint."""

    __test__ = False
    kind = "test"


class ProductionCredentials(_Credentials):
    """Credentials for a production endpoint."""

    kind = "production"


Endpoint = TestEndpoint | ProductionEndpoint
Credentials = TestCredentials | ProductionCredentials


def check_pair(endpoint: Endpoint, credentials: Credentials) -> None:
    """Refuse credentials of one kind at an endpoint of the other.

    Raises:
        EndpointRefusedError: they are of different kinds, or something else altogether.
    """
    if not isinstance(endpoint, TestEndpoint | ProductionEndpoint):
        raise EndpointRefusedError(
            "Say whether the address is a TestEndpoint or a ProductionEndpoint."
        )
    if not isinstance(credentials, TestCredentials | ProductionCredentials):
        raise EndpointRefusedError(
            "Say whether these are TestCredentials or ProductionCredentials."
        )
    if endpoint.kind != credentials.kind:
        raise EndpointRefusedError(
            f"These are {credentials.kind} credentials, and the endpoint is {endpoint.kind}."
            " Nothing was sent."
        )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _address(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, TypeError, UnicodeError):  # IDNAError is a UnicodeError
        raise EndpointRefusedError("This is no web address.") from None
    if url.scheme not in {"http", "https"} or not host:
        raise EndpointRefusedError(
            "The address of a service begins with https://, as in https://hotline.example.org/ispws"
        )
    if url.scheme == "http" and not is_loopback(host):
        raise EndpointRefusedError(
            "Reports leave this machine only by https://; http:// is for this machine itself."
        )
    if url.userinfo or "?" in text or "#" in text:
        raise EndpointRefusedError(
            "The address has no user name, question mark or # in it: credentials are apart."
        )
    if not url.path.strip("/"):
        raise EndpointRefusedError(
            "The address names the service's path too, as in https://hotline.example.org/ispws"
        )
    return url


CYBERTIPLINE_TEST: Final = TestEndpoint("https://exttest.cybertip.org/ispws")
"""NCMEC's test environment. Source: CyberTipline API reference, section 1."""
CYBERTIPLINE: Final = ProductionEndpoint("https://report.cybertip.org/ispws")
"""NCMEC's CyberTipline. Source: CyberTipline API reference, section 1."""
