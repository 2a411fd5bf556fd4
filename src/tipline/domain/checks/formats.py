"""Whether a text has the form of an IP address, a web address, an e-mail address.

Form only, by libraries that follow the standards; nothing is looked up and no network is used.
"""

import ipaddress
import re
from typing import Final

import ada_url

_UNFIT_FOR_URL: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_PLAIN_EMAIL: Final = re.compile(
    r"[A-Za-z0-9_+-]{1,40}(?:[.][A-Za-z0-9_+-]{1,20})?"
    r"@(?:[a-z0-9]{1,30}[.]){1,3}(?:com|net|org|info|edu|gov|uk|de|fr|ca|au)"
)
"""The everyday case, which the library always takes; it spares the library's thorough walk."""
_PLAIN_URL: Final = re.compile(
    r"https?://(?:[a-z0-9]{1,30}[.]){1,3}(?:com|net|org|info|edu|gov|uk|de|fr|ca|au)"
    r"(?:/[A-Za-z0-9_.~-]*)*"
)
"""The everyday case, which the standard always takes."""
_BYTE: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_PLAIN_IPV4: Final = re.compile(rf"{_BYTE}(?:[.]{_BYTE}){{3}}")
_PLAIN_IPV6: Final = re.compile(
    r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,5}::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,5}"
    r"|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}"
)
_MOST_COLONS: Final = 7
"""The everyday cases, in full or shortened in the middle, which spare the library's walk."""
_SPECIAL_USE: Final = re.compile(
    r"(?<=[@.])(?:arpa|invalid|local|localhost|onion|test)\Z", re.IGNORECASE
)
"""What the library refuses whatever it is told; a test holds this against its own list."""


def is_ip_address(text: str) -> bool:
    """Tell whether a text is an IPv4 or IPv6 address (IPv4-mapped included), without a zone id."""
    if type(text) is str and (
        _PLAIN_IPV4.fullmatch(text)
        or (_PLAIN_IPV6.fullmatch(text) and text.count(":") <= _MOST_COLONS)
    ):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def is_email(text: str) -> bool:
    """Tell whether a text is a well-formed e-mail address (RFC 5321, 5322, 6531).

    Special-use domains and hosts without a dot count: a wrong address is still a fact. The part
    before the @ has at most 64 characters (section 2.10).
    """
    if _PLAIN_EMAIL.fullmatch(text):
        return True
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow to load

    try:
        validate_email(
            # The library refuses special-use domains whatever it is told, so it sees another name.
            _SPECIAL_USE.sub(lambda name: "x" * len(name[0]), text),
            check_deliverability=False,
            globally_deliverable=False,
            allow_quoted_local=True,
            allow_domain_literal=True,
            strict=True,
        )
    except EmailNotValidError:
        return False
    return True


def is_url(text: str) -> bool:
    """Tell whether a text is a web address by the WHATWG rules, or a host name without a scheme.

    Blanks and control characters are never part of one.
    """
    if _PLAIN_URL.fullmatch(text):
        return True
    if _UNFIT_FOR_URL.search(text):
        return False
    return ada_url.check_url(text) or is_bare_host(text)


def is_bare_host(text: str) -> bool:
    """Tell whether a text is a host name with a dot, perhaps with a path, but without a scheme."""
    try:
        url = ada_url.URL(f"http://{text}")
    except ValueError:
        return False
    host = str(url.hostname)
    if url.host_type is ada_url.HostType.IPV4 and host not in text:
        return False  # a bare number; browsers make an address of it, nobody writes one so
    return "." in host.strip(".")
