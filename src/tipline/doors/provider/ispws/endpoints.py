"""The calls of the XML surface. Source: CyberTipline API reference, sections 1.1 to 1.4."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tipline.codecs.cybertipline import xsd_document
from tipline.domain.lifecycle import State, Step
from tipline.doors.provider.bodies import Body
from tipline.doors.provider.forms import read_report_number
from tipline.doors.provider.ispws.answers import XML, finished, success
from tipline.doors.provider.keys import key_use
from tipline.doors.provider.reception import Beginning, Reception
from tipline.services.read_document import Format

BASE: Final = "/ispws"


def routes(reception: Reception) -> list[Route]:
    """Return the routes of this surface."""
    calls = _Calls(reception)
    return [
        Route(f"{BASE}/status", calls.status, methods=["GET"]),
        Route(f"{BASE}/xsd", calls.xsd, methods=["GET"]),
        Route(f"{BASE}/submit", calls.submit, methods=["POST"]),
        Route(f"{BASE}/finish", calls.finish, methods=["POST"]),
        Route(f"{BASE}/retract", calls.retract, methods=["POST"]),
        Route(f"{BASE}/upload", calls.refuse_file, methods=["POST"]),
        Route(f"{BASE}/fileinfo", calls.refuse_file, methods=["POST"]),
    ]


class _Calls:
    """One method for each call."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def status(self, request: Request) -> Response:
        """Say that connection and credentials are good."""
        provider = await self._reception.admit(request)
        host = request.client.host if request.client else "unknown"
        return success(description=f"Remote User : {provider.username}, Remote Ip : {host}")

    async def xsd(self, request: Request) -> Response:
        """Give the schema of the report document."""
        await self._reception.admit(request)
        return Response(xsd_document(), media_type=XML)

    async def submit(self, request: Request) -> Response:
        """Open a report."""
        provider = await self._reception.admit(request)
        taken = await self._reception.take(request, provider, Beginning(Format.XML, State.OPEN))
        return success(taken.receipt.number)

    async def finish(self, request: Request) -> Response:
        """Complete an open report."""
        return finished(await self._move(request, Step.FINISH))

    async def retract(self, request: Request) -> Response:
        """Cancel an open report."""
        return success(await self._move(request, Step.RETRACT))

    async def refuse_file(self, request: Request) -> Response:
        """Discard a file, or what is said about one; the open report stays as it is."""
        await self._reception.admit(request)
        raise await Body(request, self._reception.bounds).refuse_file()

    async def _move(self, request: Request, step: Step) -> int:
        provider = await self._reception.admit(request)
        number = await read_report_number(request, self._reception.bounds)
        key = key_use(request, provider, str(number).encode())
        await self._reception.move(number, step, provider, key)
        return number
