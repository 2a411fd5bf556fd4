"""Which engine links in bulk on this installation."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tipline.ports.linking.components import ComponentEngine, EngineMissingError


def _numba() -> ComponentEngine:
    from tipline.gateways.components.numba_engine import NumbaEngine  # noqa: PLC0415 - optional

    return NumbaEngine()


def _scipy() -> ComponentEngine:
    from tipline.gateways.components.scipy_engine import ScipyEngine  # noqa: PLC0415 - optional

    return ScipyEngine()


LOCAL: Final[Sequence[Callable[[], ComponentEngine]]] = (_numba, _scipy)
"""What makes an engine within this process, the quickest first."""


def local_engine(makers: Sequence[Callable[[], ComponentEngine]] = LOCAL) -> ComponentEngine:
    """Return the quickest engine that can be imported.

    Raises:
        EngineMissingError: there is none.
    """
    for make in makers:
        try:
            return make()
        except ImportError:
            continue
    raise EngineMissingError("Linking in bulk needs numba or scipy: pip install tipline[bulk]")


def spark_engine(folder: Path, *, master: str, memory: str) -> ComponentEngine:
    """Return the engine on Spark, which keeps its tables in a folder that all its workers see.

    Raises:
        EngineMissingError: PySpark or Splink is not installed.
    """
    try:
        from tipline.gateways.components.spark_engine import SparkEngine  # noqa: PLC0415 - optional
    except ImportError as problem:
        raise EngineMissingError("This engine needs pip install tipline[spark]") from problem
    return SparkEngine(folder, master=master, memory=memory)
