"""The sandbox, wired up: the parts of a hotline's provider door, all of them in memory."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.bootstrap.surroundings import system_clock, system_randomness
from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import AddProvider, Done, ExpireReports, ForgetKeys, Request
from tipline.services.admit_provider import Credentials, secret_of

# Types only: a process should load what it uses.
if TYPE_CHECKING:
    from tipline.ports.linking import LinkReader
    from tipline.ports.sealing import BlindIndex, Opener, Sealer
    from tipline.ports.secrets import Randomness
    from tipline.ports.stores import AwaitableWriter
    from tipline.stores.memory import ForwardClock, MemoryReader, MemoryStore

_ACTOR = "service:sandbox"
_AT_ONCE = 500
_OFFSET_BYTES = 3
_SPAN = 1_000


@dataclass(frozen=True, kw_only=True)
class SandboxParts:
    """What a sandbox is made of. Its keys are as old as the process and end with it.

    Unlike the doors of a hotline it can open what it sealed: it shows what arrived.
    """

    credentials: Credentials
    clock: "ForwardClock"
    store: "MemoryStore"
    reader: "MemoryReader"
    links: "LinkReader"
    writer: "AwaitableWriter"
    sealer: "Sealer"
    opener: "Opener"
    index: "BlindIndex"
    randomness: "Randomness"

    def forward(self, span: timedelta) -> None:
        """Let time pass: what was left open too long expires, old keys are forgotten."""
        self.clock.forward(span)
        while self._apply(ExpireReports(limit=_AT_ONCE)):
            pass
        self._apply(ForgetKeys())

    def reset(self) -> None:
        """Forget all reports and keys, and set the clock right."""
        self.store.forget_all()
        self.clock.set_right()

    def _apply(self, operation: ExpireReports | ForgetKeys) -> int:
        request = Request(operation=operation, actor=_ACTOR)
        result = self.store.apply(request, self.clock.now())
        return result.number if isinstance(result, Done) else 0


def open_sandbox(
    username: str, password: str, *, randomness: "Randomness | None" = None
) -> SandboxParts:
    """Return a new sandbox that one provider may file in, as a test.

    Its numbers begin anywhere: an outbox that has a report open in an earlier sandbox must not
    find somebody else's report under that number.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
    )

    from tipline.gateways.blind_index import KEY_BYTES, HmacBlindIndex  # noqa: PLC0415
    from tipline.gateways.sealing import HpkeOpener, HpkeSealer  # noqa: PLC0415
    from tipline.stores import memory  # noqa: PLC0415

    private = X25519PrivateKey.generate()
    randomness = system_randomness() if randomness is None else randomness
    offset = int.from_bytes(randomness.random_bytes(_OFFSET_BYTES)) * _SPAN
    clock = memory.ForwardClock(system_clock())
    store = memory.MemoryStore(first=memory.FIRST_NUMBER + offset)
    admitted = AddProvider(
        name="Sandbox", username=username, secret=secret_of(password), is_test=True
    )
    result = store.apply(Request(operation=admitted, actor=_ACTOR), clock.now())
    if not isinstance(result, Done):
        raise StoreUnavailableError
    return SandboxParts(
        credentials=Credentials(username=username, password=password),
        clock=clock,
        store=store,
        reader=memory.MemoryReader(store),
        links=memory.MemoryLinkReader(store),
        writer=memory.MemoryWriter(store, clock),
        sealer=HpkeSealer(private.public_key()),
        opener=HpkeOpener(private),
        index=HmacBlindIndex(randomness.random_bytes(KEY_BYTES)),
        randomness=randomness,
    )


def log_for_people() -> None:
    """Write what goes wrong to standard error: places and words of a list, nothing that came."""
    from tipline.gateways.logs import set_up_logs  # noqa: PLC0415

    set_up_logs(as_json=False)
