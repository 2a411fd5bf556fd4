"""SQLite's log is moved into the database beside the writer, and begins anew under load."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

import pytest

from tests.contracts.making import add_provider, apply, report
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.writer.checkpoints import Checkpoints

pytestmark = pytest.mark.usefixtures("store")


T = TypeVar("T")


def pages_of_log() -> int:
    (row,) = queries.raw_connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return int(row[1])


def test_the_log_does_not_grow_with_the_reports() -> None:
    provider = add_provider()
    on_sqlite = queries.database().vendor == "sqlite"

    async def write() -> int:
        loop, context = asyncio.get_running_loop(), copy_context()
        checkpoints = Checkpoints(operations=10)
        with ThreadPoolExecutor(1) as thread:

            def run(work: Callable[[], T]) -> "asyncio.Future[T]":
                return loop.run_in_executor(thread, context.run, work)

            for number in range(1, 301):
                submission = ops.SubmitReport(report=report(number, provider, f"name {number}"))
                await run(partial(apply, submission))
                await checkpoints.after_batch(1, run)
            await checkpoints.close()
            pages = await run(pages_of_log) if on_sqlite else 0
            await run(lambda: queries.database().close())
        return pages

    # Without checkpoints there would be several pages for each of 300 commits.
    assert asyncio.run(write()) < 300
