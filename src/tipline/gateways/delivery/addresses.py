"""Takes the address of a drop apart, for HTTPS and for SFTP; whether a drop is there, others find.

The directory lets more through than a network takes. What is odd is found here, before anything
is looked up or sent.
"""

import re
from ipaddress import IPv6Address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_HOST: Final = 253
"""Of a whole name; the labels as in RFC 1035, 2.3.4, and underscores, which are about."""


class DropAddress(NamedTuple):
    """What an address says. `host` is ASCII, `path` as it stands there, `port` never 0."""

    scheme: str
    host: str
    port: int | None
    user: str | None
    path: str


def parse_address(address: str) -> DropAddress | None:
    """Return the parts of an address; None if it is none, or has a password, ? or #."""
    if not address.isprintable() or " " in address:  # urlsplit would drop some of these
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError:  # UnicodeError is one
        return None
    if port == 0 or parts.password is not None or parts.query or parts.fragment:
        return None
    return DropAddress(parts.scheme, host, port, parts.username, parts.path)


def _host(stated: str) -> str:
    """Return a host as the network knows it.

    Raises:
        ValueError: it is none.
    """
    if ":" in stated:
        if "%" in stated:
            raise ValueError("an address in one network of this machine only")
        return str(IPv6Address(stated))
    found = stated.encode("idna").decode("ascii").lower()
    if not stated.isascii() and found.encode("ascii").decode("idna") != stated.lower():
        raise ValueError("a letter of it would be dropped, or become another")
    labels = found.removesuffix(".").split(".")
    if len(found) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("no name of a host")
    return found
