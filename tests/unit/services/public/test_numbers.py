"""Numbers of public reports: from small blocks, each once, and none when the writer gives none."""

import pytest

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import AnyResult, Done, Refused, Request, ReserveNumbers
from tipline.services.public.counter import PublicNumbers


class Blocks:
    """A writer that sets blocks of numbers aside, or refuses to."""

    def __init__(self) -> None:
        self.next = 1_000
        self.refuses = False
        self.asked = 0

    def write(self, request: Request) -> AnyResult:
        self.asked += 1
        assert isinstance(request.operation, ReserveNumbers)
        if self.refuses:
            return Refused()
        first, self.next = self.next, self.next + request.operation.count
        return Done(number=first)


def test_every_number_is_given_once() -> None:
    numbers, writer = PublicNumbers(), Blocks()
    taken = [numbers.take(writer) for _ in range(100)]
    assert taken == list(range(1_000, 1_100))
    assert writer.asked == 7


def test_without_a_block_there_is_no_number() -> None:
    numbers, writer = PublicNumbers(), Blocks()
    writer.refuses = True
    with pytest.raises(StoreUnavailableError):
        numbers.take(writer)
    writer.refuses = False
    assert numbers.take(writer) == 1_000
