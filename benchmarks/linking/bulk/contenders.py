"""Who runs beside our engine: each takes the edges that join, and gives a label per report.

Everybody starts from the same two arrays in memory and may bring them into its own form; that is
part of its time. Labels may be any number: answers are compared after the clock has stopped.
Each imports its library itself, so that nobody's memory is counted to another.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks.linking.model import Numbers
from tipline.ports.linking.components import Chunk, Labels


class Kept:
    """The edges that join, as two arrays in one chunk."""

    def __init__(self, identifiers: Numbers, reports: Numbers, sizes: tuple[int, int]) -> None:
        self.edges = (identifiers, reports)
        self.identifiers, self.reports = sizes

    def chunks(self) -> Iterator[Chunk]:
        """Yield the two arrays."""
        yield self.edges

    def pairs(self) -> Iterator[Chunk]:
        """Yield nothing."""
        yield from ()


def by_numba(kept: Kept) -> Labels:
    """Return our engine's labels."""
    from tipline.gateways.components.numba_engine import NumbaEngine  # noqa: PLC0415 - see above

    return NumbaEngine().label(kept, lambda _: None)


def by_scipy(kept: Kept) -> Labels:
    """Return the labels of our fallback, which is scipy's algorithm on a star per identifier."""
    from tipline.gateways.components.scipy_engine import ScipyEngine  # noqa: PLC0415 - see above

    return ScipyEngine().label(kept, lambda _: None)


def by_igraph(kept: Kept) -> Labels:
    """Return the clusters of a graph of reports, a star for each identifier.

    With the identifiers as vertices of their own it takes half as long again.
    """
    import igraph  # noqa: PLC0415 - see above

    identifiers, reports = kept.edges
    anchors = np.empty(kept.identifiers, dtype=np.int32)
    anchors[identifiers] = reports  # any of its reports will do
    apart = anchors[identifiers] != reports
    stars = np.empty((int(apart.sum()), 2), dtype=np.int64)
    stars[:, 0] = anchors[identifiers[apart]]
    stars[:, 1] = reports[apart]
    graph = igraph.Graph(n=kept.reports, edges=stars)
    return np.array(graph.connected_components().membership)


def by_splink(kept: Kept) -> Labels:
    """Return the clusters of Splink on DuckDB; the star of each identifier is made by DuckDB."""
    import duckdb  # noqa: PLC0415 - see above
    import pyarrow as pa  # noqa: PLC0415 - see above
    from splink import DuckDBAPI  # noqa: PLC0415 - see above
    from splink.clustering import (  # noqa: PLC0415 - see above
        cluster_pairwise_predictions_at_threshold,
    )

    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    identifiers, reports = kept.edges
    edges = pa.table({"identifier": identifiers, "report": reports})
    connection.register("edges", edges)
    connection.execute(
        """
        create table stars as
        select anchor as report_l, report as report_r
        from edges join (
          select identifier, min(report) as anchor from edges group by identifier
        ) using (identifier)
        where anchor <> report
        """
    )
    connection.execute(
        "create table nodes as select range::integer as report from range(?)", [kept.reports]
    )
    found = cluster_pairwise_predictions_at_threshold(
        connection.table("nodes"),
        connection.table("stars"),
        DuckDBAPI(connection=connection),
        node_id_column_name="report",
    )
    columns = found.as_duckdbpyrelation().order("report").fetchnumpy()
    return np.asarray(columns["cluster_id"])


def by_spark(kept: Kept) -> Labels:
    """Return the labels of our engine on Spark, all of whose start and tables are counted."""
    from tipline.gateways.components.choose import spark_engine  # noqa: PLC0415 - see above

    with TemporaryDirectory(prefix="tipline-spark-") as name:
        engine = spark_engine(Path(name), master="local[*]", memory="4g")
        return engine.label(kept, lambda _: None)


CONTENDERS: Final[Mapping[str, Callable[[Kept], Labels]]] = {
    "numba": by_numba,
    "scipy": by_scipy,
    "igraph": by_igraph,
    "Splink on DuckDB": by_splink,
    "Splink on Spark": by_spark,
}
