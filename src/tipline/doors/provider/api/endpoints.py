"""The calls of the JSON surface: reports that are opened and finished in one call."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tipline.domain.lifecycle import State, state_at
from tipline.domain.moments import from_microseconds
from tipline.doors.provider.api.answers import JSON, shown
from tipline.doors.provider.api.openapi import openapi_document
from tipline.doors.provider.api.shapes import (
    LinksAnswer,
    Receipt,
    ReportAnswer,
    fact_groups,
    own_link,
)
from tipline.doors.provider.forms import number_in
from tipline.doors.provider.reception import Beginning, Reception
from tipline.doors.provider.refusals import ReportUnknownError, RequestInvalidError
from tipline.ports.stores import ProviderRow
from tipline.services.read_document import Format

BASE: Final = "/api"
REPORTS: Final = f"{BASE}/v1/reports"


def routes(reception: Reception) -> list[Route]:
    """Return the routes of this surface."""
    calls = _Calls(reception)
    return [
        Route(REPORTS, calls.file, methods=["POST"]),
        Route(f"{REPORTS}/{{number}}", calls.show, methods=["GET"]),
        Route(f"{REPORTS}/{{number}}/links", calls.links, methods=["GET"]),
        Route(f"{REPORTS}/{{number}}/supplements", calls.supplement, methods=["POST"]),
        Route(f"{BASE}/openapi.json", calls.describe, methods=["GET"]),
    ]


class _Calls:
    """One method for each call."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def file(self, request: Request) -> Response:
        """File a report; it is finished at once."""
        return await self._take(request, await self._reception.admit(request))

    async def supplement(self, request: Request) -> Response:
        """Add facts to a report."""
        provider = await self._reception.admit(request)
        return await self._take(request, provider, _number(request))

    async def show(self, request: Request) -> Response:
        """Show where a report of this provider stands."""
        provider = await self._reception.admit(request)
        row = await self._reception.report(_number(request), provider)
        supplements = await self._reception.supplements(row.number)
        answer = ReportAnswer(
            number=row.number,
            state=state_at(row.state, row.opened_at, self._reception.now()).name.lower(),
            receipt=_receipt(row.number, row.opened_at, row.digest),
            completeness=fact_groups(row.facts),
            test=row.is_test,
            supplement_to=row.supplements,
            supplements=tuple(supplements),
        )
        return shown(answer)

    async def links(self, request: Request) -> Response:
        """Show which reports of this provider a report of its own is linked with."""
        provider = await self._reception.admit(request)
        row = await self._reception.report(_number(request), provider)
        found = await self._reception.links(row, provider)
        answer = LinksAnswer(
            number=row.number if row.supplements is None else row.supplements,
            links=tuple(map(own_link, found.links)),
            more=found.more,
        )
        return shown(answer)

    async def describe(self, _request: Request) -> Response:
        """Describe this surface; open to all."""
        return Response(openapi_document(), media_type=JSON)

    async def _take(
        self, request: Request, provider: ProviderRow, to: int | None = None
    ) -> Response:
        receipt, facts = await self._reception.take(
            request, provider, Beginning(Format.JSON, State.FINISHED, to)
        )
        answer = ReportAnswer(
            number=receipt.number,
            state=State.FINISHED.name.lower(),
            receipt=_receipt(receipt.number, receipt.at, receipt.digest),
            completeness=fact_groups(facts),
            test=provider.is_test,
            supplement_to=to,
        )
        return shown(answer, 201, {"Location": f"{REPORTS}/{receipt.number}"})


def _receipt(number: int, at: int, digest: bytes) -> Receipt:
    return Receipt(number=number, received_at=from_microseconds(at), digest=digest.hex())


def _number(request: Request) -> int:
    """Return the number in the path; what is none is nobody's report."""
    try:
        return number_in(request.path_params["number"])
    except RequestInvalidError:
        raise ReportUnknownError from None
