"""Builds the partner door as an application, to be mounted under `/answer`."""

from typing import Final

from django.conf import settings
from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, answer_links, system_randomness
from tipline.bootstrap.partner import agencies_of, answering_for
from tipline.config import Mode
from tipline.doors.partner.gate import Gate
from tipline.doors.partner.parts import House, Parts, install
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.doors.theme.turns import Rate

LARGEST_FORM: Final = 32_768
"""Bytes of an answer: the longest note there is room for, in any script, and the rest."""

_URLS: Final = "tipline.doors.partner.urls"
_SECRET_BYTES: Final = 32


def build_app(hotline: Hotline, rates: dict[str, Rate] | None = None) -> ASGIApp:
    """Return the partner door; it has no key that opens what was sent or answered.

    `rates` are for measurements that must not wait for a turn.
    """
    if not hasattr(settings, "ROOT_URLCONF"):
        secure = hotline.settings.mode is Mode.PRODUCTION
        prepare_django(system_randomness().random_bytes(_SECRET_BYTES), secure=secure)
    said = hotline.settings
    house = House(
        name=said.sender_name or said.name,
        email=said.sender_email or "",
        phone=said.sender_phone or "",
        page=said.sender_page or "",
    )
    links = answer_links(hotline)
    install(
        Parts(
            answering=lambda: answering_for(hotline, links),
            directory=lambda: agencies_of(hotline),
            house=house,
        )
    )
    return django_door(_URLS, LARGEST_FORM, lambda pages: Gate(pages, links, rates))
