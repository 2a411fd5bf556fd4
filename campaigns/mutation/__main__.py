"""Mutates domain/routing in a copy of the tree and tells how many mutants its tests find.

`python -m campaigns.mutation [FOLDER]`; the copy is made in FOLDER, and mutmut's own commands
(`results`, `show NAME`) work there afterwards. Takes two minutes.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LEAST: Final = 0.85
_CONFIG: Final = """
[mutmut]
source_paths=
    src/tipline
only_mutate=
    src/tipline/domain/routing/*
do_not_mutate=
    src/tipline/domain/routing/tables/*
    src/tipline/domain/routing/finding.py
also_copy=
    tests
    pytest.ini
pytest_add_cli_args=
    -p
    no:cacheprovider
    -k
    not makes_it_raise and not area_codes
pytest_add_cli_args_test_selection=
    tests/unit/domain/routing
mutate_only_covered_lines=false
"""
_PYTEST: Final = """
[pytest]
pythonpath = . src
addopts = --import-mode=importlib
"""


def copy_tree(folder: Path) -> None:
    """Copy what mutmut needs, with settings of its own in place of the project's."""
    ignored = shutil.ignore_patterns("__pycache__", "static", "node_modules", ".git")
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored, dirs_exist_ok=True)
    # There from the start, because Python remembers a folder that is missing.
    (folder / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    (folder / "setup.cfg").write_text(_CONFIG, "utf-8")
    (folder / "pytest.ini").write_text(_PYTEST, "utf-8")


def score(folder: Path) -> tuple[int, int]:
    """Run the mutants; return how many were found, and how many there were."""
    mutmut = [sys.executable, "-m", "mutmut"]
    # Before the installed one, which is the tree itself.
    seen = {**os.environ, "PYTHONPATH": str(folder / "mutants" / "src")}
    for command in (["run", "--max-children", "2"], ["export-cicd-stats"]):
        subprocess.run([*mutmut, *command], cwd=folder, check=True, env=seen)
    stats = json.loads((folder / "mutants" / "mutmut-cicd-stats.json").read_text("utf-8"))
    return stats["killed"] + stats["timeout"], stats["total"]


def main(arguments: list[str]) -> int:
    """Print the score; 1 if it is too low."""
    folder = Path(arguments[0] if arguments else tempfile.mkdtemp(prefix="tipline-mutation-"))
    copy_tree(folder)
    found, all_ = score(folder)
    print(f"{found} of {all_} mutants found: {found / all_:.1%} (wanted: {LEAST:.0%})")
    print(f"the rest: cd {folder} && python -m mutmut results")
    return 0 if found >= LEAST * all_ else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
