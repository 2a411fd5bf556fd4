"""Letting services in, and stopping them."""

import pytest

from tipline.ports import operations as ops
from tipline.services.admit_provider import (
    ProviderNameError,
    ProviderUnknownError,
    admit_provider,
    dismiss_provider,
    secret_of,
)


class CountingRandomness:
    """Bytes that count up, so that names differ and can be foreseen."""

    def __init__(self) -> None:
        self._next = 0

    def random_bytes(self, count: int) -> bytes:
        self._next += 1
        return bytes([self._next] * count)


class Shelf:
    """A store that remembers what it was asked and answers as told."""

    def __init__(self, *answers: ops.AnyResult) -> None:
        self.requests: list[ops.Request] = []
        self._answers = list(answers)

    def write(self, request: ops.Request) -> ops.AnyResult:
        self.requests.append(request)
        return self._answers.pop(0)


def test_the_password_is_given_once_and_only_its_digest_is_stored() -> None:
    shelf = Shelf(ops.Done(number=1))
    given = admit_provider(
        "Example Chat & Co.", shelf, CountingRandomness(), actor="service:test", is_test=True
    )
    operation = shelf.requests[0].operation
    assert isinstance(operation, ops.AddProvider)
    assert operation.username == given.username == "example-chat-co-020202"
    assert operation.secret == secret_of(given.password)
    assert (operation.name, operation.is_test) == ("Example Chat & Co.", True)
    assert len(given.password) == 40
    assert given.password not in repr(given)
    assert given.password not in repr(shelf.requests[0].operation)


def test_a_name_that_is_taken_is_tried_again_with_another_ending() -> None:
    shelf = Shelf(ops.Taken(), ops.Taken(), ops.Done(number=2))
    given = admit_provider("Example", shelf, CountingRandomness(), actor="service:test")
    assert given.username == "example-040404"
    endless = Shelf(*[ops.Taken()] * 9)
    with pytest.raises(ProviderNameError):
        admit_provider("Example", endless, CountingRandomness(), actor="service:test")


@pytest.mark.parametrize("name", ["", " ", "...", "x" * 201])
def test_a_name_must_be_one(name: str) -> None:
    with pytest.raises(ProviderNameError):
        admit_provider(name, Shelf(), CountingRandomness(), actor="service:test")


def test_only_a_provider_that_is_in_can_be_dismissed() -> None:
    dismiss_provider("example-1", Shelf(ops.Done(number=1)), actor="service:test")
    with pytest.raises(ProviderUnknownError):
        dismiss_provider("example-1", Shelf(ops.Unknown()), actor="service:test")


@pytest.mark.parametrize("username", ["a\0b", "\udcff"])
def test_a_user_name_that_can_be_nobodys_never_reaches_the_store(username: str) -> None:
    with pytest.raises(ProviderUnknownError):
        dismiss_provider(username, Shelf(), actor="service:test")
