"""The rules of linking as one table: what each asks for, how strong its links are, what it says.

Of the rules that fit, the first counts. How they are applied is in `links`; how far an identifier
links at all is in `grades`.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.grades import Grade
from tipline.domain.moments import in_microseconds

K = IdentifierKind

PORT_WINDOW: Final = in_microseconds(timedelta(minutes=10))
"""Microseconds within which one IP address and port are one connection."""
NEAR_WINDOW: Final = in_microseconds(timedelta(hours=6))
"""Microseconds within which one IP address says something, if there is another fact."""
WINDOW: Final = in_microseconds(timedelta(days=7))
"""Microseconds beyond which the same IP address says nothing."""


class Strength(StrEnum):
    """How surely two reports belong together; only strong links join clusters."""

    STRONG = "strong"
    CONDITIONAL = "conditional"
    WEAK = "weak"


class Reason(StrEnum):
    """Why two reports are linked; the codes are part of the command's answer."""

    OTHER_SIDE = "other_side"
    SAME_ACCOUNT = "same_account"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_DEVICE = "same_device"
    SAME_PROFILE = "same_profile"
    SAME_SCREEN_NAME = "same_screen_name"
    SAME_PRIOR_REPORT = "same_prior_report"
    SAME_IDENTIFIER = "same_identifier"
    NAMES = "names"
    CONFIRMED = "confirmed"
    ADDED = "added"

    SAME_CONNECTION = "same_connection"
    SAME_IP_AND_MORE = "same_ip_and_more"
    SAME_PAGE = "same_page"

    SAME_IP = "same_ip"
    SAME_NETWORK = "same_network"
    EMAIL_VARIANT = "email_variant"
    NAME_LOOKS_ALIKE = "name_looks_alike"
    NAME_ANYWHERE = "name_anywhere"
    NAME_WITHOUT_SERVICE = "name_without_service"
    ACCOUNT_WITHOUT_SERVICE = "account_without_service"
    PHONE_WITHOUT_COUNTRY = "phone_without_country"
    DEVICE_TRAIT = "device_trait"
    SAME_GROUP = "same_group"
    PAGE_VARIANT = "page_variant"
    FRONT_PAGE = "front_page"
    SHARED_BY_STRANGERS = "shared_by_strangers"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: what it asks of an identifier that two reports share, and what follows.

    `kinds` is empty for any kind. `within` is the longest time between the two sightings in
    microseconds; sightings without a time do not fit then. `same_port` asks for the same port,
    `and_more` for another fact that both have, `crossing` for a victim on one side only. Without
    `grades` the rule is not about identifiers but about what somebody said.
    """

    reason: Reason
    strength: Strength
    sentence: str
    grades: frozenset[Grade] = frozenset()
    kinds: frozenset[IdentifierKind] = frozenset()
    within: int | None = None
    same_port: bool = False
    and_more: bool = False
    crossing: bool = False


def _strong(reason: Reason, sentence: str, *kinds: IdentifierKind) -> Rule:
    return Rule(
        reason=reason,
        strength=Strength.STRONG,
        sentence=sentence,
        grades=frozenset({Grade.STRONG, Grade.RECYCLED}),
        kinds=frozenset(kinds),
    )


def _weak(reason: Reason, sentence: str, *kinds: IdentifierKind) -> Rule:
    return Rule(
        reason=reason,
        strength=Strength.WEAK,
        sentence=sentence,
        grades=frozenset({Grade.WEAK}),
        kinds=frozenset(kinds),
    )


def _said(reason: Reason, sentence: str) -> Rule:
    return Rule(reason=reason, strength=Strength.STRONG, sentence=sentence)


_TIMED: Final = frozenset({Grade.TIMED})

RULES: Final[tuple[Rule, ...]] = (
    # Somebody is a victim in one report and something else in the other: shown, never joined.
    Rule(
        reason=Reason.OTHER_SIDE,
        strength=Strength.STRONG,
        sentence="Somebody is a victim in one report and involved in the other in another way.",
        grades=frozenset({Grade.STRONG, Grade.RECYCLED}),
        crossing=True,
    ),
    # Strong: what belongs to one account, mailbox, device or holder.
    _strong(Reason.SAME_ACCOUNT, "The same account id on the same service.", K.ACCOUNT),
    _strong(Reason.SAME_EMAIL, "The same e-mail address.", K.EMAIL),
    _strong(Reason.SAME_PHONE, "The same phone number.", K.PHONE),
    _strong(Reason.SAME_DEVICE, "The same device.", K.DEVICE),
    _strong(Reason.SAME_PROFILE, "The same profile page.", K.PROFILE_URL),
    _strong(Reason.SAME_SCREEN_NAME, "The same screen name on the same service.", K.SCREEN_NAME),
    _strong(Reason.SAME_PRIOR_REPORT, "Both name the same earlier report.", K.PRIOR_REPORT),
    _strong(Reason.SAME_IDENTIFIER, "The same identifier."),
    # Strong: what somebody said.
    _said(Reason.NAMES, "One of the two names the other as an earlier report."),
    _said(Reason.CONFIRMED, "A person confirmed that the two belong together."),
    _said(Reason.ADDED, "A person joined the two by their own word."),
    # Conditional: shown, never joined.
    Rule(
        reason=Reason.SAME_CONNECTION,
        strength=Strength.CONDITIONAL,
        sentence="The same IP address and port within ten minutes.",
        grades=_TIMED,
        within=PORT_WINDOW,
        same_port=True,
    ),
    Rule(
        reason=Reason.SAME_IP_AND_MORE,
        strength=Strength.CONDITIONAL,
        sentence="The same IP address within six hours, and something else that both have.",
        grades=_TIMED,
        within=NEAR_WINDOW,
        and_more=True,
    ),
    Rule(
        reason=Reason.SAME_PAGE,
        strength=Strength.CONDITIONAL,
        sentence="The same web page, which many may have seen.",
        grades=frozenset({Grade.PAGE}),
    ),
    # Weak: suggestions.
    Rule(
        reason=Reason.SAME_IP,
        strength=Strength.WEAK,
        sentence="The same IP address within seven days.",
        grades=_TIMED,
        within=WINDOW,
    ),
    Rule(
        reason=Reason.SAME_NETWORK,
        strength=Strength.WEAK,
        sentence="IP addresses in the same network (/64) within seven days.",
        grades=frozenset({Grade.WEAK}),
        kinds=frozenset({K.IP_NETWORK}),
        within=WINDOW,
    ),
    _weak(
        Reason.EMAIL_VARIANT,
        "E-mail addresses that the provider delivers to one mailbox.",
        K.EMAIL_VARIANT,
    ),
    _weak(
        Reason.NAME_LOOKS_ALIKE,
        "Screen names on the same service that look alike.",
        K.SCREEN_NAME_VARIANT,
    ),
    _weak(
        Reason.NAME_ANYWHERE,
        "The same screen name on another service, or on one that is not known.",
        K.SCREEN_NAME_ANY,
    ),
    _weak(
        Reason.NAME_WITHOUT_SERVICE,
        "The same screen name, but the service is not known.",
        K.SCREEN_NAME,
    ),
    _weak(
        Reason.ACCOUNT_WITHOUT_SERVICE,
        "The same account id, but the service is not known.",
        K.ACCOUNT,
    ),
    _weak(
        Reason.PHONE_WITHOUT_COUNTRY,
        "The same digits of a phone number, but the country is not known.",
        K.PHONE,
    ),
    _weak(Reason.DEVICE_TRAIT, "A detail of a device that others may have too.", K.DEVICE),
    _weak(Reason.SAME_GROUP, "The same group.", K.GROUP),
    _weak(Reason.PAGE_VARIANT, "Nearly the same web address.", K.URL_VARIANT),
    _weak(Reason.FRONT_PAGE, "The same site, by its front page.", K.URL),
    _weak(
        Reason.SHARED_BY_STRANGERS,
        "Something that strangers share.",
        *(kind for kind in K if kind not in {K.IP, K.IP_NETWORK}),
    ),
)
"""All rules, in the order in which they are tried."""

RULE_OF: Final[dict[Reason, Rule]] = {rule.reason: rule for rule in RULES}
"""The rule of each reason."""
