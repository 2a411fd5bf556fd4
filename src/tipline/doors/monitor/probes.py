"""Health and readiness: does the process answer, is the store readable, does the writer answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

HEALTH: Final = "/healthz"
READINESS: Final = "/readyz"

PATIENCE_SECONDS: Final = 2.0
"""A part that takes longer does not work."""

_FRESH_SECONDS: Final = 1.0

Check = Callable[[], Awaitable[object]]


class Probes:
    """Answers from checks by the name of the part; asked together they are tried once a second."""

    def __init__(self, checks: Mapping[str, Check], patience: float = PATIENCE_SECONDS) -> None:
        self._checks = dict(checks)
        self._patience = patience
        self._asking: asyncio.Task[list[str]] | None = None
        self._asked_at = 0.0

    async def missing(self) -> list[str]:
        """Return the parts that do not work, in order; none if this process can take reports."""
        now = asyncio.get_running_loop().time()
        if self._asking is None or (
            self._asking.done() and now - self._asked_at >= _FRESH_SECONDS
        ):
            self._asked_at = now
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> list[str]:
        found = await asyncio.gather(*(self._works(check) for check in self._checks.values()))
        return [name for name, works in zip(self._checks, found, strict=True) if not works]

    async def _works(self, check: Check) -> bool:
        try:
            await asyncio.wait_for(check(), self._patience)
        except Exception:  # noqa: BLE001 - whatever it is, the part does not work
            return False
        return True
