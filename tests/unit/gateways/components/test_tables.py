"""Tables for engines elsewhere: what goes in is what was given; nonsense does not come back."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.unit.gateways.components.graphs import FIXTURE, Graph
from tipline.gateways.components.tables import read_labels, write_tables
from tipline.ports.linking.components import EngineFailedError


def unheard(_: int) -> None:
    pass


def answer(folder: Path, name: str, rows: list[tuple[int, int]]) -> None:
    (folder / "labels").mkdir(exist_ok=True)
    columns = [pa.array([row[place] for row in rows], pa.int64()) for place in (0, 1)]
    table = pa.Table.from_arrays(columns, names=["report", "component"])
    parquet.write_table(table, folder / "labels" / name)


def test_all_edges_and_pairs_are_written(tmp_path: Path) -> None:
    graph = FIXTURE["people and identifiers"]
    assert write_tables(graph, tmp_path, unheard) == 6
    edges = parquet.read_table(tmp_path / "edges").to_pydict()
    pairs = parquet.read_table(tmp_path / "pairs").to_pydict()
    assert [*zip(edges["identifier"], edges["report"], strict=True)] == graph.edges
    assert [*zip(pairs["one"], pairs["other"], strict=True)] == graph.people


def test_an_earlier_run_leaves_nothing(tmp_path: Path) -> None:
    write_tables(FIXTURE["a star"], tmp_path, unheard)
    answer(tmp_path, "part.parquet", [(1, 0)])
    assert write_tables(Graph([], reports=2), tmp_path, unheard) == 0
    assert parquet.read_table(tmp_path / "edges").num_rows == 0
    assert read_labels(tmp_path, 2).tolist() == [0, 1]


def test_a_report_without_a_label_is_alone(tmp_path: Path) -> None:
    answer(tmp_path, "a.parquet", [(4, 1), (1, 1)])
    answer(tmp_path, "b.parquet", [(2, 1), (0, 0), (3, 0)])
    assert read_labels(tmp_path, 6).tolist() == [0, 1, 1, 0, 1, 5]


@pytest.mark.parametrize("row", [(-1, 0), (0, -1), (-1, -1), (3, 0), (0, 3), (1, 2)])
def test_an_answer_about_other_reports_is_refused(tmp_path: Path, row: tuple[int, int]) -> None:
    answer(tmp_path, "a.parquet", [row])
    with pytest.raises(EngineFailedError):
        read_labels(tmp_path, 3)
