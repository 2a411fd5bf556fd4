"""The rebuild in steps: counts, what waits, a look, mending, and a look again."""

from collections.abc import Sequence

from tests.unit.services.linking.bulk import BulkStoreFake, Row
from tipline.gateways.components.scipy_engine import ScipyEngine
from tipline.ports.operations import (
    AnyResult,
    Done,
    Recount,
    Recounted,
    Relink,
    RelinkReports,
    Request,
    Unknown,
)
from tipline.services.linking.rebuild_links import Rebuilt, Workshop, rebuild_links

EDGES = ((1, 1), (1, 2), (2, 2), (2, 3), (3, 4), (3, 5))
RIGHT: tuple[Row, ...] = (
    (1, -1, 3, 1), (2, 1, 1, 2), (3, 1, 1, 3), (4, -1, 2, 4), (5, 4, 1, 5),
)  # fmt: skip


class Writer:
    """Counts two pages of identifiers, finds 7 reports waiting, and mends nothing."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self._waiting = [7]

    def write(self, request: Request) -> AnyResult:
        operation = request.operation
        self.asked.append(operation)
        if isinstance(operation, Recount):
            last = operation.after >= 500
            return Recounted(number=0 if last else 2, after=0 if last else operation.after + 500)
        if isinstance(operation, Relink):
            return Done(number=self._waiting.pop() if self._waiting else 0)
        return Unknown()


def rebuilt(
    store: BulkStoreFake, *, alone: bool, recount: bool = True
) -> tuple[Rebuilt, Writer, list[str]]:
    writer, heard = Writer(), list[str]()

    def hear(what: str, _done: int, _everything: int) -> None:
        heard.append(what)

    shop = Workshop(store=store, engine=ScipyEngine(), writer=writer, alone=alone)
    return rebuild_links(shop, hear, recount=recount), writer, heard


def mended(writer: Writer) -> list[tuple[int, ...]]:
    return [one.reports for one in writer.asked if isinstance(one, RelinkReports)]


def store(rows: Sequence[Row] = RIGHT, waits: Sequence[int] = (0,)) -> BulkStoreFake:
    return BulkStoreFake(EDGES, rows, waits)


def test_what_is_right_is_only_looked_at() -> None:
    done, writer, heard = rebuilt(store(), alone=True)
    assert (done.wrong, done.left, done.waiting, done.right) == (0, 0, 0, True)
    assert (done.reports, done.edges, done.clusters, done.largest, done.first) == (5, 6, 2, 3, 1)
    assert (done.share, done.recounted) == (0.6, 2)
    assert mended(writer) == []
    assert list(dict.fromkeys(heard)) == [
        "Counting identifiers",
        "Linking anew",
        "Reading",
        "Joining edges",
        "Comparing",
    ]


def test_alone_all_that_is_wrong_is_written_at_once() -> None:
    damaged = store(RIGHT[3:])
    done, writer, _ = rebuilt(damaged, alone=True)
    assert (done.wrong, done.left, done.right) == (1, 0, True)
    assert damaged.written == 1
    assert mended(writer) == [()]


def test_while_served_the_writer_is_asked_and_what_is_left_is_told() -> None:
    damaged = store(RIGHT[3:])
    done, writer, _ = rebuilt(damaged, alone=False)
    assert (done.wrong, done.left, done.right) == (1, 1, False)
    assert damaged.written == 0
    assert mended(writer) == [(1, 2, 3)] * 3


def test_what_waits_is_worked_off_before_it_counts() -> None:
    done, _, _ = rebuilt(store(waits=(2, 1, 0)), alone=False)
    assert (done.waiting, done.right) == (0, True)
    done, _, _ = rebuilt(store(waits=(3,)), alone=False)
    assert (done.waiting, done.right) == (3, False)


def test_counting_can_be_left_out() -> None:
    done, writer, _ = rebuilt(store(), alone=True, recount=False)
    assert done.recounted == 0
    assert not any(isinstance(one, Recount) for one in writer.asked)
