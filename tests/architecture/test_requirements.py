"""What is installed is pinned by hash, and no file tells of a registry or of a machine."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, name_of, project_files, text_of

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

PINNED = re.compile(
    r"""
    ^[a-z0-9][a-z0-9.-]*(\[[a-z0-9,-]+\])?   # name, extras
    ==[^\s;]+                                # one version
    (\s;\s[^\\]+?)?                          # environment marker
    (\s--hash=sha256:[0-9a-f]{64})+$
    """,
    re.VERBOSE,
)

# A folder at the root of a machine; not the same word inside a web address or a relative path.
MACHINE_PATH = re.compile(r"(?<![\w.~}*-])/(?:home|root|work)/")
REGISTRY = re.compile(
    r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|--(extra-)?index-url\b"
)


def requirement_lines(text: str) -> list[str]:
    """Join continued lines and leave comments and blank lines out."""
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}:{number}"
        for path in project_files()
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_requirements_files_are_there() -> None:
    names = {path.stem for path in REQUIREMENTS}
    assert names >= {"core", "dev", "bench", "fuzz", "lock"}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_every_line_is_pinned_by_hash(path: Path) -> None:
    lines = requirement_lines(path.read_text("utf-8"))
    assert lines
    assert [line[:80] for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_no_requirements_file_holds_an_address(path: Path) -> None:
    assert "://" not in path.read_text("utf-8")


def test_the_core_is_pinned_in_full() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=\[]", line)[0] for line in project["dependencies"]}
    pinned = requirement_lines((ROOT / "requirements/core.txt").read_text("utf-8"))
    assert wanted - {line.partition("==")[0] for line in pinned} == set()


def test_no_file_tells_of_a_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_names_a_registry() -> None:
    assert lines_with(REGISTRY) == []


def test_what_counts_as_pinned() -> None:
    digest = "--hash=sha256:" + "0" * 64
    assert PINNED.match(f"psycopg[binary]==3.3.9 ; python_full_version < '3.12' {digest} {digest}")
    assert not PINNED.match("lxml==6.1.3")
    assert not PINNED.match(f"lxml>=6.1.3 {digest}")
    assert not PINNED.match(f"-e . {digest}")


def test_what_counts_as_a_machine_path() -> None:
    slash = "/"  # kept apart, or this file would find itself
    assert MACHINE_PATH.search(f"cd {slash}work{slash}main")
    assert MACHINE_PATH.search(f'"{slash}root{slash}.cache"')
    assert not MACHINE_PATH.search(f"https://example.org{slash}home{slash}")
    assert not MACHINE_PATH.search(f"..{slash}work{slash}notes")
