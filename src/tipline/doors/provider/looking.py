"""Looks into the store from the event loop: on one thread, for everybody who waits at once.

A look begins after it was asked for, so it sees every change that was answered before.
"""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Final, TypeVar, cast

import structlog

from tipline.domain.errors import StoreUnavailableError

T = TypeVar("T")

_log: Final = structlog.get_logger(__name__)

_Question = tuple[Callable[..., Any], tuple[Hashable, ...]]
_Waiting = dict[_Question, asyncio.Future[Any]]


class Looker:
    """Asks the reader, which blocks; equal questions that wait together are asked once."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "provider-door-looks")
        self._waiting: _Waiting = {}
        self._looking: asyncio.Task[None] | None = None

    async def ask(self, question: Callable[..., T], *values: Hashable) -> T:
        """Return the reader's answer to one of its questions.

        Raises:
            StoreUnavailableError: the store cannot be read now.
        """
        asked: _Question = (question, values)
        answer = self._waiting.get(asked)
        if answer is None:
            answer = self._waiting[asked] = asyncio.get_running_loop().create_future()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        return cast("T", await asyncio.shield(answer))

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False)

    async def _look(self) -> None:
        """Answer all who wait, and those who come meanwhile."""
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            for future, found in zip(
                waiting.values(), await self._answers([*waiting]), strict=True
            ):
                if isinstance(found, StoreUnavailableError):
                    future.set_exception(found)
                    future.exception()  # it may be that nobody waits any more
                else:
                    future.set_result(found)
        self._looking = None

    async def _answers(self, questions: list[_Question]) -> list[Any]:
        loop, run = asyncio.get_running_loop(), copy_context().run
        try:
            return await loop.run_in_executor(self._thread, run, _answers, questions)
        except RuntimeError:  # the thread has ended
            return [StoreUnavailableError() for _ in questions]


def _answers(questions: list[_Question]) -> list[Any]:
    """Return an answer to each question, or why there is none."""
    found: list[Any] = []
    for question, values in questions:
        try:
            found.append(question(*values))
        except Exception as error:  # noqa: BLE001 - whatever a database can raise; its text stays
            _log.warning("store_not_readable", error=type(error).__name__)
            found.append(StoreUnavailableError(type(error).__name__))
    return found
