"""How the program was called, so that printed hints can be typed as they stand."""

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "tipline"


def called() -> str:
    """Return the program as it can be called again from this folder: by its name or its path."""
    path = Path(sys.argv[0])
    if path.name != _NAME or not path.is_file():
        return _NAME
    known = shutil.which(_NAME)
    if known is not None and path.samefile(known):
        return _NAME
    absolute, here = path.absolute(), Path.cwd()
    if not absolute.is_relative_to(here):
        return shlex.quote(str(absolute))
    below = absolute.relative_to(here)
    return shlex.quote(f"./{below}" if below.parent == Path() else str(below))
