"""Reports to send: made up, neutral, and each with a word of its own to be found again by."""

from tipline.codecs import cybertipline, report_json
from tipline.domain import report as r
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind, IncidentType

_CIRCLES = 40
_AT = Timestamp("2026-01-31T13:45:00Z")


def synthetic(token: str, *, urgent: bool) -> r.Report:
    """Return the report that goes with a token, always the same."""
    return r.Report(
        summary=r.Summary(
            incident_type=IncidentType.MISLEADING_DOMAIN,
            urgency_reason="Synthetic reason 17." if urgent else None,
            incident_time=_AT,
        ),
        incidents=(
            r.ChatIncident(client="Example Chat", content=f"Synthetic narrative {token}."),
        ),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address="desk@example.org"),))),
        reported=(
            r.Reported(
                person=r.Person(emails=(r.Email(address=_shared(token)),)),
                screen_name=f"user_{token}",
                ip_events=(
                    r.IpEvent(
                        address=f"192.0.2.{len(token)}",
                        event=EventKind.LOGIN,
                        at=_AT,
                        port=51_217,
                    ),
                ),
            ),
        ),
        additional_info=token,
    )


def _shared(token: str) -> str:
    """Return one of a few mailboxes, so that reports are linked with others."""
    return f"circle{sum(token.encode()) % _CIRCLES}@example.net"


def in_xml(token: str, *, urgent: bool) -> bytes:
    """Return the report as a CyberTipline document."""
    return cybertipline.encode_report(synthetic(token, urgent=urgent))


def in_json(token: str, *, urgent: bool) -> bytes:
    """Return the report as JSON."""
    return report_json.encode_report(synthetic(token, urgent=urgent))
