"""The tables of an engine that runs elsewhere: edges and pairs go in as Parquet, labels come out.

Everything is in one folder: `edges` (identifier, report), `pairs` (one, other) and `labels`
(report, component), each a folder of Parquet files with 64-bit integers. A component is called by
its smallest report, and a report that `labels` does not name is alone.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from tipline.gateways.components.edges import checked_chunks, checked_pairs, each_alone
from tipline.ports.linking.components import Chunk, EdgeSource, EngineFailedError, Labels

EDGES: Final = "edges"
PAIRS: Final = "pairs"
LABELS: Final = "labels"
_READ_AT_ONCE: Final = 1_000_000


def write_tables(edges: EdgeSource, folder: Path, passed: Callable[[int], None]) -> int:
    """Write what an engine needs, in place of what an earlier run left; return how many rows."""
    for name in (EDGES, PAIRS, LABELS):
        shutil.rmtree(folder / name, ignore_errors=True)
    written = _write(folder / EDGES, ("identifier", "report"), checked_chunks(edges, passed))
    return written + _write(folder / PAIRS, ("one", "other"), checked_pairs(edges))


def read_labels(folder: Path, reports: int) -> Labels:
    """Return the component of each report.

    Raises:
        EngineFailedError: a row is of no report that went in, or its component is no name for it.
    """
    component = each_alone(reports)
    for path in sorted((folder / LABELS).glob("*.parquet")):
        with parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(_READ_AT_ONCE, columns=["report", "component"]):
                of, names = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
                if ((names < 0) | (names > of) | (of >= reports)).any():
                    raise EngineFailedError("The engine's answer is not about these reports.")
                component[of] = names
    return component


def _write(folder: Path, names: tuple[str, str], chunks: Iterator[Chunk]) -> int:
    """Write one file; it is there without rows too, so that the columns are known."""
    written = 0
    folder.mkdir(parents=True)
    schema = pa.schema([(name, pa.int64()) for name in names])
    with parquet.ParquetWriter(folder / "part-00000.parquet", schema) as writer:
        for chunk in chunks:
            columns = [pa.array(numbers.astype(np.int64, copy=False)) for numbers in chunk]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            written += len(columns[0])
    return written
