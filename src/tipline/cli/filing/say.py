"""How reports in an outbox look on a terminal and in JSON; nothing of what they say."""

from typing import Final

import msgspec

from tipline.cli.columns import Column
from tipline.domain.moments import from_microseconds
from tipline.filing.outbox.items import Event, Gate, Item, Trouble
from tipline.filing.outbox.states import OVER, State

COLUMNS: Final = (
    Column("Item", 6),
    Column("State", 10),
    Column("Report", 10),
    Column("Since", 20),
    Column("Next", 24),
)

WORDS: Final = {
    State.QUEUED: "waits",
    State.SUBMITTING: "submitting",
    State.OPEN: "open",
    State.FINISHING: "finishing",
    State.UNSURE: "unsure",
    State.RETRACTING: "asking",
    State.FILED: "filed",
    State.REFUSED: "refused",
    State.ENDED: "dropped",
}
"""What people read for each state."""

_WHY: Final = {
    "filing_retryable": "the service cannot be reached, or takes nothing now",
    "filing_unknown": "no answer that says whether the service acted",
    "filing_final": "the service refuses",
    "report_refused": "the service found something wrong with the report",
    "filing_credentials": "the service refuses these credentials, or they may not do this",
    "filing_address": "there is no such service at this address",
    "filed_report_missing": "the service knows no such report any more",
    "filed_report_finished": "the service says so",
    "filed_report_retracted": "the report had been retracted at the service",
}


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A report as `--json` prints it; moments in UTC."""

    item: int
    state: str
    key: str
    queued_at: str
    stuck: bool
    urgent: bool
    tries: int
    report_id: int | None = None
    filed_at: str | None = None
    preserve_until: str | None = None
    next_try_at: str | None = None
    trouble: Trouble | None = None
    follows: tuple[int, ...] = ()
    hold: str | None = None
    erased: bool = False


def shown(item: Item, now: int) -> Shown:
    """Return what may be told of a report."""
    waits = item.state < State.REFUSED
    return Shown(
        item=item.number,
        state=WORDS[item.state],
        key=item.key,
        queued_at=moment(item.queued_at),
        stuck=item.is_stuck(now),
        urgent=item.urgent,
        tries=item.tries,
        report_id=item.report_id,
        filed_at=None if item.filed_at is None else moment(item.filed_at),
        preserve_until=None if item.preserve_until is None else moment(item.preserve_until),
        next_try_at=moment(item.next_at) if waits else None,
        trouble=item.trouble,
        follows=item.follows,
        hold=item.hold,
        erased=item.erased,
    )


def cells(item: Item, now: int) -> tuple[str, ...]:
    """Return a report as a row."""
    state = WORDS[item.state] + (" !" if item.is_stuck(now) else "")
    since = item.filed_at if item.filed_at is not None else item.queued_at
    return (str(item.number), state, str(item.report_id or "-"), moment(since), next_of(item, now))


def next_of(item: Item, now: int) -> str:
    """Say what comes next for a report, and when."""
    if item.state in OVER and item.preserve_until is not None:
        if item.erased:
            return "content erased"
        kept = f"kept until {moment(item.preserve_until)[:10]}"
        return f"{kept}, held" if item.hold else kept
    if item.state is State.REFUSED:
        return "needs you: outbox show"
    if item.next_at > now:
        return f"tried again at {moment(item.next_at)}"
    return "at the next run"


def why(trouble: Trouble) -> str:
    """Say in words why the last call failed."""
    facts = [
        f"code {trouble.response_code}" if trouble.response_code is not None else "",
        f"HTTP {trouble.status}" if trouble.status is not None else "",
        f"Request-ID {trouble.request_id}" if trouble.request_id else "",
    ]
    told = ", ".join(filter(None, facts))
    words = _WHY.get(trouble.code, trouble.code.replace("_", " "))
    return f"{words} ({told})" if told else words


def gate_words(gate: Gate, now: int) -> str:
    """Say why nothing is sent at present; empty if it is."""
    if gate.until <= now or gate.trouble is None:
        return ""
    return f"Nothing is sent until {moment(gate.until)}: {why(gate.trouble)}."


def event_words(event: Event) -> str:
    """Say what happened to a report."""
    begun, _, outcome = event.what.partition(":")
    words = _EVENTS.get((begun, outcome)) or _OTHERS.get(event.what, event.what)
    return f"{words}: {why(event.trouble)}" if event.trouble else words


_EVENTS: Final = {
    ("queued", "begun"): "is being submitted",
    ("submitting", "done"): "submitted; the service gave a number",
    ("submitting", "later"): "not submitted",
    ("submitting", "unknown"): "perhaps submitted; what was opened expires by itself",
    ("submitting", "interrupted"): "perhaps submitted; the program had ended",
    ("submitting", "refused"): "refused",
    ("open", "begun"): "is being finished",
    ("finishing", "done"): "filed",
    ("finishing", "was_finished"): "filed: it had been finished already",
    ("finishing", "later"): "not finished",
    ("finishing", "gone"): "gone at the service; filed anew",
    ("finishing", "refused"): "refused",
    ("finishing", "unknown"): "perhaps filed; to be found out",
    ("finishing", "interrupted"): "perhaps filed; the program had ended; to be found out",
    ("unsure", "begun"): "asking by retracting it",
    ("retracting", "unknown"): "asked, and no answer came; asked again later",
    ("retracting", "later"): "asked, and not answered now; asked again later",
    ("retracting", "interrupted"): "asked; the program had ended; asked again",
    ("retracting", "done"): "it had not been finished; filed anew",
    ("retracting", "gone"): "it had not been finished; filed anew",
    ("retracting", "was_finished"): "filed: it had been finished",
    ("refused", "again"): "tried again by hand",
    ("queued", "dropped"): "dropped: it will not be filed",
    ("refused", "dropped"): "dropped: it will not be filed",
}


_OTHERS: Final = {
    "stuck": "a person has to look",
    "retry": "tried again by hand",
    "held": "held",
    "released": "held no more",
    "erased": "content erased: its preservation was over",
}


def moment(stored: int) -> str:
    """Return a moment to the second, in UTC."""
    return from_microseconds(stored).strftime("%Y-%m-%dT%H:%M:%SZ")
