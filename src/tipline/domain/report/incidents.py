"""Incidents: one occurrence on one technology each; the technology decides which facts it has.

No incident names files: `peer2peerIncident/fileNames` has no counterpart here, by the boundary.
Source: CyberTipline API reference, section 2.3 (internet details).
"""

from decimal import Decimal

from tipline.domain.report.part import Part
from tipline.domain.report.person import Address, Email, Phone
from tipline.domain.report.traces import IpEvent


class WebPageIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="web_page"):
    """It happened on web pages; addresses are text, never fetched."""

    urls: tuple[str, ...] = ()
    third_party_hosted: bool | None = None
    additional_info: str | None = None


class EmailIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="email"):
    """It happened by e-mail; `content` holds headers, subject and body as text."""

    emails: tuple[Email, ...] = ()
    content: str | None = None
    additional_info: str | None = None


class NewsgroupIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="newsgroup"):
    """It happened in a newsgroup."""

    name: str | None = None
    emails: tuple[Email, ...] = ()
    content: str | None = None
    additional_info: str | None = None


class ChatIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="chat"):
    """It happened in a chat or by instant messages."""

    client: str | None = None
    room: str | None = None
    content: str | None = None
    additional_info: str | None = None


class GameIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="game"):
    """It happened in an online game."""

    game: str | None = None
    console: str | None = None
    content: str | None = None
    additional_info: str | None = None


class PhoneIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="phone"):
    """Contact was mainly by mobile phone: calls or text messages.

    Coordinates are in degrees, with every digit that was stated.
    """

    phone: Phone | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    additional_info: str | None = None


class OfflineIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="offline"):
    """It happened without any online, computer or phone component."""

    place_name: str | None = None
    addresses: tuple[Address, ...] = ()
    additional_info: str | None = None


class PeerToPeerIncident(Part, frozen=True, kw_only=True, tag_field="on", tag="peer_to_peer"):
    """It happened on a peer-to-peer network; connections are the reported person's."""

    client: str | None = None
    ip_events: tuple[IpEvent, ...] = ()
    additional_info: str | None = None


Incident = (
    WebPageIncident
    | EmailIncident
    | NewsgroupIncident
    | ChatIncident
    | GameIncident
    | PhoneIncident
    | OfflineIncident
    | PeerToPeerIncident
)
