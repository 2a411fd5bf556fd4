"""Shelves for real reports and for tests go in pairs."""

import pytest

from tipline.domain import desk
from tipline.domain.desk import Shelf

PAIRS = (
    (Shelf.UNREAD, Shelf.TEST_UNREAD),
    (Shelf.READ, Shelf.TEST_READ),
    (Shelf.CLOSED, Shelf.TEST_CLOSED),
)


def test_every_shelf_is_in_one_pair() -> None:
    assert sorted(shelf for pair in PAIRS for shelf in pair) == sorted(Shelf)


@pytest.mark.parametrize(("real", "test"), PAIRS)
def test_a_shelf_knows_its_side(real: Shelf, test: Shelf) -> None:
    assert desk.test_shelf(real) is test
    assert (desk.is_test_shelf(real), desk.is_test_shelf(test)) == (False, True)
    assert desk.beside(Shelf.READ, real) is real
    assert desk.beside(Shelf.TEST_READ, real) is test
