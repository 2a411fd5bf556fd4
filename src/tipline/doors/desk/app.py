"""Builds the desk as an application, to be mounted under `/desk`."""

from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, system_randomness
from tipline.config import Mode
from tipline.doors.desk.parts import Parts, install
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.doors.theme.throttle import Throttle

_URLS = "tipline.doors.desk.urls"


def build_app(hotline: Hotline, passphrase: str | None = None) -> ASGIApp:
    """Return the desk of a hotline; the passphrase opens its private key, if that has one.

    Raises:
        KeysUnusableError: a key is missing, or protected by another passphrase.
    """
    secure = hotline.settings.mode is Mode.PRODUCTION
    prepare_django(hotline.desk_key("pages"), secure=secure)
    install(
        Parts(
            reader=hotline.reader,
            desk=hotline.desk_reader,
            writer=hotline.writer,
            links=hotline.link_reader,
            cases=hotline.case_reader,
            conversations=hotline.conversation_reader,
            opener=hotline.opener(passphrase),
            sealer=hotline.sealer,
            notes=hotline.note_sealer,
            index=hotline.index,
            passwords=hotline.passwords,
            factors=hotline.second_factors,
            randomness=system_randomness(),
            clock=hotline.clock,
            throttle=Throttle(),
            secure=secure,
        )
    )
    return django_door(_URLS)
