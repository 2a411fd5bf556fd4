"""What holds for every kind: how it is shown, how much it says, and what is derived from it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tipline.domain.identifiers import (
    account,
    device,
    email,
    group,
    ip,
    phone,
    prior_report,
    screen_name,
)
from tipline.domain.identifiers.identifier import Identifier, IdentifierKind, Specificity
from tipline.domain.identifiers.tables.device_types import TRAITS
from tipline.domain.identifiers.web import hosts, profile_url, url


def display_form(identifier: Identifier) -> str:
    """Return an identifier as people read it, without its scope."""
    return _RULES[identifier.kind].display_form(identifier)


def known_common(identifier: Identifier) -> bool:
    """Tell whether an identifier is known to be no one's: a placeholder or a shared fixture.

    Reserved domains, documentation addresses and fictional numbers are ordinary here.
    """
    return _RULES[identifier.kind].known_common(identifier)


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the identifiers derived from one, by which less certain matches are found.

    What is known to be no one's has none.
    """
    rules = _RULES[identifier.kind]
    return () if rules.known_common(identifier) else rules.weaker_keys(identifier)


def specificity(identifier: Identifier) -> Specificity:
    """Return how much an identifier says about who it is."""
    if known_common(identifier):
        return Specificity.NOBODY
    if _says_less(identifier):
        return Specificity.CROWD
    return _RULES[identifier.kind].specificity


def reason(kind: IdentifierKind) -> str:
    """Return in one clause why a kind says as much as it does, in the common case."""
    return _RULES[kind].reason


def _says_less(identifier: Identifier) -> bool:
    """Tell whether an identifier lacks what makes its kind specific."""
    match identifier.kind:
        case IdentifierKind.PHONE:
            return identifier.scope == phone.DIGITS
        case (
            IdentifierKind.ACCOUNT
            | IdentifierKind.SCREEN_NAME
            | IdentifierKind.SCREEN_NAME_VARIANT
            | IdentifierKind.GROUP
        ):
            return not identifier.scope
        case IdentifierKind.DEVICE:
            return not identifier.scope or identifier.scope in TRAITS
        case IdentifierKind.URL | IdentifierKind.URL_VARIANT:
            return url.is_entrance(identifier)
        case _:
            return False


def _value(identifier: Identifier) -> str:
    return identifier.value


def _never(_: Identifier) -> bool:
    return False


def _none(_: Identifier) -> tuple[Identifier, ...]:
    return ()


class _Rules(NamedTuple):
    """What is known of a kind; the functions are those of its own module."""

    specificity: Specificity
    reason: str
    display_form: Callable[[Identifier], str] = _value
    known_common: Callable[[Identifier], bool] = _never
    weaker_keys: Callable[[Identifier], tuple[Identifier, ...]] = _none


_ONE, _HOLDER = Specificity.ONE, Specificity.HOLDER
_CIRCLE, _CROWD = Specificity.CIRCLE, Specificity.CROWD

_RULES: Final[dict[IdentifierKind, _Rules]] = {
    IdentifierKind.EMAIL: _Rules(
        _ONE,
        "an address is one mailbox, and providers seldom give it out again",
        email.display_form,
        email.known_common,
        email.weaker_keys,
    ),
    IdentifierKind.PHONE: _Rules(
        _HOLDER,
        "a number has one holder, and is given out again months after it was left",
        phone.display_form,
        phone.known_common,
        phone.weaker_keys,
    ),
    IdentifierKind.ACCOUNT: _Rules(
        _ONE,
        "a service gives an account id to one account and never again",
        account.display_form,
        account.known_common,
    ),
    IdentifierKind.SCREEN_NAME: _Rules(
        _HOLDER,
        "a name is one account's within its service until that lets it go",
        screen_name.display_form,
        screen_name.known_common,
        screen_name.weaker_keys,
    ),
    IdentifierKind.PROFILE_URL: _Rules(
        _HOLDER,
        "a profile is one account's; where its address has the name in it, names change hands",
        profile_url.display_form,
        profile_url.known_common,
        profile_url.weaker_keys,
    ),
    IdentifierKind.URL: _Rules(
        _CIRCLE,
        "a page may be visited, quoted and reported by many",
        url.display_form,
        url.known_common,
        url.weaker_keys,
    ),
    IdentifierKind.IP: _Rules(
        _CIRCLE,
        "an address is a household's, an office's or a carrier's, and changes hands within days",
        ip.display_form,
        ip.known_common,
        ip.weaker_keys,
    ),
    IdentifierKind.DEVICE: _Rules(
        _ONE,
        "an id is one device's, though devices are sold",
        device.display_form,
        device.known_common,
    ),
    IdentifierKind.GROUP: _Rules(
        _CIRCLE,
        "a group has members",
        group.display_form,
        group.known_common,
    ),
    IdentifierKind.PRIOR_REPORT: _Rules(
        _ONE,
        "the reporter itself names one earlier report",
        prior_report.display_form,
        prior_report.known_common,
    ),
    IdentifierKind.EMAIL_VARIANT: _Rules(
        _HOLDER, "the provider delivers all these spellings to one mailbox"
    ),
    IdentifierKind.SCREEN_NAME_VARIANT: _Rules(
        _CIRCLE, "names that look alike may be chosen by chance", known_common=account.known_common
    ),
    IdentifierKind.SCREEN_NAME_ANY: _Rules(
        _CROWD, "on another service another person may have the name", screen_name.display_form
    ),
    IdentifierKind.URL_VARIANT: _Rules(
        _CIRCLE, "a page may be visited, quoted and reported by many"
    ),
    IdentifierKind.DOMAIN: _Rules(
        _CROWD, "a site has many pages and many visitors", known_common=hosts.known_common
    ),
    IdentifierKind.IP_NETWORK: _Rules(
        _CIRCLE, "a /64 is a household's or one phone's", known_common=ip.known_common
    ),
}
