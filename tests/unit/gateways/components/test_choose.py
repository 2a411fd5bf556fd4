"""The quickest engine that is installed is taken; without any, an error says what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

from tipline.gateways.components.choose import local_engine, spark_engine
from tipline.gateways.components.numba_engine import NumbaEngine
from tipline.gateways.components.scipy_engine import ScipyEngine
from tipline.ports.linking.components import ComponentEngine, EngineMissingError


def missing() -> ComponentEngine:
    raise ImportError


def test_numba_comes_first() -> None:
    assert isinstance(local_engine(), NumbaEngine)


def test_scipy_is_taken_where_numba_cannot_be_imported() -> None:
    assert isinstance(local_engine((missing, ScipyEngine)), ScipyEngine)


def test_without_both_the_error_says_what_to_install() -> None:
    with pytest.raises(EngineMissingError, match=r"pip install tipline\[bulk\]"):
        local_engine((missing, missing))


def test_without_spark_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "tipline.gateways.components.spark_engine", raising=False)
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    with pytest.raises(EngineMissingError, match=r"pip install tipline\[spark\]"):
        spark_engine(tmp_path, master="local[2]", memory="1g")


def test_no_command_waits_for_what_it_does_not_ask_for() -> None:
    script = (
        "import sys, tipline.gateways.components.choose, tipline.ports.linking.components;"
        "print({'numpy', 'numba', 'scipy', 'pyarrow', 'pyspark'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert run.stdout == "set()\n"
