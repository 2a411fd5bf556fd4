"""The source tree as the architecture tests see it: its files, their text and their syntax."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """Name a file the way a reader of a failed test looks for it: from the project's folder."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """List every Python module under src."""
    found = sorted(SRC.rglob("*.py"))
    assert found, "no module under src: these tests would pass for nothing"
    return found


def syntax(module: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(module.read_text("utf-8"), filename=name_of(module))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Walk every function and method, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Read every text file below a folder, caches aside."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            text = text_of(path)
            if text is not None:
                yield path, text


def text_of(path: Path) -> str | None:
    """Read a file as text; a binary one has none."""
    data = path.read_bytes()
    return None if b"\0" in data else data.decode("utf-8", "replace")


_BUILT = {".git", ".venv", ".fuzz", "build", "dist", "node_modules", "__pycache__"}


def project_files() -> list[Path]:
    """List what git tracks, and the new files it would not ignore; without git, all but caches."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return sorted(
            path
            for path in ROOT.rglob("*")
            if path.is_file()
            and not any(
                part in _BUILT or part.endswith("_cache") for part in path.relative_to(ROOT).parts
            )
        )
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]
    assert found, "git lists no file: these tests would pass for nothing"
    return sorted(found)
