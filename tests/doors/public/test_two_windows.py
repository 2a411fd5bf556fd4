"""A second window of the same visitor keeps an answer while the first one sends."""

import msgspec
import pytest

from tests.doors.public.wiring import Public
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.draft import Draft
from tipline.ports.operations import AnyResult, Request, Stale, SubmitPublic
from tipline.ports.stores import Writer
from tipline.services.public.counter import Counter
from tipline.services.public.keep_draft import TRIES, keep_draft
from tipline.services.public.send_report import send_report

TOKEN = bytes(range(32))


class SecondWindow:
    """Keeps one more answer just before the first few sendings."""

    def __init__(self, writer: Writer, counter: Counter, times: int) -> None:
        self._writer, self._counter, self._times = writer, counter, times
        self.sendings: list[AnyResult] = []

    def write(self, request: Request) -> AnyResult:
        if not isinstance(request.operation, SubmitPublic):
            return self._writer.write(request)
        if self._times:
            self._times -= 1
            keep(self._counter, " And more.")
        self.sendings.append(self._writer.write(request))
        return self.sendings[-1]


def keep(counter: Counter, text: str) -> None:
    """Add a sentence to the draft."""

    def change(draft: Draft) -> Draft:
        return msgspec.structs.replace(draft, narrative=draft.narrative + text)

    keep_draft(counter.keys.draft_key(TOKEN), change, "en", counter, begin=True)


def raced(public: Public, times: int) -> tuple[Counter, SecondWindow]:
    """Begin a draft, whose sendings are raced so many times."""
    counter = public.counter()
    keep(counter, "Synthetic narrative 17.")
    window = SecondWindow(public.writer, counter, times)
    return msgspec.structs.replace(counter, writer=window), window


def test_what_the_second_window_kept_is_in_the_report(either: Public) -> None:
    counter, window = raced(either, TRIES - 1)
    sent = send_report(counter.keys.draft_key(TOKEN), "", counter)
    assert window.sendings[:-1] == [Stale()] * (TRIES - 1)
    (number,) = either.reports()
    said = either.opened(number).additional_info
    assert said == "Synthetic narrative 17." + " And more." * (TRIES - 1)
    assert either.drafts() == 0
    assert send_report(counter.keys.draft_key(TOKEN), "", counter) == sent


def test_who_never_stops_is_told_to_send_again_and_loses_nothing(either: Public) -> None:
    counter, window = raced(either, TRIES)
    with pytest.raises(StoreUnavailableError):
        send_report(counter.keys.draft_key(TOKEN), "", counter)
    assert window.sendings == [Stale()] * TRIES
    assert (either.reports(), either.drafts()) == ([], 1)
    assert send_report(counter.keys.draft_key(TOKEN), "", counter).code
