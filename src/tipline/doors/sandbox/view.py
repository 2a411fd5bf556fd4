"""What the sandbox's page shows, in words: made of what is remembered, and of opened seals."""

import shlex
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from tipline.domain.completeness import State as FactState
from tipline.domain.completeness.reasons import REASONS
from tipline.domain.lifecycle import state_at
from tipline.domain.moments import from_microseconds, to_microseconds
from tipline.doors.provider.api.shapes import FactGroup, fact_groups
from tipline.doors.sandbox.calls import ANY, CALLS
from tipline.doors.sandbox.exchanges import Exchange
from tipline.doors.sandbox.faults import CODES, FAULTS, LONGEST_SECONDS
from tipline.doors.sandbox.state import SandboxState

_UNAVAILABLE: Final = 503
_FAILED: Final = 400


class Connection(NamedTuple):
    """How a client reaches this sandbox, and commands to copy."""

    xml: str
    json: str
    username: str
    password: str
    commands: tuple[tuple[str, str], ...]


class Choice(NamedTuple):
    """A fault as the form offers it."""

    value: str
    title: str


class ExchangeView(NamedTuple):
    """An exchange as the page shows it."""

    exchange: Exchange
    outcome: str
    kind: str
    fault: str
    present: str


class ReportFacts(NamedTuple):
    """What a report says, for the developer who sent it."""

    number: int
    state: str
    received_at: datetime
    supplement_to: int | None
    supplements: list[int]
    groups: tuple[FactGroup, ...]
    facts: str


def frame(state: SandboxState, host: str) -> dict[str, Any]:
    """Return what every page has: how to connect, the time, and how completeness is counted."""
    return {
        "connection": connection(state, f"http://{host}"),
        "now": state.parts.clock.now(),
        "ahead": _span(state.parts.clock.ahead.total_seconds()),
        "present_of": present_of,
        "titles": {name: reason.title for name, reason in REASONS.items()},
    }


def overview(state: SandboxState) -> dict[str, Any]:
    """Return what only the first page has."""
    return {
        "total": state.exchanges.total,
        "kept_reports": state.parts.reader.count(),
        "rules": state.rules.in_force(),
        "choices": choices(),
        "faults": FAULTS,
        "calls": {ANY: "any call", **CALLS},
        "longest_seconds": LONGEST_SECONDS,
    }


def connection(state: SandboxState, address: str) -> Connection:
    """Return how to reach this sandbox at an address."""
    who = state.parts.credentials
    xml = f"{address}/ispws"
    pair = shlex.quote(f"{who.username}:{who.password}")
    commands = (
        ("See that it answers", f"curl -u {pair} {xml}/status"),
        (
            "Open a report",
            (
                f"curl -u {pair} -H 'Content-Type: text/xml; charset=utf-8' \\\n"
                f"     --data-binary @examples/typical.xml {xml}/submit"
            ),
        ),
        (
            "Or file it with Tipline, and see the receipt",
            (
                f"export TIPLINE_FILING_USERNAME={shlex.quote(who.username)}\n"
                f"export TIPLINE_FILING_PASSWORD={shlex.quote(who.password)}\n"
                f"tipline file examples/typical.xml --to {xml} --wait"
            ),
        ),
    )
    return Connection(xml, f"{address}/api/v1", who.username, who.password, commands)


def choices() -> list[Choice]:
    """Return the faults to choose from, each response code on its own."""
    coded = [
        Choice(f"answer:{code}:{status}", f"Answer {code}, HTTP {status}: {one.title}")
        for code, one in CODES.items()
        for status in ((one.status, _UNAVAILABLE) if code == 1000 else (one.status,))  # noqa: PLR2004 - the code for all faults
    ]
    others = [Choice(name, fault.title) for name, fault in FAULTS.items() if name != "answer"]
    return others + coded


def exchange_views(state: SandboxState, limit: int) -> list[ExchangeView]:
    """Return exchanges as they are shown, the newest first."""
    return [_view(one) for one in state.exchanges.kept()[: -limit - 1 : -1]]


def present_of(completeness: Mapping[str, FactState]) -> str:
    """Return how many groups of facts are there, in words."""
    present = sum(state is FactState.PRESENT for state in completeness.values())
    partly = sum(state is FactState.PARTLY for state in completeness.values())
    more = f", {partly} partly" if partly else ""
    return f"{present} of {len(completeness)} groups of facts{more}"


def facts_of(state: SandboxState, number: int) -> ReportFacts | None:
    """Return what a report says; None if there is none of this number."""
    reader = state.parts.reader
    row, sealed = reader.report(number), reader.sealed(number)
    if row is None or sealed is None:
        return None
    body = state.parts.opener.open(number, sealed).body
    now = to_microseconds(state.parts.clock.now())
    return ReportFacts(
        number=number,
        state=state_at(row.state, row.opened_at, now).name.lower(),
        received_at=from_microseconds(row.opened_at),
        supplement_to=row.supplements,
        supplements=reader.supplements(number),
        groups=fact_groups(row.facts),
        facts=msgspec.json.format(body, indent=2).decode(),
    )


def _view(exchange: Exchange) -> ExchangeView:
    fault = "" if exchange.fault is None else FAULTS[exchange.fault].title
    present = present_of(exchange.completeness) if exchange.completeness else ""
    if exchange.status is None:
        done = "the door had done it" if exchange.done else "nothing was done"
        return ExchangeView(exchange, f"No answer; {done}", "lost", fault, present)
    code = "" if exchange.code is None else f", code {exchange.code}"
    kind = "bad" if exchange.status >= _FAILED or fault else "good"
    return ExchangeView(exchange, f"HTTP {exchange.status}{code}", kind, fault, present)


def _span(seconds: float) -> str:
    """Return a length of time in days, hours, minutes and seconds; empty if there is none."""
    left, parts = round(seconds), list[str]()
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'s' if count != 1 else ''}")
    return ", ".join(parts)
