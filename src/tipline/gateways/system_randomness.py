"""The operating system's random source."""

import secrets


class SystemRandomness:
    """Unpredictable bytes from the operating system."""

    def random_bytes(self, count: int) -> bytes:
        """Return this many unpredictable bytes."""
        return secrets.token_bytes(count)
