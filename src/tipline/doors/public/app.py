"""Builds the public door as an application, to be mounted at `/`."""

from typing import Final

from django.conf import settings
from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, system_randomness
from tipline.config import Mode
from tipline.config.public import PublicSite
from tipline.doors.public.gate import Checks, Gate
from tipline.doors.public.leave import Leave
from tipline.doors.public.parts import Parts, install
from tipline.doors.public.tokens import Tokens
from tipline.doors.public.turns import Rate
from tipline.doors.public.visit import cookie_name
from tipline.doors.public.words import load_words
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.services.public.counter import PublicNumbers
from tipline.services.public.send_report import challenge_of

LARGEST_FORM: Final = 262_144
"""Bytes of a page of answers: the longest text there is room for, in any script, and the rest."""

_URLS: Final = "tipline.doors.public.urls"
_SECRET_BYTES: Final = 32


def build_app(hotline: Hotline, rates: dict[str, Rate] | None = None) -> ASGIApp:
    """Return the public door; it has no key that opens what was sent.

    `rates` are for measurements that must not wait for a turn.

    In a process that has the desk as well, build that first: its secret is for its forms.

    Raises:
        SettingsError: the operator's folder of the form is wrong; all problems together.
    """
    secure = hotline.settings.mode is Mode.PRODUCTION
    if not hasattr(settings, "ROOT_URLCONF"):
        prepare_django(system_randomness().random_bytes(_SECRET_BYTES), secure=secure)
    site = hotline.public_site()
    parts = _parts(hotline, site, secure=secure)
    install(parts)
    checks = checks_of(parts)
    door = django_door(_URLS, LARGEST_FORM, lambda pages: Gate(pages, checks, rates))
    return Leave(door, site.exit_to, secure=secure)


def checks_of(parts: Parts) -> Checks:
    """Return how the gate knows a visit and its proof of work."""
    counter = parts.counter()
    return Checks(
        cookie=cookie_name(secure=parts.secure),
        tokens=parts.tokens,
        now=lambda: int(counter.clock.now().timestamp()),
        challenge=lambda secret: challenge_of(counter.keys.draft_key(secret)),
        work_bits=counter.work_bits,
    )


def _parts(hotline: Hotline, site: PublicSite, *, secure: bool) -> Parts:
    files = {code: file.open for code, file in site.translations.items()}
    numbers = PublicNumbers()
    return Parts(
        counter=lambda: hotline.public_counter(site, numbers),
        site=site,
        languages=load_words(site.languages, site.texts, files),
        tokens=Tokens(hotline.public_page_key()),
        randomness=system_randomness(),
        secure=secure,
        kept_days=hotline.settings.retention_days,
    )
