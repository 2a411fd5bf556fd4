"""What people decide: the numbers that the store keeps stay what they are."""

from enum import IntEnum, StrEnum

import pytest

from tipline.domain.linking import decisions as d


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        (d.IdentifierState, {"LINKS": 0, "COMMON": 1, "STOPPED": 2}),
        (d.ApartState, {"HELD": 1, "REJECTED": 2, "APPROVED": 3}),
        (d.VerdictState, {"NAMED": 1, "JOINED": 2, "REFUSED": 3, "HELD": 4}),
        (d.RelinkingWhat, {"CLUSTER": 1, "IDENTIFIER": 2, "FREELY": 3}),
    ],
)
def test_numbers(kind: type[IntEnum], numbers: dict[str, int]) -> None:
    assert {one.name: one.value for one in kind} == numbers


@pytest.mark.parametrize("kind", [d.JoinReason, d.ApartReason, d.StopReason])
def test_a_reason_is_its_own_name(kind: type[StrEnum]) -> None:
    assert all(one.value == one.name.lower() for one in kind)
