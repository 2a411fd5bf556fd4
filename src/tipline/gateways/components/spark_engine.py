"""Components by Splink on Spark: for those who outgrow one machine's memory (docs/scale.md).

The algorithm is Splink's. Here are only its tables, the stars it is given, and the session.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from splink import SparkAPI
from splink.clustering import cluster_pairwise_predictions_at_threshold

from tipline.gateways.components.tables import EDGES, LABELS, PAIRS, read_labels, write_tables
from tipline.ports.linking.components import (
    EdgeSource,
    EngineFailedError,
    EngineMissingError,
    Labels,
)

_STARS: Final = """
select anchors.anchor as one, edges.report as other
from edges join (
  select identifier, min(report) as anchor from edges group by identifier
) as anchors on edges.identifier = anchors.identifier
where anchors.anchor <> edges.report
union all
select one, other from pairs where one <> other
"""
_LABELS: Final = """
select report, component
from found join (
  select cluster_id, min(report) as component from found group by cluster_id
) as names using (cluster_id)
"""
_EDGES_A_PART: Final = 500_000
_FEWEST_PARTS: Final = 4
_NODES: Final = "select one as report from stars union select other from stars"


class SparkEngine:
    """Runs on a master, `local[*]` or a cluster's; all its workers must see the folder."""

    def __init__(self, folder: Path, *, master: str, memory: str) -> None:
        self._folder = folder.resolve()
        self._master = master
        self._memory = memory

    def label(self, edges: EdgeSource, passed: Callable[[int], None]) -> Labels:
        """Return the smallest report of each report's component."""
        written = write_tables(edges, self._folder, passed)
        with self._session(max(_FEWEST_PARTS, written // _EDGES_A_PART)) as session:
            self._cluster(session)
        return read_labels(self._folder, edges.reports)

    def _cluster(self, session: SparkSession) -> None:
        for name in (EDGES, PAIRS):
            session.read.parquet(self._place(name)).createOrReplaceTempView(name)
        stars = self._kept(session, "stars", session.sql(_STARS))
        stars.createOrReplaceTempView("stars")
        found = cluster_pairwise_predictions_at_threshold(
            self._kept(session, "nodes", session.sql(_NODES)),
            stars,
            SparkAPI(  # type: ignore[no-untyped-call]  # Splink says no types here
                spark_session=session, register_udfs_automatically=False
            ),
            node_id_column_name="report",
            edge_id_column_name_left="one",
            edge_id_column_name_right="other",
        )
        found.as_spark_dataframe().createOrReplaceTempView("found")
        session.sql(_LABELS).write.parquet(self._place(LABELS))

    def _kept(self, session: SparkSession, name: str, table: DataFrame) -> DataFrame:
        """Write a table down, so that it is not worked out anew each time it is read."""
        table.write.parquet(self._place(f"work/{name}"))
        return session.read.parquet(self._place(f"work/{name}"))

    def _place(self, name: str) -> str:
        return (self._folder / name).as_uri()

    @contextmanager
    def _session(self, parts: int) -> Iterator[SparkSession]:
        """Start Spark, and leave nothing of it running or on the disk but the tables."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        try:
            session = self._start(parts)
            try:
                session.sparkContext.setCheckpointDir(self._place("work/steps"))
                yield session
            finally:
                session.stop()
        except (PySparkException, Py4JError) as problem:
            raise EngineFailedError from problem
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _start(self, parts: int) -> SparkSession:
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise EngineMissingError("Spark needs Java, version 17 or later, on the PATH.")
        settings = {
            "spark.driver.memory": self._memory,
            "spark.log.level": "ERROR",
            "spark.sql.shuffle.partitions": str(parts),
            "spark.sql.warehouse.dir": self._place("work/warehouse"),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        if self._master.startswith("local"):
            # Nobody else on the network has business with a Spark of one machine.
            settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        builder = SparkSession.builder.master(self._master).appName("tipline")
        for name, value in settings.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()
