"""What is done on the page of a referral: downloading, resolving, withdrawing, ending a link."""

import io
import json
import re
import zipfile
from typing import Final

from django.http import HttpResponse

from tipline.domain.referrals.naming import MOST_VERSIONS, package_name
from tipline.domain.referrals.states import StopReason
from tipline.doors.desk.referrals.page import no_referral, referral_page
from tipline.doors.desk.referrals.pointing import tell_change
from tipline.doors.desk.report import Trouble
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.operations import AnyResult, Done, Resolution
from tipline.ports.referrals.rows import VersionRow
from tipline.services.referrals.handle_referral import (
    pick_up,
    read_package,
    resolve_delivery,
    revoke_link,
    withdraw_referral,
)
from tipline.services.referrals.read_notes import read_notes

_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_PRINT: Final = re.compile(r"print(-[0-9]+)?\.pdf")
_MANIFEST: Final = "manifest.json"
_ZIP_TYPE: Final = "application/zip"
_PDF_TYPE: Final = "application/pdf"


def download(visit: Visit, number: int) -> HttpResponse:
    """Give a version as it was released: to hand it over, or to look at it."""
    found = _version(visit, number)
    if found is None:
        return _stale(visit, number)
    take = pick_up if visit.form("as") == "pick_up" else read_package
    got = take(number, found.version, visit.user, visit.parts.dispatch(), visit.parts.opener)
    if not isinstance(got, bytes):
        return _stale(visit, number)
    name = package_name(number, found.version)
    return _print(got, name) if visit.form("form") == "print" else _file(got, name, _ZIP_TYPE)


def show_changes(visit: Visit, number: int) -> HttpResponse:
    """Show what a version says that the one before did not: where, never what."""
    found = _version(visit, number)
    if found is None:
        return _stale(visit, number)
    got = read_package(
        number, found.version, visit.user, visit.parts.dispatch(), visit.parts.opener
    )
    if not isinstance(got, bytes):
        return _stale(visit, number)
    manifest = json.loads(_inside(got, _MANIFEST))
    return visit.page(
        "referral_changes.html",
        f"Changes of referral {number}",
        number=number,
        version=found.version,
        changes=[tell_change(**one) for one in manifest.get("changes", ())],
    )


def show_notes(visit: Visit, number: int) -> HttpResponse:
    """Show what the agency wrote with its answers; the audit log says so first."""
    notes = read_notes(number, visit.user, visit.parts.dispatch(), visit.parts.opener)
    return _stale(visit, number) if notes is None else referral_page(visit, number, notes=notes)


def resolve(visit: Visit, number: int) -> HttpResponse:
    """Say what is known of a delivery, or what is to be done with it."""
    found, word = _version(visit, number), visit.form("resolution")
    if found is None or word not in set(Resolution):
        return _stale(visit, number)
    result = resolve_delivery(
        number, found.version, Resolution(word), visit.user, visit.parts.writer()
    )
    return _after(visit, number, result, word)


def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Send nothing more of a referral, for the reason that was chosen."""
    chosen = visit.form("reason")
    if chosen not in set(StopReason):
        words = "Choose why you withdraw it."
        return referral_page(visit, number, Trouble("Nothing was withdrawn", "reason", words))
    result = withdraw_referral(number, StopReason(chosen), visit.user, visit.parts.writer())
    return _after(visit, number, result, "withdrawn")


def revoke(visit: Visit, number: int) -> HttpResponse:
    """Let the link of one version answer nothing more."""
    found = _version(visit, number)
    if found is None:
        return _stale(visit, number)
    result = revoke_link(number, found.version, visit.user, visit.parts.writer())
    return _after(visit, number, result, "revoked")


def _version(visit: Visit, number: int) -> VersionRow | None:
    """Return the version that a form names."""
    text = visit.form("version")
    if _NUMBER.fullmatch(text) is None or not 1 <= int(text) <= MOST_VERSIONS:
        return None
    return visit.parts.referrals.version(number, int(text))


def _after(visit: Visit, number: int, result: AnyResult, notice: str) -> HttpResponse:
    if isinstance(result, Done):
        return redirect("referral", number, query=f"notice={notice}")
    return _stale(visit, number)


def _stale(visit: Visit, number: int) -> HttpResponse:
    if visit.parts.referrals.referral(number) is None:
        return no_referral(visit)
    advice = (
        "It was changed meanwhile, or there is no such version. Open the referral again to see "
        "how it stands now."
    )
    return visit.page("message.html", "This cannot be done", 409, advice=advice)


def _inside(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as bundle:
        return bundle.read(name)


def _print(package: bytes, name: str) -> HttpResponse:
    """Return the pages to print; they are in several parts if there are very many."""
    with zipfile.ZipFile(io.BytesIO(package)) as bundle:
        parts = {one: bundle.read(one) for one in bundle.namelist() if _PRINT.fullmatch(one)}
    if len(parts) == 1:
        return _file(next(iter(parts.values())), name.replace(".zip", ".pdf"), _PDF_TYPE)
    together = io.BytesIO()
    with zipfile.ZipFile(together, "w") as bundle:
        for part, data in parts.items():
            bundle.writestr(zipfile.ZipInfo(part), data)
    return _file(together.getvalue(), name.replace(".zip", "-print.zip"), _ZIP_TYPE)


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep; the frame says that nothing else may keep it."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
