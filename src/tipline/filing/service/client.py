"""A client of the reporting API, for programs that wait for each answer."""

from types import TracebackType
from typing import Generic, Self, TypeVar, overload

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
from tipline.filing.service.exchange import TIMEOUT, Patience, answer_of, network

Kind = TypeVar("Kind", TestEndpoint, ProductionEndpoint)


class Client(Generic[Kind]):
    """Calls one service; several threads may share it.

    Every call returns a typed result or raises a FilingError: RetryableError (nothing happened),
    UnknownOutcomeError (find out), FinalError (mend something first). Redirects are not followed
    and proxies of the environment are used. `transport` is for tests and for those who must.
    """

    @overload
    def __init__(
        self: "Client[TestEndpoint]",
        base_url: TestEndpoint,
        credentials: TestCredentials,
        *,
        timeout: httpx.Timeout = ...,
        transport: httpx.BaseTransport | None = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: "Client[ProductionEndpoint]",
        base_url: ProductionEndpoint,
        credentials: ProductionCredentials,
        *,
        timeout: httpx.Timeout = ...,
        transport: httpx.BaseTransport | None = ...,
    ) -> None: ...

    def __init__(
        self,
        base_url: Endpoint,
        credentials: Credentials,
        *,
        timeout: httpx.Timeout = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
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
        self._http = httpx.Client(timeout=timeout, transport=transport, trust_env=outside)

    def status(self) -> answers.Connected:
        """Ask whether connection and credentials are good."""
        return answers.read_status(self._ask(Call.STATUS, self._line.look(Call.STATUS)))

    def xsd(self) -> answers.Schema:
        """Fetch the schema that the service publishes."""
        return answers.read_schema(self._ask(Call.XSD, self._line.look(Call.XSD)))

    def submit(self, document: bytes, *, key: str | None = None) -> answers.Opened:
        """Open a report with an XML document; it is not filed before it is finished.

        `key` is an Idempotency-Key, for services that know them.
        """
        return answers.read_opened(self._ask(Call.SUBMIT, self._line.submit(document, key)))

    def finish(self, report_id: int, *, key: str | None = None) -> answers.Finished:
        """Complete an open report: from here on it is filed."""
        answer = self._ask(Call.FINISH, self._line.move(Call.FINISH, report_id, key))
        return answers.read_finished(answer, report_id)

    def retract(self, report_id: int, *, key: str | None = None) -> answers.Retracted:
        """Cancel a report that was not finished."""
        answer = self._ask(Call.RETRACT, self._line.move(Call.RETRACT, report_id, key))
        return answers.read_retracted(answer, report_id)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, call: Call, request: httpx.Request) -> answers.Answer:
        with network(call):
            request.extensions["timeout"] = self._http.timeout.as_dict()
            response = self._http.send(request, stream=True)
            try:
                return answer_of(response, response.iter_bytes(), Patience(self._http.timeout))
            finally:
                response.close()


AnyClient = Client[TestEndpoint] | Client[ProductionEndpoint]


def client_of(
    endpoint: Endpoint,
    credentials: Credentials,
    timeout: httpx.Timeout,
    transport: httpx.BaseTransport | None = None,
) -> AnyClient:
    """Return a client of whichever kind endpoint and credentials are.

    Raises:
        EndpointRefusedError: they are of different kinds.
    """
    if isinstance(endpoint, TestEndpoint) and isinstance(credentials, TestCredentials):
        return Client(endpoint, credentials, timeout=timeout, transport=transport)
    if isinstance(endpoint, ProductionEndpoint) and isinstance(credentials, ProductionCredentials):
        return Client(endpoint, credentials, timeout=timeout, transport=transport)
    check_pair(endpoint, credentials)
    raise AssertionError(endpoint.kind)
