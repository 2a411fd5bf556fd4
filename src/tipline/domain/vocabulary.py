"""The closed lists of words a report may use, in our spelling.

Wire spellings live in the codecs. Source: CyberTipline API reference, sections 2.2 and 2.10.
"""

from enum import StrEnum
from typing import Final


class IncidentType(StrEnum):
    """What the reporter says it is: the eight categories of the CyberTipline (section 2.2.1)."""

    ABUSE_MATERIAL = "abuse_material"
    SEX_TRAFFICKING = "sex_trafficking"
    SEX_TOURISM = "sex_tourism"
    SEXUAL_MOLESTATION = "sexual_molestation"
    MISLEADING_DOMAIN = "misleading_domain"
    MISLEADING_WORDS = "misleading_words"
    ONLINE_ENTICEMENT = "online_enticement"
    UNSOLICITED_MATERIAL = "unsolicited_material"


class EventKind(StrEnum):
    """What happened when an IP address or a device was recorded (section 2.10)."""

    LOGIN = "login"
    REGISTRATION = "registration"
    PURCHASE = "purchase"
    UPLOAD = "upload"
    OTHER = "other"
    UNKNOWN = "unknown"


class AddressType(StrEnum):
    """What a postal address is used for (section 2.10)."""

    HOME = "home"
    BUSINESS = "business"
    BILLING = "billing"
    SHIPPING = "shipping"
    TECHNICAL = "technical"


class PhoneType(StrEnum):
    """What a phone number is used for (section 2.10)."""

    MOBILE = "mobile"
    HOME = "home"
    BUSINESS = "business"
    WORK = "work"
    FAX = "fax"
    INTERNET = "internet"
    RECOVERY = "recovery"


class EmailType(StrEnum):
    """What an e-mail address is used for (section 2.10)."""

    HOME = "home"
    WORK = "work"
    BUSINESS = "business"
    RECOVERY = "recovery"


class AccountType(StrEnum):
    """How an associated account belongs to the subject (section 2.11)."""

    BILLING = "billing"
    LINKED = "linked"
    BUSINESS = "business"
    CREATOR = "creator"
    PARENT_GUARDIAN = "parent_guardian"
    OTHER = "other"


class Answer(StrEnum):
    """An answer a member of the public can always give."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """Who is telling us: the public reporter's relation to the matter."""

    YOUNG_PERSON = "young_person"
    PARENT_OR_CARER = "parent_or_carer"
    WITNESS = "witness"
    PROFESSIONAL = "professional"


class AgeBand(StrEnum):
    """About how old a child is, as a member of the public can tell."""

    UNDER_6 = "under_6"
    FROM_6_TO_9 = "from_6_to_9"
    FROM_10_TO_12 = "from_10_to_12"
    FROM_13_TO_15 = "from_13_to_15"
    FROM_16_TO_17 = "from_16_to_17"
    UNKNOWN = "unknown"


class ContactWish(StrEnum):
    """Whether and how a public reporter may be reached; staying anonymous is the default."""

    NONE = "none"
    BY_CODE = "by_code"
    BY_EMAIL = "by_email"
    BY_PHONE = "by_phone"


AGE_RANGE: Final = range(151)
"""Ages in whole years that a report may state (sections 2.9 and 2.11)."""

PORT_RANGE: Final = range(1, 65_536)
"""Port numbers that a report may state (section 2.10)."""

PRIOR_REPORT_RANGE: Final = range(1, 10**18)
"""Report numbers that can be cited; the service's own grew from 7 to 9 digits (section 3.1)."""
