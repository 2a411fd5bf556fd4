"""Report documents put together from pieces: valid but for what a test puts in."""

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
TYPE = "<incidentType>Child Sex Tourism</incidentType>"
TIME = "<incidentDateTime>2026-01-31T13:45:00Z</incidentDateTime>"


def document(
    *,
    root: str = "",
    summary: str = TYPE + TIME,
    before: str = "",
    person: str = "",
    after: str = "",
) -> bytes:
    """Return a report document with pieces put in where a test wants them."""
    return (
        f"<report{root}><incidentSummary>{summary}</incidentSummary>{before}"
        f"<reporter><reportingPerson>{person}</reportingPerson></reporter>{after}</report>"
    ).encode()


def incident(content: str) -> bytes:
    return document(before=f"<internetDetails>{content}</internetDetails>")


def victim(content: str) -> bytes:
    return document(after=f"<victim><victimPerson/>{content}</victim>")


def law_enforcement(content: str, attributes: str = "") -> bytes:
    inner = f"<agencyName>Example Agency</agencyName>{content}"
    return document(before=f"<lawEnforcement{attributes}>{inner}</lawEnforcement>")


def annotated(content: str) -> bytes:
    return document(summary=f"{TYPE}<reportAnnotations>{content}</reportAnnotations>{TIME}")
