"""The same client for programs that await; see `client` for what the calls mean."""

from types import TracebackType
from typing import Generic, Self, overload

import httpx

from tipline.filing.endpoints import (
    Credentials,
    Endpoint,
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
    check_pair,
)
from tipline.filing.service import answers
from tipline.filing.service.calls import Call, Line
from tipline.filing.service.client import Kind
from tipline.filing.service.exchange import TIMEOUT, Patience, answer_with, async_network


class AsyncClient(Generic[Kind]):
    """Calls one service; tasks of one event loop may share it. Errors are those of `Client`."""

    @overload
    def __init__(
        self: "AsyncClient[TestEndpoint]",
        base_url: TestEndpoint,
        credentials: TestCredentials,
        *,
        timeout: httpx.Timeout = ...,
        transport: httpx.AsyncBaseTransport | None = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: "AsyncClient[ProductionEndpoint]",
        base_url: ProductionEndpoint,
        credentials: ProductionCredentials,
        *,
        timeout: httpx.Timeout = ...,
        transport: httpx.AsyncBaseTransport | None = ...,
    ) -> None: ...

    def __init__(
        self,
        base_url: Endpoint,
        credentials: Credentials,
        *,
        timeout: httpx.Timeout = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        Raises:
            EndpointRefusedError: test credentials at a production endpoint, or the reverse.
        """
        check_pair(base_url, credentials)
        self.endpoint = base_url
        self._line = Line(base_url, credentials)
        # What stays on this machine goes to it, and to no proxy.
        outside = not base_url.base_url.startswith("http://")
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport, trust_env=outside)

    async def status(self) -> answers.Connected:
        """Ask whether connection and credentials are good."""
        return answers.read_status(await self._ask(Call.STATUS, self._line.look(Call.STATUS)))

    async def xsd(self) -> answers.Schema:
        """Fetch the schema that the service publishes."""
        return answers.read_schema(await self._ask(Call.XSD, self._line.look(Call.XSD)))

    async def submit(self, document: bytes, *, key: str | None = None) -> answers.Opened:
        """Open a report with an XML document; it is not filed before it is finished."""
        return answers.read_opened(await self._ask(Call.SUBMIT, self._line.submit(document, key)))

    async def finish(self, report_id: int, *, key: str | None = None) -> answers.Finished:
        """Complete an open report: from here on it is filed."""
        answer = await self._ask(Call.FINISH, self._line.move(Call.FINISH, report_id, key))
        return answers.read_finished(answer, report_id)

    async def retract(self, report_id: int, *, key: str | None = None) -> answers.Retracted:
        """Cancel a report that was not finished."""
        answer = await self._ask(Call.RETRACT, self._line.move(Call.RETRACT, report_id, key))
        return answers.read_retracted(answer, report_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _ask(self, call: Call, request: httpx.Request) -> answers.Answer:
        async with async_network(call):
            request.extensions["timeout"] = self._http.timeout.as_dict()
            response = await self._http.send(request, stream=True)
            try:
                body, patience = bytearray(), Patience(self._http.timeout)
                async for piece in response.aiter_bytes():
                    body += piece
                    patience.check()
                    if len(body) > answers.MOST_BYTES:
                        break
                return answer_with(response, bytes(body[: answers.MOST_BYTES]))
            finally:
                await response.aclose()
