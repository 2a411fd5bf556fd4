"""Says in words where in a report something stands: a JSON Pointer as people read it."""

from typing import Final, NamedTuple

from tipline.doors.desk.facts.labels import label

_LISTS: Final = {
    "incidents": "Incident",
    "reported": "Reported person or account",
    "recipients": "Recipient",
    "victims": "Child",
    "associated_accounts": "other account",
}
_ONE_OF: Final = {
    "phones": "phone",
    "emails": "e-mail",
    "addresses": "address",
    "ip_events": "IP address",
    "devices": "device",
    "profile_urls": "profile address",
    "urls": "web address",
    "display_names": "shown name",
    "seen": "time seen",
    "prior_reports": "earlier report",
}
_TOPS: Final = {
    "summary": "What was reported",
    "public": "What the reporter answered",
    "law_enforcement": "Law enforcement",
    "reporter": "Reporter",
    "additional_info": "In the reporter's words",
}
_SILENT: Final = frozenset({"person", "annotations", "contact"})
"""Parts that say nothing by their name."""
_KINDS: Final = {"added": "Added", "removed": "Taken out", "changed": "Changed"}


class Changed(NamedTuple):
    """One change in words: what happened, in which report, and where."""

    what: str
    report: int
    where: str


def tell_pointer(pointer: str) -> str:
    """Return where a JSON Pointer into a report leads; `*` stands for each of a list."""
    pieces: list[str] = []
    for step in pointer.split("/")[1:]:
        if step.isdecimal():
            pieces[-1:] = [f"{pieces[-1]} {int(step) + 1}"] if pieces else []
        elif step != "*" and not (step in _SILENT and pieces):
            pieces.append(_step(step, is_first=not pieces))
    told = ": ".join([pieces[0], ", ".join(pieces[1:])] if len(pieces) > 1 else pieces)
    return told or "The whole report"


def tell_change(kind: str, report: int, path: str = "") -> Changed:
    """Return one change of a version in words."""
    return Changed(_KINDS.get(kind, kind), report, tell_pointer(path))


def _step(step: str, *, is_first: bool) -> str:
    if is_first:
        return _LISTS.get(step) or _TOPS.get(step) or label(step)
    inside = _LISTS.get(step) or _ONE_OF.get(step)
    return inside or _lower(label(step))


def _lower(words: str) -> str:
    """Return words as they stand inside a line; what is all capitals stays so."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
