"""Web addresses: the page they lead to, whatever campaign or messenger they came through."""

import re
from typing import Final

import ada_url

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.services import ENTRANCES, SAME_SITES
from tipline.domain.identifiers.tables.url_parameters import (
    TRACKING,
    TRACKING_AT,
    TRACKING_PREFIXES,
)
from tipline.domain.identifiers.text.folding import settled, whole
from tipline.domain.identifiers.text.refang import refang
from tipline.domain.identifiers.web.hosts import host_of, is_shared_host, registrable_domain

_WITH_SCHEME: Final = re.compile(r"\s*[a-z][a-z0-9+.-]*:[/\\]{2}", re.IGNORECASE)
_AFTER_SCHEME: Final = re.compile("^[a-z][a-z0-9+.-]*:(?://)?")
_IN_ANGLES: Final = re.compile(r"\s*<(?:URL:)?([^<>]*)>\s*", re.IGNORECASE)
"""How addresses are set off from text. Source: RFC 3986, appendix C."""
_LONGEST_HOST: Final = 253
"""Characters that a host can have (RFC 1035, 2.3.4); browsers do not count them."""
_OTHER_DOORS: Final = re.compile(r"^(?:www[0-9]?|m|mobile)\.(?=[^./:]+\.)")
"""Names before a host that lead to the same pages, for other screens."""


def normal_form(text: str) -> Identifier | None:
    """Return the address as browsers write it (WHATWG), without fragment and tracking parameters.

    What was made harmless is mended first. Without a scheme it is taken for https if its host has
    a dot. User names and passwords inside are left out. None if it leads to no possible host.
    """
    value = settled(normalised_once, text)
    return None if value is None else Identifier(IdentifierKind.URL, "", value)


def display_form(identifier: Identifier) -> str:
    """Return the address; an international domain stays in ASCII, where nothing looks alike."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the address is the front door of a service that strangers share."""
    return is_entrance(identifier) and is_shared_host(host_of(identifier.value))


def is_entrance(identifier: Identifier) -> bool:
    """Tell whether the address leads to a site or its general pages and to nothing in it."""
    rest = _AFTER_SCHEME.sub("", identifier.value)
    return f"/{rest.partition('/')[2]}" in ENTRANCES


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the page without what seldom matters, and the domain somebody has registered."""
    keys = [Identifier(IdentifierKind.URL_VARIANT, "", _variant(identifier.value))]
    domain = registrable_domain(host_of(identifier.value))
    if domain is not None:
        keys.append(Identifier(IdentifierKind.DOMAIN, "", domain))
    return tuple(keys)


def normalised_once(text: str) -> str:
    """Return one pass of the normal form; the empty text if it leads to no host."""
    in_angles = _IN_ANGLES.fullmatch(text)
    text = refang(whole(in_angles[1] if in_angles else text))
    try:
        if _WITH_SCHEME.match(text) is not None:
            return _without_noise(ada_url.URL(text))
        url = ada_url.URL(f"https://{text.lstrip(' /')}")
        return _without_noise(url) if _is_bare_host(url, text) else ""
    except ValueError:
        return ""


def without_door(href: str) -> str:
    """Return an address without the `www.` or `m.` before its host."""
    scheme, slashes, rest = href.partition("://")
    return f"{scheme}{slashes}{_OTHER_DOORS.sub('', rest)}"


def _without_noise(url: ada_url.URL) -> str:
    """Return an address without user, fragment and tracking parameters; may raise ValueError."""
    host = url.hostname.rstrip(".")
    if not host or len(host) > _LONGEST_HOST:
        return ""
    if url.username or url.password:
        url.username = url.password = ""
    if host != url.hostname:
        url.hostname = host
    search = url.search
    if search:
        url.search = _telling(search, host)
    href: str = url.href
    # Assigning to a part leaves a lone ? or # behind; both say nothing.
    return href.partition("#")[0].removesuffix("?")


def _is_bare_host(url: ada_url.URL, text: str) -> bool:
    """Tell whether a text without a scheme is a host all the same, and not a word or a number."""
    host = url.hostname
    if url.username or url.password or "." not in host.strip("."):
        return False
    # Browsers make an address of a bare number; nobody writes one so.
    return url.host_type is not ada_url.HostType.IPV4 or host in text


def _telling(search: str, host: str) -> str:
    """Return a query without the parameters that say nothing about the page."""
    here = next(
        (
            names
            for domain, names in TRACKING_AT.items()
            if host == domain or host.endswith(f".{domain}")
        ),
        frozenset[str](),
    )
    kept = []
    for parameter in search.removeprefix("?").split("&"):
        name = parameter.partition("=")[0].lower()
        tells = not (name in TRACKING or name in here or name.startswith(TRACKING_PREFIXES))
        if parameter and tells:
            kept.append(parameter)
    return "&".join(kept)


def _variant(href: str) -> str:
    """Return host, path and sorted query, without scheme, `www.`, case and slash at the end.

    Of the domains of one site only one is kept. The case of a query stays: ids are in it.
    """
    page, _, search = without_door(href).partition("://")[2].partition("?")
    host, slash, path = page.lower().partition("/")
    page = f"{SAME_SITES.get(host, host)}{slash}{path}".rstrip("/")
    query = "&".join(sorted(search.split("&")))
    return f"{page}?{query}" if query else page
