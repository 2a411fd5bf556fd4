"""HTTP as the sandbox speaks it: as a hotline does, and it can cut a connection when asked to."""

from tipline.cli.serving.http import DoorHttp
from tipline.doors.sandbox.gate import CUT


class SandboxHttp(DoorHttp):
    """One connection to the sandbox."""

    def on_message_begin(self) -> None:
        """Put what cuts this connection where the application finds it."""
        super().on_message_begin()
        self.scope["extensions"] = {CUT: {"cut": self._cut}}

    def _cut(self, after_sending: bool) -> None:  # noqa: FBT001 - ASGI extensions are plain calls
        """Hang up; at once, or after what was sent has left."""
        if after_sending:
            self.transport.close()
        else:
            self.transport.abort()
