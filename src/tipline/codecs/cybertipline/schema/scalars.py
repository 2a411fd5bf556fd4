"""The simple values of the CyberTipline document: how each is written, read and checked.

One table serves the schema, the decoder, the diagnosis and the encoder. Patterns use the subset of
regular expressions that XML Schema and Python read alike, because libxml2's own numbers and
dates differ from other validators' (it takes 24:00:00 and refuses the flag text `1`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.domain import vocabulary as words
from tipline.domain.places import COUNTRY_CODES, STATE_CODES
from tipline.domain.timestamp import DATE_PATTERN, TIMESTAMP_PATTERN, Timestamp

XML_BLANKS: Final = " \t\r\n"
"""What XML calls white space; Python's own idea of it is wider."""

DECIMAL_PATTERN: Final = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([Ee][+-]?[0-9]{1,3})?"


@dataclass(frozen=True, kw_only=True)
class Scalar:
    """One kind of text with its rule; `collapse` strips XML blanks before anything else.

    `parse` may rely on the rule having been checked; `render` writes what `parse` reads.
    """

    name: str
    code: str
    expected: str
    parse: Callable[[str], Any]
    render: Callable[[Any], str] = str
    collapse: bool = True
    pattern: str | None = None
    values: tuple[str, ...] | None = None
    not_blank: bool = False
    _compiled: re.Pattern[str] | None = field(default=None, init=False, compare=False)

    def __post_init__(self) -> None:
        if self.pattern is not None:
            object.__setattr__(self, "_compiled", re.compile(self.pattern))

    def accepts(self, text: str) -> bool:
        """Tell whether the schema would take this text."""
        trimmed = text.strip(XML_BLANKS)
        if self.not_blank and not trimmed:
            return False
        subject = trimmed if self.collapse else text
        if self._compiled is not None:
            return self._compiled.fullmatch(subject) is not None
        return self.values is None or subject in self.values

    def read(self, text: str) -> Any:  # noqa: ANN401 - one value of many types
        """Return the value of a text that the rule accepts."""
        return self.parse(text.strip(XML_BLANKS) if self.collapse else text)


def _listed(name: str, expected: str, wire: Mapping[Any, str]) -> Scalar:
    """Return a closed list: our words on one side, the wire's spelling on the other."""
    by_text = {text: word for word, text in wire.items()}
    return Scalar(
        name=name,
        code="not_in_list",
        expected=expected,
        collapse=False,
        values=tuple(by_text),
        parse=by_text.__getitem__,
        render=lambda word: wire.get(word, str(word)),
    )


def _codes(name: str, expected: str, codes: tuple[str, ...]) -> Scalar:
    """Return a closed list that is spelled alike inside and on the wire."""
    return _listed(name, expected, {code: code for code in codes})


def _parse_flag(_text: str) -> bool:
    """A flag says yes by being there at all."""
    return True


def _render_flag(_value: bool) -> str:  # noqa: FBT001 - renders a value
    return ""


def _parse_boolean(text: str) -> bool:
    return text in {"true", "1"}


def _render_boolean(value: bool) -> str:  # noqa: FBT001 - renders a value
    return "true" if value else "false"


_MOST_DIGITS: Final = 2 * MAX_DOCUMENT_BYTES


def _render_decimal(value: Decimal) -> str:
    """Write digits out where the exponent, as Python states it, is longer than the rule allows."""
    if value.is_finite() and 999 < abs(value.adjusted()) < _MOST_DIGITS:  # noqa: PLR2004
        return format(value, "f")
    return str(value)


TEXT: Final = Scalar(name="text", code="not_text", expected="text", collapse=False, parse=str)

FILLED_TEXT: Final = Scalar(
    name="filledText",
    code="blank",
    expected="text that is not blank",
    collapse=False,
    not_blank=True,
    parse=str,
)

FLAG: Final = Scalar(
    name="flag",
    code="not_a_flag",
    expected="nothing, or `true` (leave the element out if it does not apply)",
    values=("", "true"),
    parse=_parse_flag,
    render=_render_flag,
)

BOOLEAN: Final = Scalar(
    name="trueOrFalse",
    code="not_a_boolean",
    expected="`true`, `false`, `1` or `0`",
    values=("true", "false", "1", "0"),
    parse=_parse_boolean,
    render=_render_boolean,
)

INT: Final = Scalar(
    name="wholeNumber",
    code="not_a_number",
    expected="a whole number",
    pattern="[+-]?0{0,99}[0-9]{1,9}",
    parse=int,
)

LONG: Final = Scalar(
    name="longNumber",
    code="not_a_number",
    expected="a whole number",
    pattern="[+-]?0{0,99}[0-9]{1,18}",
    parse=int,
)

DEGREES: Final = Scalar(
    name="degrees",
    code="not_a_number",
    expected="a number such as 51.5074",
    pattern=DECIMAL_PATTERN,
    parse=Decimal,
    render=_render_decimal,
)

TIMESTAMP: Final = Scalar(
    name="dateTimeWithZone",
    code="not_a_date_time",
    expected="a date-time with its zone, as in 2026-01-31T13:45:00+02:00",
    pattern=TIMESTAMP_PATTERN,
    parse=Timestamp.trusted,
)

DATE: Final = Scalar(
    name="calendarDate",
    code="not_a_date",
    expected="a date, as in 2010-01-31",
    pattern=DATE_PATTERN,
    parse=date.fromisoformat,
    render=date.isoformat,
)

COUNTRY: Final = _codes(
    "countryCode", "a country code of two capital letters, or nothing", COUNTRY_CODES
)

STATE: Final = _codes(
    "stateCode", "a US state code of two capital letters, or nothing", STATE_CODES
)

INCIDENT_TYPE: Final = _listed(
    "incidentTypeLabel",
    "one of the eight incident types, spelled exactly",
    {
        words.IncidentType.ABUSE_MATERIAL: (
            "Child Pornography (possession, manufacture, and distribution)"
        ),
        words.IncidentType.SEX_TRAFFICKING: "Child Sex Trafficking",
        words.IncidentType.SEX_TOURISM: "Child Sex Tourism",
        words.IncidentType.SEXUAL_MOLESTATION: "Child Sexual Molestation",
        words.IncidentType.MISLEADING_DOMAIN: "Misleading Domain Name",
        words.IncidentType.MISLEADING_WORDS: "Misleading Words or Digital Images on the Internet",
        words.IncidentType.ONLINE_ENTICEMENT: "Online Enticement of Children for Sexual Acts",
        words.IncidentType.UNSOLICITED_MATERIAL: "Unsolicited Obscene Material Sent to a Child",
    },
)


def _capitalised(name: str, expected: str, kinds: type[Any]) -> Scalar:
    """Return a closed list whose wire spelling is our word with a capital letter."""
    return _listed(name, expected, {word: word.value.capitalize() for word in kinds})


EVENT: Final = _capitalised("eventKind", "an event name from the list", words.EventKind)
ADDRESS_TYPE: Final = _capitalised("addressKind", "an address type", words.AddressType)
PHONE_TYPE: Final = _capitalised("phoneKind", "a phone type", words.PhoneType)
EMAIL_TYPE: Final = _capitalised("emailKind", "an e-mail type", words.EmailType)
ACCOUNT_TYPE: Final = _listed(
    "accountKind",
    "an account type",
    {
        word: "Parent/Guardian" if word is words.AccountType.PARENT_GUARDIAN else word.capitalize()
        for word in words.AccountType
    },
)

SCALARS: Final = tuple(value for value in list(globals().values()) if isinstance(value, Scalar))
"""Every scalar above, in the order of this file."""
