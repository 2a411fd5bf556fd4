"""The people and accounts of the document: reported, recipient, victim, associated account.

The order is the public schema's, and a document in another order is refused.
Source: CyberTipline API reference, sections 2.6 to 2.8 and 2.11.
"""

from typing import Final

from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema import types
from tipline.codecs.cybertipline.schema.grammar import (
    Group,
    attribute,
    many,
    must,
    one,
    text,
    texts,
)
from tipline.domain import report as r

# 2.11 Associated accounts, and what every account has (2.6 to 2.8)

_DISABLED: Final = (
    one("accountTemporarilyDisabled", "temporarily_disabled", types.TEMPORARY),
    one("accountPermanentlyDisabled", "permanently_disabled", types.PERMANENT),
)
_DEVICES: Final = many("deviceId", "devices", types.DEVICE)
_ACCOUNT_ID: Final = text("espIdentifier", "account_id")
_SERVICE: Final = text("espService", "service")
_COMPROMISED: Final = one("compromisedAccount", "compromised", s.BOOLEAN)
_GROUP: Final = text("groupIdentifier", "group")
_PRIOR_REPORTS: Final = many("priorCTReports", "prior_reports", s.LONG)
_ALL_EMAILS: Final = one("allEmailsReported", "all_emails_reported", s.BOOLEAN)
_ESTIMATED: Final = one("estimatedLocation", "location", types.LOCATION)

_HANDLES: Final = (
    _ACCOUNT_ID,
    _SERVICE,
    _COMPROMISED,
    text("screenName", "screen_name"),
    texts("displayName", "display_names"),
    texts("profileUrl", "profile_urls"),
    text("profileBio", "profile_bio"),
    types.IP_EVENTS,
    _DEVICES,
)

ASSOCIATED_PLATFORM: Final = Group(
    name="associatedPlatform",
    model=r.AccountPlatform,
    content=("name", s.TEXT),
    attributes=(attribute("thirdPartyUser", "third_party", s.BOOLEAN),),
)

ASSOCIATED_ACCOUNT: Final = Group(
    name="associatedAccount",
    model=r.AssociatedAccount,
    # The schema says `type`, the documentation `accountType`: both are read, the first written.
    attributes=(attribute("type", "kind", s.ACCOUNT_TYPE, "accountType"),),
    children=(
        one("platform", "platform", ASSOCIATED_PLATFORM),
        text("firstName", "first_name"),
        text("middleName", "middle_name"),
        text("lastName", "last_name"),
        one("approximateAge", "age", s.INT),
        one("ageAssertionDiscrepancy", "age_conflict", s.BOOLEAN),
        one("dateOfBirth", "born", s.DATE),
        many("phone", "phones", types.PHONE),
        many("email", "emails", types.EMAIL),
        _ALL_EMAILS,
        many("address", "addresses", types.ADDRESS),
        _SERVICE,
        _ACCOUNT_ID,
        texts("profileUrl", "profile_urls"),
        text("screenName", "screen_name"),
        texts("displayName", "display_names"),
        text("profileBio", "profile_bio"),
        _GROUP,
        _COMPROMISED,
        *_DISABLED,
        types.IP_EVENTS,
        _DEVICES,
        # The one place where the service's name for it is in the singular.
        many("priorCTReport", "prior_reports", s.LONG),
        types.ADDITIONAL_INFO,
    ),
)
_ASSOCIATED: Final = many("associatedAccount", "associated_accounts", ASSOCIATED_ACCOUNT)

# 2.6 to 2.8 Subjects by role

REPORTED: Final = Group(
    name="personOrUserReported",
    model=r.Reported,
    children=(
        one("personOrUserReportedPerson", "person", types.PERSON),
        text("vehicleDescription", "vehicle"),
        *_HANDLES,
        one("thirdPartyUserReported", "third_party", s.BOOLEAN),
        _PRIOR_REPORTS,
        _GROUP,
        *_DISABLED,
        _ESTIMATED,
        _ALL_EMAILS,
        _ASSOCIATED,
        types.ADDITIONAL_INFO,
    ),
)

RECIPIENT: Final = Group(
    name="intendedRecipient",
    model=r.Recipient,
    children=(
        one("intendedRecipientPerson", "person", types.PERSON),
        *_HANDLES,
        _PRIOR_REPORTS,
        _GROUP,
        *_DISABLED,
        _ESTIMATED,
        _ALL_EMAILS,
        texts("additionalInfo", "additional_info"),
    ),
)

VICTIM: Final = Group(
    name="victim",
    model=r.Victim,
    children=(
        must("victimPerson", "person", types.PERSON),
        *_HANDLES,
        text("schoolName", "school"),
        _PRIOR_REPORTS,
        *_DISABLED,
        _ESTIMATED,
        _ALL_EMAILS,
        _ASSOCIATED,
        types.ADDITIONAL_INFO,
    ),
)
