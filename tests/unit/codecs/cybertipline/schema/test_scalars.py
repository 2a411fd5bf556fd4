"""Each kind of text: what it accepts, what it reads, what it writes."""

from datetime import date
from decimal import Decimal

import pytest

from tests.laws.strategies import groups
from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema.scalars import SCALARS, Scalar
from tipline.domain.places import COUNTRY_CODES, STATE_CODES
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AccountType, EventKind, IncidentType, PhoneType


def test_every_scalar_has_its_own_name() -> None:
    assert len({scalar.name for scalar in SCALARS}) == len(SCALARS) == 17


def test_every_scalar_is_used() -> None:
    used = {
        scalar.name
        for group in groups().values()
        for scalar in (
            *(child.holds for child in group.children if isinstance(child.holds, Scalar)),
            *(attribute.scalar for attribute in group.attributes),
            *(group.content or ())[1:],
        )
        if isinstance(scalar, Scalar)
    }
    assert used == {scalar.name for scalar in SCALARS}


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        (s.TEXT, " a\r\n", " a\r\n"),
        (s.TEXT, "", ""),
        (s.FILLED_TEXT, "\t\u00a0\n", "\t\u00a0\n"),
        (s.FLAG, "", True),
        (s.FLAG, " true ", True),
        (s.BOOLEAN, "1", True),
        (s.BOOLEAN, "\tfalse\r\n", False),
        (s.INT, " -007", -7),
        (s.INT, "+" + "0" * 99 + "9" * 9, 999_999_999),
        (s.LONG, "9" * 18, 10**18 - 1),
        (s.DEGREES, ".5e1", Decimal(5)),
        (s.DEGREES, "-5.", Decimal(-5)),
        (s.TIMESTAMP, "\n2026-01-31T13:45:00Z", Timestamp("2026-01-31T13:45:00Z")),
        (s.DATE, " 2024-02-29 ", date(2024, 2, 29)),
        (s.COUNTRY, "", ""),
        (s.COUNTRY, "XK", "XK"),
        (s.STATE, "DC", "DC"),
        (s.INCIDENT_TYPE, "Misleading Domain Name", IncidentType.MISLEADING_DOMAIN),
        (s.EVENT, "Login", EventKind.LOGIN),
        (s.PHONE_TYPE, "Fax", PhoneType.FAX),
        (s.ACCOUNT_TYPE, "Parent/Guardian", AccountType.PARENT_GUARDIAN),
    ],
)
def test_what_is_read(scalar: Scalar, text: str, value: object) -> None:
    assert scalar.accepts(text)
    assert scalar.read(text) == value
    assert type(scalar.read(text)) is type(value)


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        (s.FILLED_TEXT, ""),
        (s.FILLED_TEXT, " \t\r\n"),
        (s.FLAG, "1"),
        (s.FLAG, "false"),
        (s.FLAG, "\u00a0"),
        (s.BOOLEAN, ""),
        (s.BOOLEAN, "TRUE"),
        (s.INT, ""),
        (s.INT, "1" * 10),
        (s.INT, "0" * 109),
        (s.INT, "1\n2"),
        (s.INT, "\u0661"),
        (s.LONG, "1" * 19),
        (s.DEGREES, "."),
        (s.DEGREES, "1e1000"),
        (s.DEGREES, "NaN"),
        (s.TIMESTAMP, "2026-01-31T13:45:00"),
        (s.DATE, "2023-02-29"),
        (s.DATE, "2024-02-29Z"),
        (s.COUNTRY, " US"),
        (s.COUNTRY, "us"),
        (s.STATE, "AS"),
        (s.EVENT, "login"),
        (s.INCIDENT_TYPE, "Misleading Domain Name "),
        (s.ACCOUNT_TYPE, "Parent_guardian"),
    ],
)
def test_what_is_refused(scalar: Scalar, text: str) -> None:
    assert not scalar.accepts(text)


def test_the_codes_are_the_published_ones() -> None:
    """API reference, section 2.10: 249 of ISO 3166 and eight more; 54 states; and nothing."""
    assert len(COUNTRY_CODES) == len({*COUNTRY_CODES}) == 249 + 8 + 1
    assert len(STATE_CODES) == len({*STATE_CODES}) == 50 + 4 + 1
    assert s.COUNTRY.values == COUNTRY_CODES
    assert s.STATE.values == STATE_CODES


def test_the_lists_are_spelled_as_the_service_spells_them() -> None:
    """API reference, sections 2.2.1, 2.10 and 2.11."""
    assert s.INCIDENT_TYPE.values == (
        "Child Pornography (possession, manufacture, and distribution)",
        "Child Sex Trafficking",
        "Child Sex Tourism",
        "Child Sexual Molestation",
        "Misleading Domain Name",
        "Misleading Words or Digital Images on the Internet",
        "Online Enticement of Children for Sexual Acts",
        "Unsolicited Obscene Material Sent to a Child",
    )
    events = ("Login", "Registration", "Purchase", "Upload", "Other", "Unknown")
    assert events == s.EVENT.values
    assert s.ADDRESS_TYPE.values == ("Home", "Business", "Billing", "Shipping", "Technical")
    phones = ("Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery")
    assert phones == s.PHONE_TYPE.values
    assert s.EMAIL_TYPE.values == ("Home", "Work", "Business", "Recovery")
    accounts = ("Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other")
    assert accounts == s.ACCOUNT_TYPE.values
