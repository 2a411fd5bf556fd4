"""Refuses a request in the words of the door it came to: its own page for the status."""

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, set_urlconf

_FORBIDDEN = 403


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    """Answer with what the door's module of addresses calls `handler413` for 413, and so on."""
    addresses = getattr(request, "urlconf", None)
    set_urlconf(addresses)  # before an address is looked up, Django does not know the door
    handler = get_resolver(addresses).resolve_error_handler(status)
    answer: HttpResponse = handler(request)
    return answer


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form whose token is missing or wrong."""
    return refuse(request, _FORBIDDEN)
