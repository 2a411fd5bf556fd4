"""Spark finds the components that ten lines of Python find, on the fixture of all engines.

Starting Spark takes seconds, so that all graphs are parts of one.
"""

from pathlib import Path
from random import Random

import pytest

from tests.unit.gateways.components.graphs import FIXTURE, Graph, components, side_by_side
from tipline.gateways.components.choose import spark_engine
from tipline.gateways.components.numba_engine import NumbaEngine
from tipline.ports.linking.components import (
    EdgesUnusableError,
    EngineFailedError,
    EngineMissingError,
)

pytestmark = pytest.mark.spark


@pytest.fixture(autouse=True)
def java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Java start quickly: its thorough compiler would work longer than the tests."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def unheard(_: int) -> None:
    pass


def random_graph(chance: Random) -> Graph:
    reports = chance.randint(1, 40)
    edges = [
        (chance.randrange(reports), chance.randrange(reports))
        for _ in range(chance.randint(0, 60))
    ]
    people = [
        (chance.randrange(reports), chance.randrange(reports)) for _ in range(chance.randint(0, 3))
    ]
    return Graph(edges, people, reports=reports)


def test_every_part_of_a_large_graph(tmp_path: Path) -> None:
    chance = Random(17)  # noqa: S311 - the same graphs each time
    graph = side_by_side([*FIXTURE.values(), *(random_graph(chance) for _ in range(200))])
    engine = spark_engine(tmp_path, master="local[2]", memory="1g")
    heard: list[int] = []
    labels = engine.label(graph, heard.append)
    assert labels.tolist() == components(graph)
    assert (labels == NumbaEngine().label(graph, unheard)).all()
    assert heard[-1] == len(graph.edges)
    assert {path.name for path in tmp_path.iterdir()} == {"edges", "pairs", "labels"}
    # The folder can be used again, and without any edge every report is alone.
    alone = engine.label(Graph([], reports=3), unheard)
    assert alone.tolist() == [0, 1, 2]


def test_bad_edges_are_refused_before_spark_starts(tmp_path: Path) -> None:
    engine = spark_engine(tmp_path, master="local[2]", memory="1g")
    with pytest.raises(EdgesUnusableError):
        engine.label(Graph([(0, 5)], reports=5), unheard)


def test_without_java_the_error_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    engine = spark_engine(tmp_path, master="local[2]", memory="1g")
    with pytest.raises(EngineMissingError, match="Java"):
        engine.label(Graph([(0, 0)]), unheard)


def test_a_spark_that_gives_up_is_an_error_of_its_own(tmp_path: Path) -> None:
    engine = spark_engine(tmp_path, master="local[0]", memory="1g")
    with pytest.raises(EngineFailedError):
        engine.label(Graph([(0, 0), (0, 1)]), unheard)
