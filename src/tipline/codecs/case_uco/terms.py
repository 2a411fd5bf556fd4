"""The words of CASE/UCO we use: prefixes, the only classes allowed, and one for each identifier.

Sources: CASE 1.5.0 and UCO 1.5.0, as `case_validate` knows them.
"""

from typing import Final, NamedTuple

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.identifiers.ip import normal_form
from tipline.domain.sightings import Role

_UCO: Final = "https://ontology.unifiedcyberontology.org/uco/"

CONTEXT: Final = {
    "kb": "urn:tipline:kb:",
    "core": f"{_UCO}core/",
    "action": f"{_UCO}action/",
    "identity": f"{_UCO}identity/",
    "investigation": "https://ontology.caseontology.org/case/investigation/",
    "location": f"{_UCO}location/",
    "observable": f"{_UCO}observable/",
    "role": f"{_UCO}role/",
    "victim": f"{_UCO}victim/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ALLOWED_TYPES: Final = frozenset(
    {
        "core:Annotation",
        "core:Event",
        "core:ExternalReference",
        "core:Relationship",
        "identity:Identity",
        "identity:Organization",
        "investigation:Authorization",
        "investigation:Investigation",
        "investigation:InvestigativeAction",
        "investigation:ProvenanceRecord",
        "investigation:Subject",
        "location:Location",
        "location:SimpleAddressFacet",
        "observable:AccountFacet",
        "observable:Application",
        "observable:ApplicationAccountFacet",
        "observable:Device",
        "observable:DigitalAccount",
        "observable:DigitalAccountFacet",
        "observable:DomainName",
        "observable:DomainNameFacet",
        "observable:EmailAddress",
        "observable:EmailAddressFacet",
        "observable:IPv4Address",
        "observable:IPv4AddressFacet",
        "observable:IPv6Address",
        "observable:IPv6AddressFacet",
        "observable:NetworkConnection",
        "observable:NetworkConnectionFacet",
        "observable:ObservableObject",
        "observable:PhoneAccount",
        "observable:PhoneAccountFacet",
        "observable:URL",
        "observable:URLFacet",
        "role:Role",
        "victim:Victim",
    }
)
"""Every class that a document of ours may hold; the writer refuses any other."""

ROLES: Final = {
    Role.REPORTED: "investigation:Subject",
    Role.RECIPIENT: "role:Role",
    Role.VICTIM: "victim:Victim",
    Role.REPORTER: "role:Role",
}
"""The role a subject has; an incident is an event and has none."""


class Form(NamedTuple):
    """How an identifier is an object: its class, where its value stands, how a subject has it.

    Without a facet the value is an external identifier within its scope.
    """

    type: str
    facet: str | None = None
    field: str = "core:externalIdentifier"
    relation: str = "Has_Identifier"


_ADDRESS: Final = "observable:addressValue"
_EMAIL: Final = Form(
    "observable:EmailAddress", "observable:EmailAddressFacet", _ADDRESS, "Has_Email_Address"
)
_LOGIN: Final = Form(
    "observable:DigitalAccount",
    "observable:DigitalAccountFacet",
    "observable:accountLogin",
    "Has_Account",
)
_URL: Final = Form("observable:URL", "observable:URLFacet", "observable:fullValue", "Has_URL")
_OTHER: Final = Form("observable:ObservableObject")

IPV4: Final = Form(
    "observable:IPv4Address", "observable:IPv4AddressFacet", _ADDRESS, "Has_IP_Address"
)
IPV6: Final = Form(
    "observable:IPv6Address", "observable:IPv6AddressFacet", _ADDRESS, "Has_IP_Address"
)
ACCOUNT: Final = Form(
    "observable:DigitalAccount",
    "observable:AccountFacet",
    "observable:accountIdentifier",
    "Has_Account",
)

FORMS: Final = {
    IdentifierKind.EMAIL: _EMAIL,
    IdentifierKind.PHONE: Form(
        "observable:PhoneAccount",
        "observable:PhoneAccountFacet",
        "observable:phoneNumber",
        "Has_Phone_Number",
    ),
    IdentifierKind.ACCOUNT: ACCOUNT,
    IdentifierKind.SCREEN_NAME: _LOGIN,
    IdentifierKind.PROFILE_URL: _URL,
    IdentifierKind.URL: _URL,
    IdentifierKind.IP: IPV4,
    IdentifierKind.DEVICE: Form("observable:Device", relation="Has_Device"),
    IdentifierKind.GROUP: Form("observable:ObservableObject", relation="Member_Of"),
    IdentifierKind.PRIOR_REPORT: Form("observable:ObservableObject", relation="Named_In"),
    IdentifierKind.EMAIL_VARIANT: _EMAIL,
    IdentifierKind.SCREEN_NAME_VARIANT: _LOGIN,
    IdentifierKind.SCREEN_NAME_ANY: _LOGIN,
    IdentifierKind.URL_VARIANT: _OTHER,
    IdentifierKind.DOMAIN: Form(
        "observable:DomainName",
        "observable:DomainNameFacet",
        "observable:value",
        "Has_Domain_Name",
    ),
    IdentifierKind.IP_NETWORK: _OTHER,
}
"""The form of every kind; an IP address with colons has that of IPv6."""

ON_SERVICES: Final = frozenset(
    {
        IdentifierKind.ACCOUNT,
        IdentifierKind.SCREEN_NAME,
        IdentifierKind.SCREEN_NAME_VARIANT,
    }
)
"""Kinds whose scope is a service."""


def form_of(kind: IdentifierKind, value: str) -> Form:
    """Return how one identifier is an object; what only stands for an IP address is no address."""
    if kind is not IdentifierKind.IP:
        return FORMS[kind]
    if normal_form(value) is None:
        return _OTHER
    return IPV6 if ":" in value else IPV4
