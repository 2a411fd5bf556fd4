"""The sandbox on a real socket, in a thread of its own, and whoever talks to it."""

import socket
import threading
from types import TracebackType
from typing import Any, Self

import httpx
import uvicorn

from tests.doors.provider.papers import MINIMAL, response
from tipline.bootstrap.sandbox import open_sandbox
from tipline.cli.filing.sandbox_http import SandboxHttp
from tipline.doors.sandbox import build_sandbox

WHO = ("sandbox", "sandbox")


class Served:
    """A sandbox that serves."""

    def __init__(self) -> None:
        self.parts = open_sandbox(*WHO)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            build_sandbox(self.parts), http=SandboxHttp, log_config=None, server_header=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: self._server.run(sockets=[self._socket]), daemon=True
        )
        self.client = httpx.Client(base_url=self.address, auth=WHO, timeout=30)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()
        assert not self._thread.is_alive()

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Look at something of the control."""
        return self.client.get(f"/sandbox/api/{path}", auth=None).json()

    def tell(self, path: str, value: Any = None) -> httpx.Response:  # noqa: ANN401 - JSON
        """Steer something."""
        return self.client.post(f"/sandbox/api/{path}", json=value)

    def fail(self, fault: str, **details: object) -> None:
        """Provoke a fault."""
        answer = self.tell("faults", {"fault": fault, **details})
        assert answer.status_code == 201, answer.text

    def last(self) -> dict[str, Any]:
        """Return the last exchange."""
        found: dict[str, Any] = self.ask("exchanges")["exchanges"][-1]
        return found

    def submit(self, document: str = MINIMAL) -> httpx.Response:
        """Open a report."""
        return self.client.post("/ispws/submit", content=document)

    def submitted(self) -> int:
        """Open a report and return its number."""
        number = response(self.submit().content).report_id
        assert number is not None
        return number

    def move(self, step: str, number: int) -> httpx.Response:
        """Finish or retract a report."""
        return self.client.post(f"/ispws/{step}", data={"id": str(number)})

    def state(self, number: int) -> str:
        """Return how a report stands."""
        (found,) = [one for one in self.ask("reports")["reports"] if one["number"] == number]
        return str(found["state"])
