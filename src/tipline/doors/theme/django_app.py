"""The frame around Django: one process-wide set of settings, one application for each door.

Django's settings are made with the store; here is added what only web pages need. Doors differ in
their addresses, which travel with each request.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from typing import Any, Final, cast

import structlog
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import got_request_exception, request_started
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix
from starlette.types import ASGIApp

from tipline.doors.theme.frame import LARGEST_FORM, REFUSED, Frame
from tipline.doors.theme.places import FIRST, Places
from tipline.gateways.logs import place_of

_log: Final = structlog.get_logger(__name__)

_UNREADABLE: Final = 400
_THREADS: Final = 4
"""Pages worked on at once in one process; each thread keeps a connection to the database.

With two, a process waits half the time: for the writer's fsync, or for a slow hash.
"""

_AFTER: Final = "tipline_answer_after"

_MIDDLEWARE: Final = ("tipline.doors.theme.middleware.FormMiddleware",)


def prepare_django(secret: bytes, *, secure: bool) -> None:
    """Add the settings of web pages; `secure` when every request comes through TLS."""
    wanted: dict[str, Any] = {
        "SECRET_KEY": secret.hex(),
        "ALLOWED_HOSTS": ["*"],  # no address is ever built from the name in a request
        "MIDDLEWARE": list(_MIDDLEWARE),
        "CSRF_COOKIE_NAME": "__Host-form" if secure else "form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_AGE": None,
        "CSRF_FAILURE_VIEW": "tipline.doors.theme.refusal.form_refused",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": None,  # the frame of each door has its own limit
        "FILE_UPLOAD_HANDLERS": [],
        "APPEND_SLASH": False,
    }
    for name, value in wanted.items():
        setattr(settings, name, value)


def django_door(
    urlconf: str,
    largest_form: int = LARGEST_FORM,
    before: Callable[[ASGIApp], ASGIApp] = lambda door: door,
) -> ASGIApp:
    """Return a door with the addresses of one module; call `prepare_django` before.

    A form may have `largest_form` bytes; `before` puts something between frame and pages.
    """
    if not hasattr(settings, "ROOT_URLCONF"):
        settings.ROOT_URLCONF = urlconf
    return Frame(before(cast("ASGIApp", _Door(urlconf))), largest_form=largest_form)


def answer_after(response: HttpResponse, seconds: float) -> HttpResponse:
    """Have an answer sent no sooner than so long after the request, so that time tells nothing.

    Nobody else waits for it.
    """
    setattr(response, _AFTER, seconds)
    return response


def _log_fault(**_: object) -> None:
    """Write down where a request failed; what it said stays out of the log."""
    error = sys.exc_info()[1]
    if error is not None:
        _log.error("request_failed", **place_of(error))


got_request_exception.connect(_log_fault, dispatch_uid="tipline")


class _Door(ASGIHandler):
    """Django's handler, with addresses of its own, and all its work done in one go on a thread.

    Django's own way goes to and fro between the loop and a new thread several times for each
    request, and would wait at every step while the provider door is busy.
    """

    def __init__(self, urlconf: str) -> None:
        # Not the parent's: it would load everything for use in the event loop.
        self.load_middleware(is_async=False)
        self._urlconf = urlconf
        self._threads = ThreadPoolExecutor(_THREADS, "pages")
        self._places = Places(_THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer one request, whose body the frame has gathered."""
        body = (await receive()).get("body", b"")
        loop, run = asyncio.get_running_loop(), copy_context().run
        began = loop.time()
        async with self._places.one(first=bool(scope.get(FIRST))):
            response = await loop.run_in_executor(self._threads, run, self._answer, scope, body)
        wait = began + getattr(response, _AFTER, 0.0) - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        await self.send_response(response, send)

    def _answer(self, scope: Any, body: bytes) -> HttpResponseBase:  # noqa: ANN401 - ASGI's
        """Return the whole answer; connections to the database are looked after around it."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, BytesIO(body))
        answer: HttpResponseBase = self.get_response(request) if refusal is None else refusal
        answer.close()
        return answer

    def create_request(self, scope: Any, body_file: Any) -> Any:  # noqa: ANN401 - Django's
        """Return the request, bound to this door's addresses; what cannot be read is refused."""
        request, error = super().create_request(scope, body_file)
        if request is None:  # the query is not UTF-8
            bare = {**scope, "query_string": b"", REFUSED: _UNREADABLE}
            request, error = super().create_request(bare, body_file)
        if request is not None:
            request.urlconf = self._urlconf
        return request, error
