"""The documents that are measured: one typical report, and reports that grow. All made up."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

Grow = Callable[[int], bytes]
"""Makes a document of exactly so many bytes."""

KIB: Final = 1024
SIZES: Final = tuple(KIB * 4**step for step in range(1, 6))
"""4 KiB to 1 MiB, which is as large as a document may be."""

TYPICAL: Final = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<report>
<incidentSummary>
<incidentType>Misleading Domain Name</incidentType>
<platform>Example Chat</platform>
<incidentDateTime>2026-10-02T09:30:00Z</incidentDateTime>
<incidentDateTimeDescription>Synthetic description 1.</incidentDateTimeDescription>
</incidentSummary>
<internetDetails>
<chatImIncident>
<chatClient>Example Chat</chatClient>
<chatRoomName>room-17.example.org</chatRoomName>
<content>Synthetic narrative 17. Synthetic narrative 18. Synthetic narrative 19.</content>
<additionalInfo>Synthetic note 1.</additionalInfo>
</chatImIncident>
</internetDetails>
<reporter>
<reportingPerson>
<firstName>Reporter</firstName>
<lastName>One</lastName>
<email>trust@example.org</email>
</reportingPerson>
<contactPerson>
<firstName>Contact</firstName>
<lastName>Two</lastName>
<phone type="Work">2025550101</phone>
<email>contact@example.org</email>
</contactPerson>
<companyTemplate>Synthetic template 1. Synthetic template 2.</companyTemplate>
<termsOfService>Synthetic terms 1.</termsOfService>
<legalURL>https://legal.example.org/</legalURL>
</reporter>
<personOrUserReported>
<personOrUserReportedPerson>
<firstName>Person</firstName>
<phone type="Mobile" verified="true" countryCallingCode="+1">2025550102</phone>
<email type="Home" verified="true" verificationDate="2026-09-01T08:00:00Z">one@example.com</email>
<email>two@example.net</email>
<dateOfBirth>1990-01-31</dateOfBirth>
</personOrUserReportedPerson>
<espIdentifier>account-170017</espIdentifier>
<espService>Example Chat</espService>
<screenName>screen-name-17</screenName>
<displayName>Display Name 17</displayName>
<profileUrl>https://chat.example.org/users/170017</profileUrl>
<ipCaptureEvent>
<ipAddress>192.0.2.17</ipAddress>
<eventName>Login</eventName>
<dateTime>2026-10-02T09:12:44Z</dateTime>
<port>49152</port>
</ipCaptureEvent>
<ipCaptureEvent>
<ipAddress>198.51.100.18</ipAddress>
<eventName>Login</eventName>
<dateTime>2026-10-01T21:40:03Z</dateTime>
<port>50211</port>
</ipCaptureEvent>
<ipCaptureEvent>
<ipAddress>2001:db8::19</ipAddress>
<eventName>Registration</eventName>
<dateTime>2025-03-11T17:05:59+02:00</dateTime>
<port>61000</port>
</ipCaptureEvent>
<deviceId>
<idType>IMEI</idType>
<idValue>device-17</idValue>
<eventName>Login</eventName>
<dateTime>2026-10-02T09:12:44Z</dateTime>
</deviceId>
<additionalInfo>Synthetic note 2.</additionalInfo>
</personOrUserReported>
<victim>
<victimPerson>
<firstName>Victim</firstName>
<age>14</age>
</victimPerson>
<espIdentifier>account-180018</espIdentifier>
<screenName>screen-name-18</screenName>
</victim>
</report>
""".replace(b">\n<", b"><").rstrip()
"""A provider's everyday report in 2 to 3 KB, written without indentation as clients write it."""


def grown_by_text(size: int) -> bytes:
    """Return the typical report with one long narrative, `size` bytes in all."""
    before, after = TYPICAL.split(b"</content>")
    room = size - len(TYPICAL)
    return before + (b" Synthetic narrative." * (room // 21 + 1))[:room] + b"</content>" + after


def grown_by_events(size: int) -> bytes:
    """Return the typical report with as many connections as fit into `size` bytes."""
    return _grown(size, b"<deviceId>", _event)


def grown_by_victims(size: int) -> bytes:
    """Return the typical report with as many victims as fit into `size` bytes."""
    return _grown(size, b"</report>", _victim)


def grown_by_wrong_events(size: int) -> bytes:
    """Return one with as many connections as fit, each with two structural problems."""
    return _grown(size, b"<deviceId>", _wrong_event)


def grown_by_wrong_numbers(size: int) -> bytes:
    """Return one with as many equal siblings as fit, all wrong: the most problems in one place."""
    return _grown(size, b"<additionalInfo>Synthetic note 2.", lambda _: b"<priorCTReports/>")


ACCEPTED: Final[Mapping[str, Grow]] = {
    "text": grown_by_text,
    "events": grown_by_events,
    "victims": grown_by_victims,
}
REFUSED: Final[Mapping[str, Grow]] = {
    "wrong events": grown_by_wrong_events,
    "wrong numbers": grown_by_wrong_numbers,
}


def _grown(size: int, ahead_of: bytes, unit: Grow) -> bytes:
    """Return the typical report with units put in at a place, blank-padded to exactly `size`."""
    place = TYPICAL.index(ahead_of)
    units = b"".join(_fitting(size - len(TYPICAL), unit))
    padding = b" " * (size - len(TYPICAL) - len(units))
    return TYPICAL[:place] + units + padding + TYPICAL[place:]


def _fitting(room: int, unit: Grow) -> Iterator[bytes]:
    number = 0
    while len(piece := unit(number)) <= room:
        yield piece
        room -= len(piece)
        number += 1


def _event(number: int) -> bytes:
    return (
        b"<ipCaptureEvent><ipAddress>203.0.113.%d</ipAddress><eventName>Login</eventName>"
        b"<dateTime>2026-10-02T09:%02d:44Z</dateTime><port>%d</port></ipCaptureEvent>"
    ) % (number % 256, number % 60, 1024 + number)


def _wrong_event(number: int) -> bytes:
    """A misspelled event, and a time without its zone."""
    return (
        b"<ipCaptureEvent><ipAddress>203.0.113.%d</ipAddress><eventName>Logon</eventName>"
        b"<dateTime>2026-10-02T09:%02d:44</dateTime><port>%d</port></ipCaptureEvent>"
    ) % (number % 256, number % 60, 1024 + number)


def _victim(number: int) -> bytes:
    return (
        b"<victim><victimPerson><firstName>Victim</firstName><age>%d</age></victimPerson>"
        b"<espIdentifier>account-%d</espIdentifier><screenName>screen-name-%d</screenName>"
        b"</victim>"
    ) % (10 + number % 8, number, number)
