"""What is odd about single facts and yet no problem: partial numbers, addresses for special use.

A fact may be strange and true; the reporter is told, and nothing is refused.
"""

import ipaddress
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import ada_url
import phonenumbers

from tipline.domain import report as r
from tipline.domain.checks.formats import is_bare_host
from tipline.domain.problems import Hint

_SPECIAL_NAMES: Final = (
    "example.com",
    "example.net",
    "example.org",
    "alt",
    "arpa",
    "example",
    "internal",
    "invalid",
    "local",
    "localhost",
    "onion",
    "test",
)
"""Domains that no public registry gives out. Source: IANA, special-use domain names (RFC 6761)."""

_SPECIAL_DOMAIN: Final = (
    "special_use_domain",
    "This domain is for special use (.onion, .test, example.org, ...).",
)
_SPECIAL_IP: Final = (
    "special_use_ip",
    "This IP address is private, shared or reserved: it identifies no connection on its own.",
)
_NO_SCHEME: Final = (
    "url_without_scheme",
    "The address has no scheme; if it is a web page, say so with https:// or http://.",
)
_PARTIAL_PHONE: Final = (
    "phone_partial",
    "This is no complete phone number: give calling code and all digits if they are known.",
)

_Look = Callable[[str, Any], Iterator[Hint]]


def find_hints(report: r.Report) -> tuple[Hint, ...]:
    """Return the hints about all facts of a report, in its order."""
    return tuple(_walk(report, ""))


def _walk(part: r.Part, path: str) -> Iterator[Hint]:
    look = _LOOKS.get(type(part))
    if look is not None:
        yield from look(path, part)
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, r.Part):
            yield from _walk(value, f"{path}/{name}")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, r.Part):
                    yield from _walk(item, f"{path}/{name}/{index}")


def _hint(path: str, of: tuple[str, str]) -> Hint:
    return Hint(path=path, code=of[0], message=of[1])


def _is_special(host: str) -> bool:
    name = host.strip(".").casefold()
    return name.endswith(tuple(f".{special}" for special in _SPECIAL_NAMES)) or (
        name in _SPECIAL_NAMES
    )


def _email(path: str, email: r.Email) -> Iterator[Hint]:
    if _is_special(email.address.rpartition("@")[2]):
        yield _hint(f"{path}/address", _SPECIAL_DOMAIN)


def _phone(path: str, phone: r.Phone) -> Iterator[Hint]:
    try:
        number = phonenumbers.parse(f"{phone.calling_code or ''}{phone.number}", None)
        # "Possible" alone would count a number without its area code.
        reason = phonenumbers.is_possible_number_with_reason(number)
        complete = reason == phonenumbers.ValidationResult.IS_POSSIBLE
    except phonenumbers.NumberParseException:
        complete = False
    if phone.number.strip() and not complete:
        yield _hint(f"{path}/number", _PARTIAL_PHONE)


def _ip(path: str, event: r.IpEvent) -> Iterator[Hint]:
    try:
        address = ipaddress.ip_address(event.address)
    except ValueError:
        return
    if not address.is_global or address.is_multicast:
        yield _hint(f"{path}/address", _SPECIAL_IP)


def _urls(field: str, path: str, part: r.Part) -> Iterator[Hint]:
    for index, url in enumerate(getattr(part, field)):
        yield from _url(f"{path}/{field}/{index}", url)


def _legal_url(path: str, reporter: r.Reporter) -> Iterator[Hint]:
    yield from _url(f"{path}/legal_url", reporter.legal_url or "")


def _url(path: str, url: str) -> Iterator[Hint]:
    # In `example.org:8080` the standard sees a scheme; no scheme in use has a dot.
    schemeless = not ada_url.check_url(url) or "." in url.partition(":")[0]
    if schemeless and not is_bare_host(url):
        return  # no web address at all, which is a problem
    if schemeless:
        yield _hint(path, _NO_SCHEME)
    if _is_special(str(ada_url.URL(f"http://{url}" if schemeless else url).hostname)):
        yield _hint(path, _SPECIAL_DOMAIN)


_LOOKS: Final[dict[type[r.Part], _Look]] = {
    r.Email: _email,
    r.Phone: _phone,
    r.IpEvent: _ip,
    r.Reporter: _legal_url,
    r.WebPageIncident: partial(_urls, "urls"),
    r.Reported: partial(_urls, "profile_urls"),
    r.Recipient: partial(_urls, "profile_urls"),
    r.Victim: partial(_urls, "profile_urls"),
    r.AssociatedAccount: partial(_urls, "profile_urls"),
}
