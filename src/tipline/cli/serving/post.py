"""The process that sends what must leave: alerts, and on a thread of its own referrals."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog

from tipline import bootstrap
from tipline.cli.serving.carrying import Carrying
from tipline.domain.errors import StoreUnavailableError
from tipline.ports.outgoing import Delivery, MailGateway
from tipline.services.deliver_outbox import ALERTS_APART, Delivered, Post, deliver_outbox

_log: Final = structlog.get_logger(__name__)
_LOOK_SECONDS: Final = 2.0
_PATIENCE_SECONDS: Final = 1.5
"""How long deliveries under way may take to be settled; less than a process gets to end in."""

_EVENTS: Final = {
    Delivery.TAKEN: ("info", "alert_sent"),
    Delivery.LATER: ("warning", "alert_not_sent"),
    Delivery.UNKNOWN: ("warning", "alert_not_sent"),
    Delivery.REFUSED: ("error", "alert_refused"),
}


async def keep_posting(
    hotline: bootstrap.Hotline, stop: asyncio.Event, announce: Callable[[], None]
) -> None:
    """Deliver what is due until asked to stop; without a mail server no alerts and no e-mail."""
    mail = bootstrap.mail_gateway(hotline.settings, hotline.clock)
    carrying = Carrying(bootstrap.carrier(hotline, bootstrap.writer_process(hotline)))
    announce()
    carrying.start()
    await _keep_alerting(hotline, mail, stop)
    await asyncio.to_thread(carrying.stop, _PATIENCE_SECONDS)


async def _keep_alerting(
    hotline: bootstrap.Hotline, mail: MailGateway | None, stop: asyncio.Event
) -> None:
    """Send alerts until asked to stop.

    A mail that is under way then is left alone: if it was not settled, it is sent again after the
    next start.
    """
    if mail is None:
        await stop.wait()
        return
    post = hotline.post(mail)
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        round_ = asyncio.get_running_loop().create_future()
        # A daemon: a server that never answers must not keep this process from ending.
        threading.Thread(target=_round, args=(post, round_), daemon=True).start()
        await asyncio.wait((round_, stopping), return_when=asyncio.FIRST_COMPLETED)
        if round_.done():
            await asyncio.wait((stopping,), timeout=_pause_after(round_.result()))


def _round(post: Post, done: "asyncio.Future[Delivered | None]") -> None:
    """Deliver once in this thread, and tell the loop."""
    found: Delivered | None
    try:
        found = deliver_outbox(post)
    except StoreUnavailableError:
        found = None  # the writer is being started again; what was taken is taken again later
    except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
        _log.error("process_failed", exc_info=error, child="post")
        found = None
    with suppress(RuntimeError):  # the loop has ended meanwhile
        done.get_loop().call_soon_threadsafe(_settle, done, found)


def _settle(done: "asyncio.Future[Delivered | None]", found: Delivered | None) -> None:
    if not done.done():
        done.set_result(found)


def _pause_after(found: Delivered | None) -> float:
    """Return how many seconds to wait, and log what was done."""
    if found is None or found.delivery is None:
        return _LOOK_SECONDS
    level, event = _EVENTS[found.delivery]
    getattr(_log, level)(event, count=found.items)
    if found.delivery is Delivery.TAKEN:
        return ALERTS_APART.total_seconds()
    return _LOOK_SECONDS
