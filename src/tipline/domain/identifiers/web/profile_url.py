"""Addresses of profiles: pages that belong to one account of a service."""

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.text.folding import settled
from tipline.domain.identifiers.web import url


def normal_form(text: str) -> Identifier | None:
    """Return the address as of any page, over https, without `www.` and slash at the end.

    A profile is the same over either protocol and on either screen. None if it leads to no host.
    """
    value = settled(_normalised_once, text)
    return None if value is None else Identifier(IdentifierKind.PROFILE_URL, "", value)


def display_form(identifier: Identifier) -> str:
    """Return the address."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the address leads to a service and to no profile on it."""
    return url.is_entrance(identifier)


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the keys of any page, by which a profile is found where it was reported as a page."""
    return url.weaker_keys(identifier)


def _normalised_once(text: str) -> str:
    href = url.normalised_once(text)
    if href.startswith("http:"):
        href = f"https:{href[5:]}"
    page, mark, search = url.without_door(href).partition("?")
    host_only = page.count("/") == 3  # noqa: PLR2004 - two before the host, one after it
    return f"{page if host_only else page.rstrip('/')}{mark}{search}"
