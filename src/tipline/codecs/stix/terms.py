"""The words of STIX 2.1 we use: the only types allowed, our extension, the marking, identifiers.

Sources: STIX 2.1 (OASIS standard, 10 June 2021); TLP 2.0 as OASIS' extension definition has it.
"""

from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.identifiers.ip import normal_form

NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:tipline:stix")
"""Of the ids of our own objects."""

SCO_NAMESPACE: Final = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Of the ids of observables, the same whoever writes them. Source: STIX 2.1, section 2.9."""

ALLOWED_TYPES: Final = frozenset(
    {
        "bundle",
        "domain-name",
        "email-addr",
        "extension-definition",
        "grouping",
        "identity",
        "incident",
        "ipv4-addr",
        "ipv6-addr",
        "location",
        "marking-definition",
        "network-traffic",
        "note",
        "observed-data",
        "relationship",
        "report",
        "url",
        "user-account",
    }
)
"""Every type that a bundle of ours may hold; the writer refuses any other."""

EXTENSION: Final = f"extension-definition--{uuid5(NAMESPACE, 'facts:1')}"
EXTENSION_SINCE: Final = "2026-11-22T00:00:00.000Z"
EXTENSION_SAYS: Final = (
    "Facts that no property of the object has. 'of' is what a JSON Pointer starts at: 'referral', "
    "or 'report' and its number. On a relationship or a note of one identifier or connection: "
    "'row' is 'ip' or 'identifier', 'report' the report's number, 'subject' and 'path' the "
    "pointers to whom it was seen on and to the fact, 'role' the subject's role; 'at' or "
    "'stated_at' the time as it was written, 'utc' the same moment; the others as they are named."
)
"""What the extension means, in plain text, which the standard allows in place of a schema."""

TLP: Final = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
"""TLP:AMBER+STRICT: for those in the agency who need to know it, and no other body."""

TLP_DEFINITION: Final[dict[str, Any]] = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": TLP,
    "created": "2022-10-01T00:00:00.000Z",
    "name": "TLP:AMBER+STRICT",
    "extensions": {
        "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
            "extension_type": "property-extension",
            "tlp_2_0": "amber+strict",
        }
    },
}


class Form(NamedTuple):
    """How an identifier is an observable: its type, where the value stands, and the account type.

    `account` is the type of every account of the kind; None for the service that is its scope.
    """

    type: str
    field: str = "value"
    account: str | None = None


IPV4: Final = Form("ipv4-addr")
IPV6: Final = Form("ipv6-addr")

FORMS: Final = {
    IdentifierKind.EMAIL: Form("email-addr"),
    IdentifierKind.PHONE: Form("user-account", "user_id", "phone"),
    IdentifierKind.ACCOUNT: Form("user-account", "user_id"),
    IdentifierKind.SCREEN_NAME: Form("user-account", "account_login"),
    IdentifierKind.PROFILE_URL: Form("url"),
    IdentifierKind.URL: Form("url"),
    IdentifierKind.IP: IPV4,
    IdentifierKind.DOMAIN: Form("domain-name"),
}
"""The form of the kinds that are observables; an IP address with colons has that of IPv6.

Devices, groups, prior reports and derived kinds have no object in STIX; they are notes.
"""


def form_of(kind: IdentifierKind, value: str) -> Form | None:
    """Return how one identifier is an observable; None if STIX has none for it.

    What only stands for an IP address is none.
    """
    if kind is not IdentifierKind.IP:
        return FORMS.get(kind)
    if normal_form(value) is None:
        return None
    return IPV6 if ":" in value else IPV4
