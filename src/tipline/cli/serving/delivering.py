"""`tipline outbox run --hotline`: delivers what the hotline in a folder has released."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

import click

from tipline import bootstrap
from tipline.cli.columns import counted
from tipline.config import read_settings
from tipline.domain.directory.agency import Channel
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.referrals.states import DeliveryStep
from tipline.ports.referrals.delivery import Trouble
from tipline.services.referrals.deliver_referrals import Carried, Carrier, deliver_referrals

_LOOK_SECONDS: Final = 5.0


class Rest(Protocol):
    """A pause that ends when somebody wants the work to end."""

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; tell whether to end."""
        ...


_ENDS: Final = {
    DeliveryStep.SENT: "delivered",
    DeliveryStep.LATER: "not delivered now; tried again later",
    DeliveryStep.UNSURE: "nobody knows; it is looked for later, before it is sent again",
    DeliveryStep.UNKNOWN: "nobody knows; ask the agency, then say at the desk whether it arrived",
    DeliveryStep.FAILED: "not delivered; see at the desk what to do",
}
_TROUBLES: Final = {
    Trouble.NO_CONNECTION: "no connection",
    Trouble.TIMED_OUT: "no answer in time",
    Trouble.BROKE_OFF: "the connection ended before the answer",
    Trouble.NOT_TRUSTED: "the recipient's certificate or host key is not the one expected",
    Trouble.LOG_IN: "our credential was refused, or its file in the key folder cannot be used",
    Trouble.REFUSED: "refused",
    Trouble.NOT_NOW: "not taken now",
    Trouble.BAD_ADDRESS: "the agency's address is none for this channel",
    Trouble.NOT_THERE: "it is not there",
    Trouble.CANNOT_LOOK: "the recipient does not tell what is there",
    Trouble.INTERRUPTED: "delivering was interrupted",
    Trouble.NO_PACKAGE: "its package could not be read from the store",
}


def deliver_for(
    data: Path | None, until_asked: Callable[[], AbstractContextManager[Rest]] | None
) -> bool:
    """Deliver until asked to end; without that what is due now, and tell whether all arrived.

    Raises:
        StoreUnavailableError: the store cannot be changed now, and only one round was asked for.
    """
    settings = read_settings(data, os.environ)
    hotline = bootstrap.open_hotline(settings)
    carrier = bootstrap.carrier(hotline, hotline.writer())
    _say_without(carrier)
    if until_asked is None:
        return _drain(carrier)
    click.echo(
        "Delivering referrals. Ctrl-C ends it; what is under way is settled first.", err=True
    )
    with until_asked() as rest:
        while True:
            try:
                found = deliver_referrals(carrier)
            except StoreUnavailableError:
                click.echo("The store cannot be changed now; trying again.", err=True)
                found = []
            _tell(found)
            if rest.wait(0 if found else _LOOK_SECONDS):
                return True


def _drain(carrier: Carrier) -> bool:
    """Deliver what is due now, each once."""
    count = delivered = 0
    while found := deliver_referrals(carrier):
        _tell(found)
        count += len(found)
        delivered += sum(one.step is DeliveryStep.SENT for one in found)
    if not count:
        click.echo("Nothing is due.")
    return delivered == count


def _say_without(carrier: Carrier) -> None:
    """Say which deliveries this process has no way to make, and what would help."""
    waiting = carrier.reader.waiting().get(Channel.EMAIL, 0)
    if waiting and Channel.EMAIL not in carrier.gateways:
        wait = counted(waiting, "referral waits", "referrals wait")
        click.echo(
            f"{wait} for a mail server: set smtp_host and mail_from (docs/reference/settings.md).",
            err=True,
        )


def _tell(found: list[Carried]) -> None:
    for one in found:
        trouble = _TROUBLES.get(one.trouble)
        reason = f" ({trouble})" if trouble else ""
        where = f"Referral {one.referral}, version {one.version}"
        click.echo(f"{where}: {_ENDS[one.step]}{reason}")
