"""Names that can be nobody's: there is no such user, and the store is never asked."""

import pytest

from tipline.ports import operations as ops
from tipline.services.desk.admit_user import (
    UserUnknownError,
    can_be_named,
    dismiss_user,
    reset_password,
    reset_second_factor,
)

NOBODYS = ["", "a\0nna", "\udcff", "é", "-", "a" * 61, "a b"]


class NoStore:
    """A store that is not to be asked."""

    def write(self, request: ops.Request) -> ops.AnyResult:
        raise AssertionError(repr(request))


class NoFactors:
    """Second factors that are not to be made."""

    def enrol(self, name: str) -> tuple[bytes, str, str]:
        raise AssertionError(len(name))

    def step_of(self, code: str, name: str, sealed: bytes | None, now: object) -> int | None:
        raise AssertionError(len(code), len(name), sealed, now)


class NoPasswords:
    """Passwords that are not to be hashed."""

    def hash(self, password: str) -> str:
        raise AssertionError(len(password))

    def matches(self, password: str, stored: str | None) -> bool:
        raise AssertionError(len(password), stored)


class NoChance:
    """Chance that is not to be asked."""

    def random_bytes(self, count: int) -> bytes:
        raise AssertionError(count)


@pytest.mark.parametrize("name", NOBODYS)
def test_a_name_that_can_be_nobodys_never_reaches_the_store(name: str) -> None:
    assert not can_be_named(name)
    with pytest.raises(UserUnknownError):
        dismiss_user(name, NoStore(), actor="service:test")
    with pytest.raises(UserUnknownError):
        reset_second_factor(name, NoStore(), NoFactors(), actor="service:test")
    with pytest.raises(UserUnknownError):
        reset_password(name, NoStore(), NoChance(), NoPasswords(), actor="service:test")


@pytest.mark.parametrize("name", ["a", "anna", "a.b-c_1", "7", "a" * 60])
def test_names_that_people_are_given_can_be_had(name: str) -> None:
    assert can_be_named(name)
