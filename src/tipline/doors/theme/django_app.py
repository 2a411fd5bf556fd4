"""The frame around Django: one process-wide set of settings, one application for each door.

Django's settings are made with the store; here is added what only web pages need. Doors differ in
their addresses, which travel with each request.
"""

from typing import Any, Final, cast

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from starlette.types import ASGIApp

from tipline.doors.theme.frame import LARGEST_FORM, Frame

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
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST_FORM,
        "FILE_UPLOAD_HANDLERS": [],
        "APPEND_SLASH": False,
    }
    for name, value in wanted.items():
        setattr(settings, name, value)


def django_door(urlconf: str) -> ASGIApp:
    """Return a door with the addresses of one module; call `prepare_django` before."""
    if not hasattr(settings, "ROOT_URLCONF"):
        settings.ROOT_URLCONF = urlconf
    return Frame(cast("ASGIApp", _Door(urlconf)))


class _Door(ASGIHandler):
    """Django's handler, with addresses of its own."""

    def __init__(self, urlconf: str) -> None:
        super().__init__()
        self._urlconf = urlconf

    def create_request(self, scope: Any, body_file: Any) -> Any:  # noqa: ANN401 - Django's
        """Return the request, bound to this door's addresses."""
        request, error = super().create_request(scope, body_file)
        if request is not None:
            request.urlconf = self._urlconf
        return request, error
