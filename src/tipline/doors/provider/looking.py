"""Looks into the store from the event loop: on one thread, for everybody who waits at once.

A look begins after it was asked for, so it sees every change that was answered before.
"""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, NamedTuple, TypeVar, cast

from tipline.domain.errors import StoreUnavailableError

T = TypeVar("T")

_Question = tuple[Callable[..., Any], tuple[Hashable, ...]]
_Waiting = dict[_Question, asyncio.Future[Any]]


class _Failure(NamedTuple):
    """Why a question has no answer: the store is unavailable, or a fault of ours."""

    error: Exception


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

        Any other error of the reader is a fault of ours and is raised as it is.
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
                if isinstance(found, _Failure):
                    future.set_exception(found.error)
                    future.exception()  # it may be that nobody waits any more
                else:
                    future.set_result(found)
        self._looking = None

    async def _answers(self, questions: list[_Question]) -> list[Any]:
        loop, run = asyncio.get_running_loop(), copy_context().run
        try:
            return await loop.run_in_executor(self._thread, run, _answers, questions)
        except RuntimeError:  # the thread has ended
            return [_Failure(StoreUnavailableError()) for _ in questions]


def _answers(questions: list[_Question]) -> list[Any]:
    """Return an answer to each question, or why there is none."""
    found: list[Any] = []
    for question, values in questions:
        try:
            found.append(question(*values))
        except Exception as error:  # noqa: BLE001 - whoever asked gets it, and the others go on
            found.append(_Failure(error))
    return found
