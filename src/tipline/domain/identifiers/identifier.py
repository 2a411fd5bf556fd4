"""What an identifier is: a kind, a scope and a value that are equal when they mean the same.

How each kind comes to its normal form is in the module of that kind.
"""

from enum import IntEnum, StrEnum

import msgspec


class IdentifierKind(StrEnum):
    """What an identifier is of; the second group is derived from the first, and says less."""

    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    SCREEN_NAME = "screen_name"
    PROFILE_URL = "profile_url"
    URL = "url"
    IP = "ip"
    DEVICE = "device"
    GROUP = "group"
    PRIOR_REPORT = "prior_report"

    EMAIL_VARIANT = "email_variant"
    SCREEN_NAME_VARIANT = "screen_name_variant"
    SCREEN_NAME_ANY = "screen_name_any"
    URL_VARIANT = "url_variant"
    DOMAIN = "domain"
    IP_NETWORK = "ip_network"


class Specificity(IntEnum):
    """How much an identifier says about who it is; larger says more.

    It grades the identifier alone. Whether two reports are linked by it is for linking to say.
    """

    NOBODY = 0
    """A placeholder or a shared fixture: says nothing about anyone."""
    CROWD = 1
    """Strangers share it as a matter of course."""
    CIRCLE = 2
    """A few share it: a household, a group, those who look alike."""
    HOLDER = 3
    """One holder at a time; it is given out again."""
    ONE = 4
    """One account, mailbox or device, for as long as it exists."""


class Identifier(msgspec.Struct, frozen=True, order=True, gc=False):
    """A normalised identifier; two are the same exactly when all three fields are.

    `scope` is within what the value is unique: a service, a type of device, or the empty text.
    `value` is the normal form. The repr names the kind only, so that no fact reaches a log.
    """

    kind: IdentifierKind
    scope: str
    value: str

    def __repr__(self) -> str:
        return f"Identifier({self.kind.value}, ...)"
