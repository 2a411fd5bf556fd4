"""The settings of the alert mail: how they are read, and which of them go together."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tipline.domain.problems import Problem

_ADDRESS: Final = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,190}")
_DESK: Final = re.compile(r"https?://[^\s/@?#]+(/[^\s?#]*)?")
_MOST_RECIPIENTS: Final = 50
_NAMES: Final = (
    "smtp_port",
    "smtp_security",
    "smtp_username",
    "smtp_password_file",
    "mail_from",
    "alert_to",
)


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS: Final = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}
"""The port of a mail server unless another is said (RFC 5321, 6409, 8314)."""


def security(value: object) -> Security:
    """Return how the connection is protected."""
    if value not in set(Security):
        raise ValueError(f"expected one of: {', '.join(Security)}")
    return Security(str(value))


def address(value: object) -> str:
    """Return a bare e-mail address."""
    if not isinstance(value, str) or _ADDRESS.fullmatch(value.strip()) is None:
        raise ValueError("expected an e-mail address such as desk@example.org, and nothing else")
    return value.strip()


def addresses(value: object) -> tuple[str, ...]:
    """Return e-mail addresses: a list, or a text with commas between them."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not 1 <= len(parts) <= _MOST_RECIPIENTS:
        raise ValueError(f"expected 1 to {_MOST_RECIPIENTS} e-mail addresses")
    return tuple(address(part) for part in parts)


def desk_url(value: object) -> str:
    """Return the address of the desk; nobody's name or query in it."""
    if not isinstance(value, str) or _DESK.fullmatch(value.strip()) is None:
        raise ValueError("expected the desk's address such as https://hotline.example.org/desk/")
    return value.strip()


def mail_problems(
    stated: Mapping[str, tuple[str, object]], values: Mapping[str, object]
) -> list[Problem]:
    """Return what is wrong with mail settings that make sense only together."""

    def lacking(said: str, missing: str, why: str) -> Problem:
        message = f"{why}: say {missing} as well"
        return Problem(path=stated[said][0], code="setting_wrong", message=message)

    if "smtp_host" not in stated:
        said = [name for name in _NAMES if name in stated]
        return (
            [lacking(said[0], "smtp_host", "without a mail server it is no use")] if said else []
        )
    found = [
        lacking("smtp_host", missing, "alerts need a sender and somebody who gets them")
        for missing in ("mail_from", "alert_to")
        if missing not in stated
    ]
    pair = ("smtp_username", "smtp_password_file")
    there = [name for name in pair if name in stated]
    if len(there) == 1:
        (missing,) = {*pair} - {*there}
        found.append(lacking(there[0], missing, "a user name and a password go together"))
    if "smtp_username" in stated and values.get("smtp_security") is Security.NONE:
        message = "the password would travel in the clear: say starttls or tls"
        found.append(
            Problem(path=stated["smtp_security"][0], code="setting_wrong", message=message)
        )
    return found
