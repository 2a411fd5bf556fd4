"""`TIPLINE_FILING` of Django's settings: what is in it, and everything that is wrong with it.

TO, KIND, USERNAME and PASSWORD say with whom and as whom; OUTBOX is the folder of the outbox;
DATABASES, if it is there, are the aliases whose transactions file reports.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS

from tipline.filing import (
    Filer,
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
)
from tipline.filing.errors import EndpointRefusedError

_NEEDED: Final = ("TO", "KIND", "USERNAME", "PASSWORD", "OUTBOX")
_KNOWN: Final = frozenset({*_NEEDED, "DATABASES"})
_EXAMPLE: Final = (
    'TIPLINE_FILING = {"TO": "https://hotline.example.org/ispws", "KIND": "test",'
    ' "USERNAME": ..., "PASSWORD": ..., "OUTBOX": "/var/lib/platform/outbox"}'
)


class Flaw(NamedTuple):
    """Something wrong with the settings; one that is only `odd` stops nothing."""

    number: int
    message: str
    hint: str = ""
    odd: bool = False


def examine() -> list[Flaw]:
    """Return everything that is wrong with `TIPLINE_FILING`; never the password itself."""
    known = getattr(settings, "TIPLINE_FILING", None)
    if not isinstance(known, Mapping):
        return [Flaw(1, "TIPLINE_FILING is missing, or is no dictionary.", _EXAMPLE)]
    names = sorted(name for name in known if name not in _KNOWN)
    flaws = [Flaw(2, f"TIPLINE_FILING has no setting {name!r}.") for name in names]
    flaws += [_missing(name) for name in _NEEDED if not known.get(name)]
    return [*flaws, *_service(known), *_outbox(known.get("OUTBOX")), *_databases(known)]


def aliases() -> tuple[str, ...]:
    """Return the databases whose transactions file reports; the first is the usual one."""
    known = getattr(settings, "TIPLINE_FILING", {})
    return tuple(known.get("DATABASES") or (DEFAULT_DB_ALIAS,))


def open_filer() -> Filer:
    """Return the outbox that the settings name.

    Raises:
        ImproperlyConfigured: something is wrong with them; all of it together.
        TiplineError: the outbox cannot be opened.
    """
    wrong = [flaw.message for flaw in examine() if not flaw.odd or flaw.number == _NO_PASSWORD]
    if wrong:
        raise ImproperlyConfigured(" ".join(wrong))
    known: Mapping[str, Any] = settings.TIPLINE_FILING
    if known["KIND"] == "production":
        return Filer(
            known["OUTBOX"],
            ProductionEndpoint(known["TO"]),
            ProductionCredentials(known["USERNAME"], known["PASSWORD"]),
        )
    return Filer(
        known["OUTBOX"],
        TestEndpoint(known["TO"]),
        TestCredentials(known["USERNAME"], known["PASSWORD"]),
    )


_NO_PASSWORD: Final = 4


def _missing(name: str) -> Flaw:
    if name == "PASSWORD":
        hint = "Only `manage.py tipline_filing` needs it; web processes may do without."
        return Flaw(_NO_PASSWORD, "TIPLINE_FILING has no PASSWORD here.", hint, odd=True)
    return Flaw(3, f"TIPLINE_FILING has no {name}.", _EXAMPLE)


def _service(known: Mapping[str, Any]) -> Iterator[Flaw]:
    kind = known.get("KIND")
    if kind and kind not in {"test", "production"}:
        yield Flaw(5, "KIND of TIPLINE_FILING is 'test' or 'production'.")
    is_production = kind == "production"
    if known.get("TO"):
        try:
            (ProductionEndpoint if is_production else TestEndpoint)(known["TO"])
        except EndpointRefusedError as error:
            yield Flaw(6, f"TO of TIPLINE_FILING cannot be used. {error}")
    if known.get("USERNAME"):
        try:
            TestCredentials(known["USERNAME"], "any")
        except (EndpointRefusedError, TypeError):
            yield Flaw(7, "USERNAME of TIPLINE_FILING has 1 to 255 characters and no colon.")
    if is_production and settings.DEBUG:
        hint = "Pages of errors under DEBUG show what is in memory."
        yield Flaw(8, "DEBUG is on, and reports are filed in production.", hint, odd=True)


def _outbox(folder: object) -> Iterator[Flaw]:
    if not folder:
        return
    if not isinstance(folder, str | Path) or not Path(folder).is_absolute():
        yield Flaw(9, "OUTBOX of TIPLINE_FILING is the absolute path of a folder.")
        return
    served = [settings.MEDIA_ROOT, settings.STATIC_ROOT, *_static_folders()]
    inside = [place for place in served if place and _is_in(Path(folder), Path(place))]
    if inside:
        yield Flaw(10, "OUTBOX of TIPLINE_FILING is in a folder that the web server may serve.")


def _static_folders() -> Sequence[str]:
    # An entry may be a pair: a prefix, then the folder.
    return [str(one[1] if isinstance(one, tuple) else one) for one in settings.STATICFILES_DIRS]


def _is_in(folder: Path, place: Path) -> bool:
    return folder.resolve().is_relative_to(place.resolve())


def _databases(known: Mapping[str, Any]) -> Iterator[Flaw]:
    named = known.get("DATABASES") or (DEFAULT_DB_ALIAS,)
    if isinstance(named, str) or not all(isinstance(one, str) for one in named):
        yield Flaw(11, "DATABASES of TIPLINE_FILING is a list of aliases.")
        return
    for alias in named:
        if alias not in settings.DATABASES:
            yield Flaw(12, f"DATABASES of TIPLINE_FILING names {alias!r}, which is no database.")
        elif settings.DATABASES[alias].get("AUTOCOMMIT") is False:
            yield Flaw(13, f"The database {alias!r} has AUTOCOMMIT off: filing needs it on.")
