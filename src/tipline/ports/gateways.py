"""What use cases need of the world outside."""

from typing import Protocol


class ProviderGateway(Protocol):
    """A provider's connection to a provider door."""

    def file(self, document: bytes) -> int:
        """Submit a CyberTipline document, finish it, and return its number.

        Raises:
            DoorRefusedError: the door answered with an error, or not at all.
        """
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
