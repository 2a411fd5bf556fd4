"""Makes up neutral public reports for trials, and sends them the way visitors do.

Nothing here resembles a real person, account or case, and no text says anything.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from tipline.domain.public.draft import Block, Draft, PlaceKind, Reach
from tipline.domain.vocabulary import Answer, ContactWish, Relation
from tipline.ports.secrets import Randomness
from tipline.services.public.counter import Counter
from tipline.services.public.keep_draft import keep_draft
from tipline.services.public.send_report import send_report

_TOKEN_BYTES: Final = 32
_URGENT_EVERY: Final = 8
_REACHABLE_EVERY: Final = 3
_LANGUAGES: Final = ("en", "es", "fr", "ar")
_COUNTRIES: Final = ("FR", "CA", "US", "")


def make_public_demo(
    count: int, counter: Counter, randomness: Randomness, passed: Callable[[int, int], None]
) -> str:
    """Send made-up public reports, and return the receipt code of the last one.

    Raises:
        StoreUnavailableError: nobody knows whether the last one was stored.
    """
    code = ""
    for number in range(count):
        key = counter.keys.draft_key(randomness.random_bytes(_TOKEN_BYTES))
        language = _LANGUAGES[number % len(_LANGUAGES)]
        keep_draft(key, _filled_in(number), language, counter, begin=True)
        code = send_report(key, "", counter).code
        passed(number + 1, count)
    return code


def _filled_in(number: int) -> Callable[[Draft], Draft]:
    """Return what answers the form: the first and every few say that somebody is in danger."""
    kinds = (
        Block(kind=PlaceKind.WEB, text=f"hxxps://forum.example[.]org/page/{number} (Synthetic)"),
        Block(kind=PlaceKind.ACCOUNT, service="Example Chat", text=f"user_{number * 3}"),
        Block(kind=PlaceKind.ROOM, service="Example Quest", text=f"room-{number}"),
        Block(kind=PlaceKind.CONTACT, text=f"user{number * 3}@example.net"),
    )
    reach = Reach()
    if number % _REACHABLE_EVERY == 0:
        reach = Reach(wish=ContactWish.BY_EMAIL, email=f"reader{number}@example.org")

    def answer(draft: Draft) -> Draft:
        return msgspec.structs.replace(
            draft,
            relation=tuple(Relation)[number % len(Relation)],
            danger_now=Answer.YES if number % _URGENT_EVERY == 0 else Answer.NO,
            category="unsure",
            blocks=(kinds[number % len(kinds)],),
            narrative=f"Synthetic narrative {number}.",
            country=_COUNTRIES[number % len(_COUNTRIES)],
            reach=reach,
        )

    return answer
