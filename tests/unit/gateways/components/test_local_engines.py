"""Both engines within this process find the components that ten lines of Python find."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given

from tests.unit.gateways.components.graphs import FIXTURE, Graph, components, graphs
from tipline.gateways.components.numba_engine import NumbaEngine
from tipline.gateways.components.scipy_engine import ScipyEngine
from tipline.ports.linking.components import Chunk, ComponentEngine, EdgesUnusableError

ENGINES = {"numba": NumbaEngine(), "scipy": ScipyEngine()}
each_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def unheard(_: int) -> None:
    pass


class Odd(Graph):
    """A source whose only chunk is not what it should be."""

    def __init__(self, left: object, right: object, *, people: bool = False) -> None:
        super().__init__([(0, 0)], reports=10)
        self.identifiers = 10
        self.chunk = (np.asarray(left), np.asarray(right))
        self.by_people = people

    def chunks(self) -> Iterator[Chunk]:
        yield from [] if self.by_people else [self.chunk]

    def pairs(self) -> Iterator[Chunk]:
        yield from [self.chunk] if self.by_people else []


@each_engine
@pytest.mark.parametrize("graph", FIXTURE.values(), ids=FIXTURE)
def test_the_fixture(engine: ComponentEngine, graph: Graph) -> None:
    assert engine.label(graph, unheard).tolist() == components(graph)


@each_engine
@given(graph=graphs())
def test_any_graph(engine: ComponentEngine, graph: Graph) -> None:
    assert engine.label(graph, unheard).tolist() == components(graph)


@each_engine
@given(graph=graphs())
def test_the_order_of_edges_makes_no_difference(engine: ComponentEngine, graph: Graph) -> None:
    turned = Graph(graph.edges[::-1], graph.people[::-1], reports=graph.reports)
    assert (engine.label(graph, unheard) == engine.label(turned, unheard)).all()


@each_engine
def test_a_source_is_read_anew_each_time(engine: ComponentEngine) -> None:
    graph = FIXTURE["people and identifiers"]
    assert (engine.label(graph, unheard) == engine.label(graph, unheard)).all()


@each_engine
def test_progress_is_told_after_each_chunk(engine: ComponentEngine) -> None:
    heard: list[int] = []
    engine.label(Graph([(0, report) for report in range(10)], at_once=4), heard.append)
    assert heard == [4, 8, 10]


@each_engine
@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([0, 1], [0]),
        ([[0], [1]], [[0], [1]]),
        ([0.0], [0.0]),
        ([True], [True]),
        ([-1], [0]),
        ([0], [-1]),
        ([10], [0]),
        ([0], [10]),
        (np.array([2**64 - 1], dtype=np.uint64), [0]),
    ],
)
def test_what_is_no_edge_is_refused(
    engine: ComponentEngine, left: object, right: object, people: bool
) -> None:
    with pytest.raises(EdgesUnusableError):
        engine.label(Odd(left, right, people=people), unheard)


@each_engine
def test_labels_are_narrow_where_numbers_are_small(engine: ComponentEngine) -> None:
    assert engine.label(FIXTURE["a star"], unheard).dtype == np.int32


@each_engine
def test_arrays_that_may_not_be_written_to_will_do(engine: ComponentEngine) -> None:
    graph = Odd([1, 2, 2], [4, 4, 3])
    for numbers in graph.chunk:
        numbers.flags.writeable = False
    assert engine.label(graph, unheard).tolist() == [0, 1, 2, 3, 3, 5, 6, 7, 8, 9]
