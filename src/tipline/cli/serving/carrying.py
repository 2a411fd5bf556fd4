"""The thread of the post that delivers referrals: looks every few seconds, until asked to stop."""

import threading
from typing import Final

import structlog

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.referrals.states import DeliveryStep
from tipline.services.referrals.deliver_referrals import (
    SIDE_BY_SIDE,
    Carried,
    Carrier,
    deliver_referrals,
)

_log: Final = structlog.get_logger(__name__)
_LOOK_SECONDS: Final = 5.0
_EVENTS: Final = {
    DeliveryStep.SENT: ("info", "referral_sent"),
    DeliveryStep.LATER: ("warning", "referral_not_sent"),
    DeliveryStep.UNSURE: ("warning", "referral_unsure"),
    DeliveryStep.UNKNOWN: ("error", "referral_unknown"),
    DeliveryStep.FAILED: ("error", "referral_failed"),
}


class Carrying:
    """Delivers what is due on one thread of its own, which has the database open."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._stopping = threading.Event()
        # A daemon: a recipient that never answers must not keep this process from ending.
        self._thread = threading.Thread(target=self._carry_on, daemon=True, name="carrying")

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self, patience: float) -> None:
        """Take nothing more, and wait some seconds for what is under way to be settled.

        What is not settled then is looked for, or asked for by a person, after the next start.
        """
        self._stopping.set()
        self._thread.join(patience)

    def _carry_on(self) -> None:
        while not self._stopping.is_set():
            if not self._is_more_to_do():
                self._stopping.wait(_LOOK_SECONDS)

    def _is_more_to_do(self) -> bool:
        """Deliver once; tell whether there may be more at once."""
        try:
            found = deliver_referrals(self._carrier)
        except StoreUnavailableError:
            return False  # the writer is being started again; it is written down later
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("process_failed", exc_info=error, child="post")
            return False
        _tell(found)
        return len(found) == SIDE_BY_SIDE


def _tell(found: list[Carried]) -> None:
    """Log what was done, by how it ended; never which referral or agency it was."""
    for step, (level, event) in _EVENTS.items():
        count = sum(one.step is step for one in found)
        if count:
            getattr(_log, level)(event, count=count)
