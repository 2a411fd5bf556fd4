"""Sends the alerts that wait in the outbox: one neutral mail for all that are due.

The intent is stored before the act: items are taken, then the mail is sent, then it is written
down how that ended. Whoever is killed between leaves items that are taken again after a while, so
an alert can come twice and is never lost: at least once.
"""

from datetime import timedelta
from typing import Final

import msgspec

from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.outbox import GIVE_UP_AFTER, OutboxEnd, backoff
from tipline.ports.clock import Clock
from tipline.ports.operations import Request, SettleOutbox, TakenItems, TakeOutbox, Taking
from tipline.ports.outgoing import Delivery, Mail, MailGateway
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Writer

ACTOR: Final = "service:post"
ALERTS_APART: Final = timedelta(minutes=1)
"""After an alert the next one waits this long, so that a flood of reports makes few mails."""

_TOKEN_BYTES: Final = 12
_CHANCE_BYTES: Final = 2


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes, and how the hotline is called; `desk_url` is where its desk is."""

    writer: Writer
    mail: MailGateway
    randomness: Randomness
    clock: Clock
    name: str
    desk_url: str | None


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: how many alerts it was about, and what came of their one mail."""

    items: int
    delivery: Delivery | None


def deliver_outbox(post: Post) -> Delivered:
    """Send one mail for all alerts that are due, if any are, and write down how it ended.

    Raises:
        StoreUnavailableError: what was to be written was not; the items are taken again later.
    """
    result = post.writer.write(Request(operation=TakeOutbox(), actor=ACTOR))
    items = result.items if isinstance(result, TakenItems) else ()
    if not items:
        return Delivered(items=0, delivery=None)
    delivery = post.mail.send(alert_mail(post))
    now = to_microseconds(post.clock.now())
    for operation in _settlements(items, delivery, now, post.randomness):
        post.writer.write(Request(operation=operation, actor=ACTOR))
    return Delivered(items=len(items), delivery=delivery)


def alert_mail(post: Post) -> Mail:
    """Return the alert: that something waits at the desk, and nothing of what it is."""
    where = f"\n\n{post.desk_url}" if post.desk_url else ""
    return Mail(
        subject=f"[{post.name}] Something waits at the desk",
        text=(
            f"Something waits at the desk of {post.name}.\nPlease log in and look.{where}\n\n"
            "This message says nothing of what it is, on purpose.\n"
        ),
        token=post.randomness.random_bytes(_TOKEN_BYTES).hex(),
    )


def _settlements(
    items: tuple[Taking, ...], delivery: Delivery, now: int, randomness: Randomness
) -> list[SettleOutbox]:
    """Return what to write down; what may not have left is tried again, each at its own time."""
    numbers = tuple(item.id for item in items)
    if delivery is Delivery.TAKEN:
        return [SettleOutbox(items=numbers, end=OutboxEnd.SENT)]
    if delivery is Delivery.REFUSED:
        return [SettleOutbox(items=numbers, end=OutboxEnd.FAILED)]
    oldest = now - in_microseconds(GIVE_UP_AFTER)
    given_up = tuple(item.id for item in items if item.created_at <= oldest and item.attempts > 1)
    again = [item for item in items if item.id not in set(given_up)]
    found: list[SettleOutbox] = []
    if given_up:
        found.append(SettleOutbox(items=given_up, end=OutboxEnd.FAILED))
    if again:
        # All go with one mail, so they wait as long as the one that has been tried least.
        chance = int.from_bytes(randomness.random_bytes(_CHANCE_BYTES)) / 256**_CHANCE_BYTES
        pause = in_microseconds(backoff(min(item.attempts for item in again), chance))
        numbers = tuple(item.id for item in again)
        found.append(SettleOutbox(items=numbers, end=OutboxEnd.RETRY, due_at=now + pause))
    return found
