"""Where a run keeps what it makes: all of it in one folder that git ignores."""

from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parents[1] / ".fuzz"
CORPUS: Final = HOME / "corpus"
SEEDS: Final = HOME / "seeds"
FINDS: Final = HOME / "finds"
CRASHES: Final = HOME / "crashes"
DICTIONARY: Final = HOME / "decode.dict"
