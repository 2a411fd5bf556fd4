"""Builds the public door as an application, to be mounted at `/`."""

from django.conf import settings
from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, system_randomness
from tipline.config import Mode
from tipline.doors.theme.django_app import django_door, prepare_django

_URLS = "tipline.doors.public.urls"
_SECRET_BYTES = 32


def build_app(hotline: Hotline) -> ASGIApp:
    """Return the public door; it has no key, and nothing on it is signed or remembered.

    In a process that has the desk as well, build that first: its secret is for its forms.
    """
    if not hasattr(settings, "ROOT_URLCONF"):
        secret = system_randomness().random_bytes(_SECRET_BYTES)
        prepare_django(secret, secure=hotline.settings.mode is Mode.PRODUCTION)
    return django_door(_URLS)
