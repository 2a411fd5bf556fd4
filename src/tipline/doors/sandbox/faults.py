"""The faults that a sandbox can provoke, as a table, and the rules that say when.

What each does to a request is in `gate`, what it answers in `provoked`.
"""

from typing import Final, NamedTuple

import msgspec

from tipline.doors.sandbox.calls import ANY, CALLS

LONGEST_SECONDS: Final = 600
"""Longest delay, and how long a hang lasts at most."""
MOST_TIMES: Final = 1_000_000
MOST_RULES: Final = 100


class Fault(NamedTuple):
    """A kind of fault; `acts` says whether the door does its work, `cuts` whether it hangs up.

    `seconds` is how long it lasts, or is told to wait, if a rule does not say.
    """

    title: str
    says: str
    acts: bool
    cuts: bool = False
    seconds: float | None = None


FAULTS: Final[dict[str, Fault]] = {
    "answer": Fault(
        "Answer with a code",
        "The door does nothing; the answer has this response code and HTTP status.",
        acts=False,
    ),
    "too_many": Fault(
        "Too many requests",
        "The door does nothing; 429, with Retry-After in seconds.",
        acts=False,
        seconds=2,
    ),
    "delay": Fault(
        "Delay", "Some seconds pass, then the door does its work.", acts=True, seconds=3
    ),
    "hang": Fault(
        "Hang before",
        "The door does nothing and nothing is answered, until the client leaves.",
        acts=False,
        seconds=LONGEST_SECONDS,
    ),
    "hang_after": Fault(
        "Hang after",
        "The door does its work, then nothing is answered, until the client leaves.",
        acts=True,
        seconds=LONGEST_SECONDS,
    ),
    "cut_before": Fault(
        "Cut before",
        "The connection is cut before the door does anything.",
        acts=False,
        cuts=True,
    ),
    "cut_after": Fault(
        "Lost answer",
        "The door does its work, then the connection is cut without a byte of the answer.",
        acts=True,
        cuts=True,
    ),
    "truncate": Fault(
        "Half an answer",
        "The door does its work, then the connection is cut in the middle of the answer.",
        acts=True,
        cuts=True,
    ),
    "garbage": Fault(
        "Another page",
        "The door does nothing; 200 with a web page, as the log-in page of a network gives.",
        acts=False,
    ),
}
"""By name."""


class Code(NamedTuple):
    """A response code: its title, the HTTP status it has here, and its name in JSON.

    Source: CyberTipline API reference, section 1.3; statuses as the provider door gives them.
    """

    title: str
    status: int
    error: str


CODES: Final[dict[int, Code]] = {
    1000: Code("Server error", 500, "tipline_error"),
    1100: Code("Save failed", 500, "tipline_error"),
    1210: Code("Resource not found", 404, "path_unknown"),
    1300: Code("Update failed", 500, "tipline_error"),
    2000: Code("Authentication required", 401, "credentials_refused"),
    3000: Code("Not authorised for this action", 403, "request_refused"),
    3100: Code("Not authorised to make submissions", 403, "request_refused"),
    4000: Code("Invalid request", 400, "request_invalid"),
    4100: Code("Validation failed", 400, "document_invalid"),
    4110: Code("Malformed document", 400, "document_unreadable"),
    5001: Code("Report does not exist (not found)", 404, "report_unknown"),
    5101: Code("Report already retracted", 409, "report_retracted"),
    5102: Code("Report already finished", 409, "report_finished"),
}
"""Every code of the reference that concerns a service without files."""

_LEAST_STATUS: Final = 200
_HIGHEST_STATUS: Final = 599


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault that somebody asks for; `times` None means until it is cleared."""

    fault: str
    call: str = ANY
    times: int | None = 1
    code: int | None = None
    status: int | None = None
    seconds: float | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A fault in force: for which call, how many times more, and how many times it was provoked.

    `times` is None if it stays until it is cleared.
    """

    id: int
    fault: str
    call: str
    times: int | None
    used: int = 0
    code: int | None = None
    status: int | None = None
    seconds: float = 0.0

    @property
    def title(self) -> str:
        """The fault in words, with its code."""
        title = FAULTS[self.fault].title
        return title if self.code is None else f"Answer {self.code}, HTTP {self.status}"


def check_wish(wish: Wish, *, can_cut: bool) -> list[str]:
    """Return everything that is wrong with a wish, in sentences; `can_cut`: by this server."""
    fault = FAULTS.get(wish.fault)
    if fault is None:
        return [f"There is no such fault. Choose one of: {', '.join(FAULTS)}."]
    is_answer = wish.fault == "answer"
    found = [
        (wish.call not in {ANY, *CALLS}, f"call must be one of: {', '.join((ANY, *CALLS))}."),
        (
            wish.times is not None and not 0 < wish.times <= MOST_TIMES,
            f"times must be 1 to {MOST_TIMES}, or null: until it is cleared.",
        ),
        (
            is_answer and wish.code not in CODES,
            f"code must be one of: {', '.join(map(str, CODES))}.",
        ),
        (
            wish.status is not None and not _LEAST_STATUS <= wish.status <= _HIGHEST_STATUS,
            f"status must be {_LEAST_STATUS} to {_HIGHEST_STATUS}.",
        ),
        (
            not is_answer and (wish.code, wish.status) != (None, None),
            "Only the fault answer has a code and a status.",
        ),
        (
            wish.seconds is not None and not 0 < wish.seconds <= LONGEST_SECONDS,
            f"seconds must be more than 0 and at most {LONGEST_SECONDS}.",
        ),
        (
            wish.seconds is not None and fault.seconds is None,
            "This fault has no seconds.",
        ),
        (fault.cuts and not can_cut, "This server cannot cut connections; `tipline sandbox` can."),
    ]
    return [sentence for is_wrong, sentence in found if is_wrong]


class Rules:
    """The faults in force, the oldest first; at most `MOST_RULES`."""

    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}
        self._next = 1

    def add(self, wish: Wish) -> Rule | None:
        """Put a checked wish in force; None if there are too many already."""
        if len(self._rules) >= MOST_RULES:
            return None
        code = None if wish.code is None else CODES[wish.code]
        rule = Rule(
            id=self._next,
            fault=wish.fault,
            call=wish.call,
            times=wish.times,
            code=wish.code,
            status=wish.status if code is None else wish.status or code.status,
            seconds=float(wish.seconds or FAULTS[wish.fault].seconds or 0),
        )
        self._next += 1
        self._rules[rule.id] = rule
        return rule

    def take(self, call: str) -> Rule | None:
        """Return the first rule for a call and count it; one that is used up is gone."""
        for rule in self._rules.values():
            if rule.call not in {ANY, call}:
                continue
            left = None if rule.times is None else rule.times - 1
            if left == 0:
                del self._rules[rule.id]
            else:
                self._rules[rule.id] = msgspec.structs.replace(
                    rule, times=left, used=rule.used + 1
                )
            return rule
        return None

    def in_force(self) -> list[Rule]:
        """Return all rules, the oldest first."""
        return list(self._rules.values())

    def clear(self, id_: int | None = None) -> None:
        """End one rule, or all of them."""
        if id_ is None:
            self._rules.clear()
        else:
            self._rules.pop(id_, None)
