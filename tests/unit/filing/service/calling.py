"""One call to one answer, with both clients; what comes of it must be the same."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from tests.unit.filing.making import CREDENTIALS, ENDPOINT
from tipline.filing.errors import FilingError
from tipline.filing.service.async_client import AsyncClient
from tipline.filing.service.calls import Call
from tipline.filing.service.client import Client

ID = 17
ARGUMENTS: dict[Call, tuple[Any, ...]] = {
    Call.STATUS: (),
    Call.XSD: (),
    Call.SUBMIT: (b"<report/>",),
    Call.FINISH: (ID,),
    Call.RETRACT: (ID,),
}
Answering = Callable[[httpx.Request], httpx.Response]
Outcome = object
"""A result, or the error that was raised."""


def ask(call: Call, answering: Answering) -> Outcome:
    """Return what comes of a call, which is the same for both clients."""
    transport = httpx.MockTransport(answering)
    with Client(ENDPOINT, CREDENTIALS, transport=transport) as client:
        waited = _caught(lambda: getattr(client, call)(*ARGUMENTS[call]))
    awaited = _caught(lambda: asyncio.run(_ask(call, transport)))
    assert _facts(waited) == _facts(awaited)
    return waited


def fails(call: Call, answering: Answering) -> FilingError:
    """Return the error of a call that does not succeed."""
    outcome = ask(call, answering)
    assert isinstance(outcome, FilingError), outcome
    return outcome


async def _ask(call: Call, transport: httpx.MockTransport) -> Outcome:
    async with AsyncClient(ENDPOINT, CREDENTIALS, transport=transport) as client:
        result: Outcome = await getattr(client, call)(*ARGUMENTS[call])
        return result


def _caught(do: Callable[[], Outcome]) -> Outcome:
    try:
        return do()
    except FilingError as error:
        return error


def _facts(outcome: Outcome) -> Outcome:
    if isinstance(outcome, FilingError):
        return type(outcome), str(outcome), vars(outcome)
    return outcome
