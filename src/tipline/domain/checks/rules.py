"""The rules for one part of a report at a time, each a small function; the table is at the end.

Source: CyberTipline API reference, sections 2.2 to 2.13; rule numbers are of 2.13.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from tipline.domain import report as r
from tipline.domain.checks.formats import is_email, is_ip_address, is_url
from tipline.domain.places import COUNTRY_CODES, STATE_CODES
from tipline.domain.problems import Problem
from tipline.domain.vocabulary import AGE_RANGE, PORT_RANGE, PRIOR_REPORT_RANGE

Rule = Callable[[str, Any], Iterator[Problem]]
"""Takes the path and the part and yields what is wrong with it."""

_CALLING_CODE: Final = re.compile(r"\+[0-9]{1,3}")
_EXTENSION: Final = re.compile(r"[0-9]*")
_WIDEST_EXPONENT: Final = 999
_COUNTRIES: Final = frozenset(COUNTRY_CODES)
_STATES: Final = frozenset(STATE_CODES)


def _problem(path: str, code: str, message: str) -> Problem:
    return Problem(path=path, code=code, message=message)


def verified_before_dated(path: str, part: r.Phone | r.Email) -> Iterator[Problem]:
    """R3: what has a verification date says that it is verified."""
    if part.verified_at is not None and part.verified is not True:
        message = "Where a verification date is given, `verified` must be true."
        yield _problem(f"{path}/verified", "verified_missing", message)


def calling_code_apart(path: str, phone: r.Phone) -> Iterator[Problem]:
    """R4: the calling code is well-formed and stands apart; extensions are digits."""
    code = phone.calling_code
    if code and not _CALLING_CODE.fullmatch(code):
        message = "A country calling code is `+` and one to three digits."
        yield _problem(f"{path}/calling_code", "not_a_calling_code", message)
    elif code and phone.number.strip().startswith(code):
        message = "The number must not begin with the calling code that is given apart."
        yield _problem(f"{path}/number", "calling_code_repeated", message)
    if phone.extension is not None and not _EXTENSION.fullmatch(phone.extension):
        message = "An extension has digits only."
        yield _problem(f"{path}/extension", "not_an_extension", message)


def email_has_form(path: str, email: r.Email) -> Iterator[Problem]:
    """E-mail addresses are well-formed (section 2.10)."""
    if not is_email(email.address):
        message = "This is not a well-formed e-mail address."
        yield _problem(f"{path}/address", "not_an_email", message)


def codes_are_known(path: str, part: r.Part) -> Iterator[Problem]:
    """Country and state codes are in their lists (section 2.10)."""
    country, state = getattr(part, "country", None), getattr(part, "state", None)
    if country is not None and country not in _COUNTRIES:
        message = "A country is a code of two capital letters (ISO 3166-1)."
        yield _problem(f"{path}/country", "not_in_list", message)
    if state is not None and state not in _STATES:
        message = "A state is a US state code of two capital letters."
        yield _problem(f"{path}/state", "not_in_list", message)


def location_is_whole(path: str, location: r.EstimatedLocation) -> Iterator[Problem]:
    """R5: a location has a country; in the US a region is a state, and a city has one."""
    if not location.country:
        message = "An estimated location needs a country."
        yield _problem(f"{path}/country", "country_missing", message)
    if location.country != "US":
        return
    region = (location.region or "").strip()
    if region and location.region not in _STATES:
        message = "In the US a region is a state code of two capital letters."
        yield _problem(f"{path}/region", "region_not_a_state", message)
    if not region and (location.city or "").strip():
        message = "In the US a city needs its region: the state code."
        yield _problem(f"{path}/region", "region_missing", message)


def disabled_in_order(path: str, part: r.Disabling) -> Iterator[Problem]:
    """R6: users are told not before, and accounts re-enabled only after, the disabling."""
    if part.disabled_at is None:
        return
    if part.user_notified_at is not None and part.disabled_at.is_after(part.user_notified_at):
        message = "The user cannot have been notified before the account was disabled."
        yield _problem(f"{path}/user_notified_at", "notified_before_disabled", message)
    reenabled_at = getattr(part, "reenabled_at", None)
    if reenabled_at is not None and not reenabled_at.is_after(part.disabled_at):
        message = "The account must be re-enabled after it was disabled."
        yield _problem(f"{path}/reenabled_at", "reenabled_before_disabled", message)


def age_or_birth(path: str, account: r.AssociatedAccount) -> Iterator[Problem]:
    """R7: an associated account has an approximate age or a date of birth, not both."""
    if account.age is not None and account.born is not None:
        message = "Give either the approximate age or the date of birth, not both."
        yield _problem(f"{path}/age", "age_and_birth_date", message)


def age_in_range(path: str, part: r.Person | r.AssociatedAccount) -> Iterator[Problem]:
    """Ages are 0 to 150 years (sections 2.9, 2.11)."""
    if part.age is not None and part.age not in AGE_RANGE:
        yield _problem(f"{path}/age", "out_of_range", "An age is 0 to 150 years.")


def ip_has_form(path: str, event: r.IpEvent) -> Iterator[Problem]:
    """R8: IP addresses are valid; ports are 1 to 65535 (section 2.10)."""
    if not is_ip_address(event.address):
        message = "This is not an IPv4 or IPv6 address."
        yield _problem(f"{path}/address", "not_an_ip_address", message)
    if event.port is not None and event.port not in PORT_RANGE:
        yield _problem(f"{path}/port", "out_of_range", "A port is 1 to 65535.")


def device_is_stated(path: str, device: r.Device) -> Iterator[Problem]:
    """R11: a device has a type and a value."""
    for name in ("kind", "value"):
        if not getattr(device, name).strip():
            message = "A device needs the type and the value of its identifier."
            yield _problem(f"{path}/{name}", "blank", message)


def urgency_is_stated(path: str, summary: r.Summary) -> Iterator[Problem]:
    """R11: a reason for urgency that is given is not blank."""
    if summary.urgency_reason is not None and not summary.urgency_reason.strip():
        message = "Say why it is urgent, or leave the reason out."
        yield _problem(f"{path}/urgency_reason", "blank", message)


def agency_is_named(path: str, part: r.LawEnforcement) -> Iterator[Problem]:
    """An agency that was told has a name (section 2.4)."""
    if not part.agency.strip():
        yield _problem(f"{path}/agency", "blank", "Name the agency that was told or that asked.")


def urls_have_form(path: str, part: r.Part) -> Iterator[Problem]:
    """R12: web addresses are valid; an empty one says nothing and is passed over."""
    for name in ("urls", "profile_urls"):
        for index, url in enumerate(getattr(part, name, ())):
            if url and not is_url(url):
                yield _not_a_url(f"{path}/{name}/{index}")
    legal = getattr(part, "legal_url", None)
    if legal and not is_url(legal):
        yield _not_a_url(f"{path}/legal_url")


def _not_a_url(path: str) -> Problem:
    message = "This is not a web address; blanks and control characters cannot be in one."
    return _problem(path, "not_a_url", message)


def prior_reports_are_numbers(path: str, account: r.Account) -> Iterator[Problem]:
    """R13: earlier reports are cited by their positive number."""
    for index, number in enumerate(account.prior_reports):
        if number not in PRIOR_REPORT_RANGE:
            message = "A report number is a positive whole number of at most 18 digits."
            yield _problem(f"{path}/prior_reports/{index}", "not_a_report_number", message)


def coordinates_are_numbers(path: str, incident: r.PhoneIncident) -> Iterator[Problem]:
    """Coordinates are finite numbers that a document can hold (section 2.3)."""
    for name in ("latitude", "longitude"):
        degrees = getattr(incident, name)
        if degrees is not None and (
            not degrees.is_finite() or abs(degrees.adjusted()) > _WIDEST_EXPONENT
        ):
            message = "A coordinate is a number of degrees, such as 51.5074."
            yield _problem(f"{path}/{name}", "not_a_number", message)


RULES: Final[dict[type[r.Part], tuple[Rule, ...]]] = {
    r.Summary: (urgency_is_stated,),
    r.Reporter: (urls_have_form,),
    r.LawEnforcement: (agency_is_named,),
    r.ForeignLegalProcess: (codes_are_known,),
    r.Person: (age_in_range,),
    r.Phone: (verified_before_dated, calling_code_apart),
    r.Email: (email_has_form, verified_before_dated),
    r.Address: (codes_are_known,),
    r.IpEvent: (ip_has_form,),
    r.Device: (device_is_stated,),
    r.EstimatedLocation: (codes_are_known, location_is_whole),
    r.Disabling: (disabled_in_order,),
    r.TemporaryDisabling: (disabled_in_order,),
    r.Reported: (urls_have_form, prior_reports_are_numbers),
    r.Recipient: (urls_have_form, prior_reports_are_numbers),
    r.Victim: (urls_have_form, prior_reports_are_numbers),
    r.AssociatedAccount: (urls_have_form, prior_reports_are_numbers, age_or_birth, age_in_range),
    r.WebPageIncident: (urls_have_form,),
    r.PhoneIncident: (coordinates_are_numbers,),
}
"""Which rules each kind of part must keep."""

ABOUT: Final[dict[Rule, tuple[str, ...]]] = {
    urgency_is_stated: ("urgency_reason",),
    codes_are_known: ("country", "state"),
    age_in_range: ("age",),
    verified_before_dated: ("verified_at",),
    calling_code_apart: ("calling_code", "extension"),
    disabled_in_order: ("disabled_at",),
    urls_have_form: ("urls", "profile_urls", "legal_url"),
    prior_reports_are_numbers: ("prior_reports",),
    age_or_birth: ("age",),
    coordinates_are_numbers: ("latitude", "longitude"),
}
"""Fields that a rule is about: where none of them is stated it has nothing to say, and is spared.

Rules that are not here are asked always, because their part cannot be without what they are about.
"""
