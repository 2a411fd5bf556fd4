"""The yardstick *plain Django*: what a good team writes first, served by gunicorn.

One view, which parses, checks and seals with the very same functions, then writes through the ORM
in one atomic block: the same rows in the same tables, audit log included. `INTAKE_DATA` names the
hotline's folder.
"""

import base64
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from tipline.bootstrap import Hotline
from tipline.codecs.documents import DocumentError
from tipline.config import read_settings
from tipline.domain.audit.entry import Entry, entry_leaf, entry_line
from tipline.domain.audit.tree import Frontier
from tipline.domain.checks import check_report
from tipline.domain.desk import NOT_URGENT, Shelf
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.ports.operations import StoredReport
from tipline.services.prepare_report import Arrival, prepare_report
from tipline.services.read_document import CODECS, format_of
from tipline.stores import database

_SETTINGS = read_settings(Path(os.environ["INTAKE_DATA"]), {})
database.configure(
    {**database.sqlite_settings(_SETTINGS.data), "CONN_MAX_AGE": None},
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="not a secret: nothing is signed here",  # noqa: S106
    MIDDLEWARE=[],
)
_HOTLINE = Hotline(_SETTINGS)
_HASH_BYTES = 32


def submit(request: HttpRequest) -> HttpResponse:
    """Take a report, or say what is wrong with it."""
    now = datetime.now(UTC)  # noqa: TID251 - a plain view has no clock of its own
    models = _models()
    username, _, password = _credentials(request)
    provider = models.Provider.objects.filter(username=username, disabled_at=None).first()
    if provider is None or provider.secret != hashlib.sha256(password.encode()).digest():
        return HttpResponse(status=401)
    kind = format_of(request.body)
    try:
        report = CODECS[kind].decode_report(request.body)
    except DocumentError as error:
        return JsonResponse({"problems": [one.message for one in error.problems]}, status=400)
    problems = check_report(report, now)
    if problems:
        return JsonResponse({"problems": [one.message for one in problems]}, status=400)
    with transaction.atomic():
        models.Numbers.objects.filter(id=1).update(next=F("next") + 1)
        number = models.Numbers.objects.get(id=1).next - 1
        arrival = Arrival(
            number=number,
            door=kind.value,
            provider=provider.id,
            is_test=provider.is_test,
            state=State.FINISHED,
        )
        stored = prepare_report(report, arrival, _HOTLINE.sealer, _HOTLINE.index)
        _store(models, stored, now)
    return JsonResponse({"number": number, "digest": stored.digest.hex()}, status=201)


def _link(models: Any, stored: StoredReport) -> None:  # noqa: ANN401
    """Write identifiers and edges the plain way, without joining anything."""
    last = models.Identifier.objects.aggregate(last=Max("id"))["last"] or 0
    edges = []
    for key in stored.keys:
        known = models.Identifier.objects.filter(blind=key.blind, side=key.side)
        if not known.update(n=F("n") + 1):
            last += 1
            models.Identifier.objects.create(
                id=last,
                blind=key.blind,
                side=key.side,
                kind=key.kind,
                grade=key.grade,
                n=1,
                state=0,
                anchor=stored.number,
            )
        edges.append(
            models.Edge(
                identifier=known.get().id,
                at=key.at,
                report=stored.number,
                port=key.port,
                role=key.role,
                source=stored.number,
                place=key.place,
            )
        )
    models.Edge.objects.bulk_create(edges, ignore_conflicts=True)


def _store(models: Any, stored: StoredReport, now: datetime) -> None:  # noqa: ANN401
    at = to_microseconds(now)
    models.Report.objects.create(
        number=stored.number,
        door=stored.door,
        provider_id=stored.provider,
        is_test=stored.is_test,
        state=int(stored.state),
        urgent=stored.urgent,
        facts=stored.facts,
        opened_at=at,
        finished_at=at,
        digest=stored.digest,
        sealed_key=stored.sealed_key,
        sealed_body=stored.sealed_body,
    )
    models.Sighting.objects.bulk_create(
        models.Sighting(
            report_id=stored.number,
            place=place,
            kind=one.kind,
            role=one.role,
            at=one.at,
            display=one.display,
        )
        for place, one in enumerate(stored.sightings)
    )
    _link(models, stored)
    shelf = int(Shelf.UNREAD)
    models.DeskItem.objects.create(
        report_id=stored.number, shelf=shelf, rank=NOT_URGENT, at=at, queued_at=at
    )
    counted = models.DeskCount.objects.filter(shelf=shelf, rank=NOT_URGENT)
    if not counted.update(n=F("n") + 1):
        models.DeskCount.objects.create(shelf=shelf, rank=NOT_URGENT, n=1)
    head = models.AuditHead.objects.select_for_update().get(id=1)
    roots = bytes(head.roots)
    starts = range(0, len(roots), _HASH_BYTES)
    frontier = Frontier(head.size, tuple(roots[at : at + _HASH_BYTES] for at in starts))
    line = entry_line(
        Entry(
            number=head.size,
            at=now,
            actor=f"provider:{stored.provider}",
            action="report.submitted",
            subject=f"report:{stored.number}",
            digest=stored.digest.hex(),
        )
    )
    models.AuditEntry.objects.create(
        number=head.size, subject=f"report:{stored.number}", line=line
    )
    after = frontier.appended([entry_leaf(line)])
    head.size, head.roots = after.size, b"".join(after.roots)
    head.save()


def _credentials(request: HttpRequest) -> tuple[str, str, str]:
    encoded = request.headers.get("Authorization", "").partition(" ")[2]
    return base64.b64decode(encoded).decode().partition(":")


def _models() -> Any:  # noqa: ANN401
    from tipline.stores import models  # noqa: PLC0415 - only after Django was set up

    return models


urlpatterns = [path("ispws/submit", submit), path("api/v1/reports", submit)]
application = get_wsgi_application()
