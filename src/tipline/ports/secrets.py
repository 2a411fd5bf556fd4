"""Where unpredictable bytes come from."""

from typing import Protocol


class Randomness(Protocol):
    """Gives bytes nobody can foresee; tests bring their own."""

    def random_bytes(self, count: int) -> bytes:
        """Return this many unpredictable bytes."""
        ...
