"""The report that is sent: like the everyday one of the codec benchmark, each one another.

1.7 KB of JSON or 2.2 KB of XML with nine sightings. Of these an account, a screen name, an
e-mail address, a profile address and the other account are never repeated in a run.
"""

from typing import Final

from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import Codec

MARK: Final = "@@@@@@@@@@"
"""Stands where a document differs from all others; ten characters, as many as the number."""

_TEXT: Final = " ".join(f"Synthetic narrative {number}." for number in range(1, 31))

_XML: Final = f"""\
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
<content>{_TEXT}</content>
</chatImIncident>
</internetDetails>
<reporter>
<reportingPerson>
<firstName>Reporter</firstName>
<lastName>One</lastName>
<email>trust@example.org</email>
</reportingPerson>
<companyTemplate>Synthetic template 1. Synthetic template 2.</companyTemplate>
<legalURL>https://legal.example.org/</legalURL>
</reporter>
<personOrUserReported>
<personOrUserReportedPerson>
<email type="Home" verified="true">user{MARK}@example.net</email>
</personOrUserReportedPerson>
<espIdentifier>{MARK}</espIdentifier>
<espService>Example Chat</espService>
<screenName>screen-{MARK}</screenName>
<profileUrl>https://chat.example.org/users/{MARK}</profileUrl>
<ipCaptureEvent>
<ipAddress>192.0.2.17</ipAddress>
<eventName>Login</eventName>
<dateTime>2026-10-02T09:12:44Z</dateTime>
<port>49152</port>
</ipCaptureEvent>
<ipCaptureEvent>
<ipAddress>2001:db8:17::19</ipAddress>
<eventName>Registration</eventName>
<dateTime>2025-03-11T17:05:59+02:00</dateTime>
<port>61000</port>
</ipCaptureEvent>
</personOrUserReported>
<victim>
<victimPerson>
<age>14</age>
</victimPerson>
<espIdentifier>2{MARK}</espIdentifier>
<espService>Example Chat</espService>
</victim>
</report>
""".replace(">\n<", "><").rstrip()

_NEUTRAL: Final = "1234567890"


def document(number: int, codec: Codec = report_json) -> bytes:
    """Return the document with a number, at most ten digits, in a codec's format."""
    return template(codec).replace(MARK.encode(), b"%010d" % number)


def template(codec: Codec) -> bytes:
    """Return the document with marks where its number goes."""
    if codec is cybertipline:
        return _XML.encode()
    report = cybertipline.decode_report(_XML.replace(MARK, _NEUTRAL).encode())
    return codec.encode_report(report).replace(_NEUTRAL.encode(), MARK.encode())
