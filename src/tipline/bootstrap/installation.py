"""An installation: made, opened, made ready for a copy to come back, or refused."""

from tipline.bootstrap.hotline import Hotline
from tipline.bootstrap.keys import check_index_keys
from tipline.bootstrap.openness import make_files_private
from tipline.bootstrap.surroundings import system_clock
from tipline.config import Mode, Settings, check_production
from tipline.config.public import read_site
from tipline.domain.errors import (
    FolderMissingError,
    KeysUnusableError,
    NotInProductionError,
    SchemaOutdatedError,
)


def create_hotline(settings: Settings) -> bool:
    """Make folder, keys and database where they are missing; tell whether the keys are new.

    Raises:
        KeysUnusableError: some keys are missing, or all are and the database is in use: new ones
            could not open what is there.
    """
    from tipline.gateways.key_files import create_keys  # noqa: PLC0415
    from tipline.stores.audit_log import read_head  # noqa: PLC0415
    from tipline.stores.database import migrate  # noqa: PLC0415

    make_files_private()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _configure(settings)
    migrate()
    if read_head().size and not settings.keys.exists():
        raise KeysUnusableError(
            f"The database is in use, but {settings.keys} is missing: bring it back, or"
            " `tipline keys import` an export of it."
        )
    return create_keys(settings.keys)


def prepare_restore(settings: Settings) -> Hotline:
    """Return an installation to restore into: with its keys, and an empty database.

    Raises:
        KeysUnusableError: there are no keys; import them first.
    """
    from tipline.gateways.key_files import load_hotline_public  # noqa: PLC0415
    from tipline.stores.database import migrate  # noqa: PLC0415

    load_hotline_public(settings.keys)
    _configure(settings)
    migrate()
    return Hotline(settings)


def open_hotline(settings: Settings) -> Hotline:
    """Return an installation that exists already.

    Raises:
        FolderMissingError: there is no hotline in this folder yet.
        SchemaOutdatedError: the database is of another version, or was never set up.
    """
    from tipline.stores.database import is_current  # noqa: PLC0415

    if not settings.data.is_dir():
        raise FolderMissingError
    _configure(settings)
    if not is_current():
        raise SchemaOutdatedError
    return Hotline(settings)


def is_served(settings: Settings) -> bool:
    """Tell whether a writer process has this folder already."""
    from tipline.stores.writer.clients import SocketWriter  # noqa: PLC0415

    return SocketWriter(settings.writer_socket).is_served()


def refuse_unready(settings: Settings, *, demo: bool, public: bool = True) -> None:
    """Stop a hotline people rely on from starting while something is missing, naming each lack.

    With `public` the form for the public is to be open, and must be ready too.

    Raises:
        SettingsError: something in the form's folder is wrong; or, in production, everything that
            is missing, with what to do.
        CertificateUnusableError: clients would refuse the certificate, or it is not the key's.
        KeysUnusableError: the store's identifiers are blind under other keys than those there.
    """
    from tipline.gateways.certificates import check_certificate  # noqa: PLC0415
    from tipline.services.desk.count_administrators import (  # noqa: PLC0415
        count_administrators,
    )

    hotline = Hotline(settings)
    check_index_keys(hotline)
    count = count_administrators(hotline.desk_reader)
    site = read_site(settings) if public else None
    check_production(settings, count, demo=demo, site=site)
    if settings.tls_cert is not None and settings.tls_key is not None:
        check_certificate(settings.tls_cert, settings.tls_key, system_clock().now())


def refuse_in_production(settings: Settings) -> None:
    """Stop what is for trials only.

    Raises:
        NotInProductionError: this is a hotline people rely on.
    """
    if settings.mode is Mode.PRODUCTION:
        raise NotInProductionError


def _configure(settings: Settings) -> None:
    from django.conf import settings as django_settings  # noqa: PLC0415

    from tipline.gateways.logs import set_up_logs  # noqa: PLC0415
    from tipline.stores.database import (  # noqa: PLC0415
        configure,
        postgresql_settings,
        sqlite_settings,
    )

    make_files_private()
    if django_settings.configured:
        return
    set_up_logs(as_json=settings.mode is Mode.PRODUCTION)
    if settings.database_url is not None:
        database = postgresql_settings(settings.database_url)
    else:
        database = sqlite_settings(settings.data)
    # Connections last as long as the process; one that broke is opened anew.
    configure({**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True})
