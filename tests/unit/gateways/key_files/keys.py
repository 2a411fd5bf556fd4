"""What the tests of key files share: ways to look at a folder, and at what an error gives away."""

import stat
from pathlib import Path

from tipline.gateways.key_files.folder import ALL


def texts_of(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def modes_of(folder: Path) -> set[int]:
    """Return the modes of every file in a folder."""
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def secrets_of(folder: Path) -> set[str]:
    """Return every line of the secret files that is not a frame."""
    return {
        line
        for name in ALL[:3]
        for line in (folder / name).read_text().splitlines()
        if not line.startswith("-----")
    }


def told_by(error: BaseException | None) -> str:
    """Return all that an error says, and all that it carries along."""
    said = ""
    while error is not None:
        said += f"{error!r} {error} {vars(error)} {error.args}"
        said += f"{getattr(error, 'object', '')!r} {getattr(error, 'doc', '')}"
        error = error.__cause__ or error.__context__
    return said
