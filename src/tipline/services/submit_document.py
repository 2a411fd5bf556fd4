"""Takes a document from a provider: checks it once, seals it once, writes it once.

What is wrong with it is said all at once; nothing of a refused document is stored.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import msgspec

from tipline.codecs.documents import MOST_PROBLEMS, InvalidDocumentError, not_listed
from tipline.domain.checks import check_report
from tipline.domain.lifecycle import State
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.ports.clock import Clock
from tipline.ports.operations import (
    AddSupplement,
    AnyResult,
    KeyUse,
    Request,
    StoredReport,
    SubmitReport,
)
from tipline.ports.sealing import BlindIndex, Sealer
from tipline.ports.stores import AwaitableWriter, ProviderRow
from tipline.services.check_document import check_document
from tipline.services.number_pool import NumberPool
from tipline.services.prepare_report import Arrival, prepare_report
from tipline.services.read_document import CODECS, Format

T = TypeVar("T")

_LARGE: Final = 8_192
"""Bytes from which a document is worked on in a thread, so that small ones need not wait."""

_NOT_ASKED_AGAIN: Final = frozenset(
    {"type_missing", "time_missing", "reporter_email_missing", "incident_email_unowned"}
)
"""What the report has said and a supplement to it need not repeat."""

_PUBLIC: Final = Problem(
    path="/public",
    code="public_refused",
    message="The answers of a public reporter come through the public form, never from a service.",
)
_NOTHING_STATED: Final = Problem(
    path="", code="nothing_stated", message="A supplement adds at least one fact."
)


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """How a document came: in which format, from whom, to begin in which state.

    `supplements` is the number of the report it adds to; `key` makes it safe to send again.
    """

    format: Format
    provider: ProviderRow
    state: State
    supplements: int | None = None
    key: KeyUse | None = None


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it; `facts` says which groups of facts are there, as in `StoredReport`."""

    result: AnyResult
    facts: int


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What it takes to take documents."""

    writer: AwaitableWriter
    numbers: NumberPool
    sealer: Sealer
    index: BlindIndex
    clock: Clock


async def submit_document(data: bytes, filing: Filing, intake: Intake) -> Filed:
    """Store the report in a document, and return what came of it once that is on disk.

    Raises:
        DocumentError: it cannot be taken; the error has all problems.
        StoreUnavailableError: it was not stored, as far as is known.
    """
    large = len(data) >= _LARGE
    report = await _run(partial(_checked, data, filing, intake.clock.now()), apart=large)
    number = await intake.numbers.take()
    stored = await _run(partial(_prepared, report, number, filing, intake), apart=large)
    actor = f"provider:{filing.provider.id}"
    request = Request(operation=_operation(stored, filing), actor=actor, key=filing.key)
    return Filed(result=await intake.writer.write(request), facts=stored.facts)


async def _run(work: Callable[[], T], *, apart: bool) -> T:
    """Return what some work gives, done in a thread if others would have to wait for it."""
    return await asyncio.to_thread(work) if apart else work()


def _prepared(report: Report, number: int, filing: Filing, intake: Intake) -> StoredReport:
    arrival = Arrival(
        number=number,
        door=filing.format.value,
        provider=filing.provider.id,
        is_test=filing.provider.is_test,
        state=filing.state,
    )
    return prepare_report(report, arrival, intake.sealer, intake.index)


def _operation(stored: StoredReport, filing: Filing) -> SubmitReport | AddSupplement:
    if filing.supplements is None:
        return SubmitReport(report=stored)
    return AddSupplement(to=filing.supplements, provider=filing.provider.id, report=stored)


def _checked(data: bytes, filing: Filing, now: datetime) -> Report:
    """Return the report in a document that is good: one pass, and a slower one to say why not."""
    codec = CODECS[filing.format]
    try:
        report = codec.decode_report(data)
    except InvalidDocumentError:
        problems = check_document(data, now).problems
        raise InvalidDocumentError(_asked_for(filing, problems)) from None
    problems = _asked_for(filing, _content_problems(report, filing, now))
    if problems:
        examined = codec.examine_report(data)
        placed = sorted(map(examined.locate, problems[:MOST_PROBLEMS]), key=_standing)
        if len(problems) > MOST_PROBLEMS:
            placed.append(not_listed("", len(problems) - MOST_PROBLEMS))
        raise InvalidDocumentError(placed)
    return report


def _content_problems(report: Report, filing: Filing, now: datetime) -> list[Problem]:
    """Return what is wrong with what a report says, and what a provider's may not say at all."""
    if report.public is not None:
        # Without them the rules for providers apply, so that all problems are named at once.
        return [_PUBLIC, *check_report(msgspec.structs.replace(report, public=None), now)]
    if filing.supplements is not None and report == Report():
        return [_NOTHING_STATED]
    return check_report(report, now)


def _asked_for(filing: Filing, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems, for a supplement without those of whole reports."""
    omitted = frozenset[str]() if filing.supplements is None else _NOT_ASKED_AGAIN
    return tuple(problem for problem in problems if problem.code not in omitted)


def _standing(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0
