"""Builds the desk as an application, to be mounted under `/desk`."""

from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, answer_links, referral_reader, system_randomness
from tipline.bootstrap.referring import Referrals
from tipline.config import Mode
from tipline.doors.desk.parts import Outward, Parts, install
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
    referrals = Referrals(hotline)
    install(
        Parts(
            reader=hotline.reader,
            desk=hotline.desk_reader,
            writer=hotline.writer,
            links=hotline.link_reader,
            cases=hotline.case_reader,
            referrals=referral_reader(),
            outward=Outward(
                directory=referrals.directory,
                is_directory_old=referrals.is_directory_old,
                adviser=referrals.adviser,
                registry=referrals.registry,
                signer=referrals.signer,
                encrypter=referrals.encrypter,
                links=answer_links(hotline),
                house=referrals.house,
                preview_key=referrals.preview_key(),
            ),
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
