"""The operator's two colours as a style sheet of our own, under a name that goes with them."""

import hashlib
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tipline.config.public import Colours, PublicSite
from tipline.doors.public.parts import present

_FOREVER: Final = "public, max-age=31536000, immutable"


def colours_address(site: PublicSite) -> str:
    """Return where the operator's colours are; empty if they are as they come."""
    text = _sheet(site)
    return reverse("colours", args=(_digest(text),)) if text else ""


def serve_colours(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer with the operator's colours."""
    text = _sheet(present().site)
    if not text or digest != _digest(text):
        raise Http404
    headers = {"Cache-Control": _FOREVER}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)


def _sheet(site: PublicSite) -> str:
    if site.colours == Colours():
        return ""
    brand, link, away = site.colours.brand, site.colours.link, ":not(:focus)"
    return (
        f".tl-bar{{background:{brand}}}"
        f".tl-never,.tl-code,.tl-message--desk{{border-color:{brand}}}"
        f".govuk-link{away},.tl-languages a{away},.tl-plain{away},.tl-number{away}{{color:{link}}}"
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
