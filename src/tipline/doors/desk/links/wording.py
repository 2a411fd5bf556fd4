"""The words of links: what kinds, roles, strengths and reasons are called on the desk's pages."""

from typing import Final

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason
from tipline.domain.linking.links import Strength
from tipline.domain.sightings import Role
from tipline.doors.desk import wording

KINDS: Final = {
    **wording.KINDS,
    IdentifierKind.EMAIL_VARIANT: "E-mail address, other spellings",
    IdentifierKind.SCREEN_NAME_VARIANT: "Screen name, look-alikes",
    IdentifierKind.SCREEN_NAME_ANY: "Screen name, on any service",
    IdentifierKind.URL_VARIANT: "Web address, nearly the same",
    IdentifierKind.DOMAIN: "Site",
    IdentifierKind.IP_NETWORK: "Network of an IP address",
}

STRENGTHS: Final = {
    Strength.STRONG: ("Strong", "govuk-tag--blue"),
    Strength.CONDITIONAL: ("Conditional", "govuk-tag--grey"),
    Strength.WEAK: ("Weak", "govuk-tag--grey"),
}
"""The word for a strength, and the class of its tag."""

ROLES: Final = {
    Role.REPORTED: "reported",
    Role.RECIPIENT: "recipient",
    Role.VICTIM: "victim",
    Role.INCIDENT: "named in the incident",
    Role.REPORTER: "reporter",
}

JOIN_REASONS: Final = {
    JoinReason.SAME_ACTOR: "The same person is behind both",
    JoinReason.SAME_INCIDENT: "Both are about the same incident",
    JoinReason.SAME_VICTIM: "The same person suffers in both",
    JoinReason.TOLD_BY_OTHERS: "Others told us: the police, another hotline, the service",
}

APART_REASONS: Final = {
    ApartReason.OTHER_PERSON: "It is somebody else",
    ApartReason.RECYCLED: "It was given out again to somebody else",
    ApartReason.MISTYPED: "It was mistyped",
    ApartReason.SHARED: "Several people use it",
    ApartReason.NOT_RELATED: "The reports have nothing to do with each other",
}

STOP_REASONS: Final = {
    StopReason.SHARED_SERVICE: "It is a service's address, which many use",
    StopReason.PLACEHOLDER: "It is a placeholder, such as “unknown”",
    StopReason.OWN: "It is our own, or a partner's",
    StopReason.TOO_COMMON: "It is too common to say anything",
}

NOTICES: Final = {
    "joined": "The two reports are joined by your word.",
    "refused": "The reports are kept apart. That can be taken back.",
    "apart": "This report is kept apart. You can take that back below.",
    "undone": "The decision is taken back.",
    "stopped": "The identifier is on the stop list. It joins no reports any more.",
    "approved": "The merge is approved. The reports belong together now.",
    "unstopped": "The identifier is off the stop list. It links again unless it is too common.",
}
"""What a page says after something was done, by the word in its address."""

HISTORY: Final = {
    "link.joined": "joined it with another report",
    "link.refused": "said that another report does not belong with it",
    "link.set_apart": "kept it apart from reports that share something with it",
    "link.undone": "took a decision about its links back",
    "link.held": "left it to a person whether it is joined with other reports",
}
"""What lines of the audit log say of a report's links."""

_DECIDED: Final[dict[str, str]] = {
    **{one.value: words for one, words in JOIN_REASONS.items()},
    **{one.value: words for one, words in APART_REASONS.items()},
    **{one.value: words for one, words in STOP_REASONS.items()},
}


def why(reason: str) -> str:
    """Return a stored reason in words; another version's word as it is."""
    return _DECIDED.get(reason, reason)


HISTORY_DETAILED: Final[dict[tuple[str, str | None], str]] = {
    (action, one.value): f"{HISTORY[action]}: {words[0].lower()}{words[1:]}"
    for action, reasons in (
        ("link.joined", JOIN_REASONS),
        ("link.refused", APART_REASONS),
        ("link.set_apart", APART_REASONS),
    )
    for one, words in reasons.items()
}
"""What is said of a line by its reason too."""
