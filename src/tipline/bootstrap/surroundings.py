"""What lies outside an installation: the clock, chance, the mail server, another door."""

from typing import TYPE_CHECKING

from tipline.config import Settings
from tipline.gateways.system_clock import SystemClock

# Types only: a command that needs just the clock should not wait for the rest.
if TYPE_CHECKING:
    from tipline.gateways.mail.smtp import SmtpServer
    from tipline.ports.clock import Clock
    from tipline.ports.gateways import ProviderGateway
    from tipline.ports.outgoing import MailGateway
    from tipline.ports.secrets import Randomness


def system_clock() -> "Clock":
    """Return the clock for real use."""
    return SystemClock()


def system_randomness() -> "Randomness":
    """Return the random source for real use."""
    from tipline.gateways.system_randomness import SystemRandomness  # noqa: PLC0415

    return SystemRandomness()


def mail_gateway(settings: Settings, clock: "Clock") -> "MailGateway | None":
    """Return the way to the mail server; None if there is none in the settings.

    Raises:
        SettingsError: the file with its password cannot be used.
    """
    server = smtp_server(settings)
    if server is None or settings.mail_from is None:
        return None
    from tipline.gateways.mail.smtp import SmtpMail  # noqa: PLC0415

    return SmtpMail(server, settings.mail_from, settings.alert_to, clock)


def smtp_server(settings: Settings) -> "SmtpServer | None":
    """Return where mail is handed over; None if there is no mail server in the settings.

    Raises:
        SettingsError: the file with its password cannot be used.
    """
    if settings.smtp_host is None:
        return None
    from tipline.config.mail import PORTS, Security  # noqa: PLC0415
    from tipline.config.passwords import read_password  # noqa: PLC0415
    from tipline.gateways.mail.smtp import SmtpServer  # noqa: PLC0415

    file, security = settings.smtp_password_file, settings.smtp_security
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[security],
        starttls=security is Security.STARTTLS,
        tls=security is Security.TLS,
        username=settings.smtp_username,
        password=None if file is None else read_password(file),
    )


def is_package_signed(manifest: bytes, signature: bytes, public_pem: bytes) -> bool:
    """Tell whether the manifest of a package was signed with a key.

    Raises:
        KeysUnusableError: this is no public key that packages are signed with.
    """
    from tipline.gateways.packages.sign import is_signed  # noqa: PLC0415

    return is_signed(manifest, signature, public_pem)


def find_provider_door(host: str, port: int) -> None:
    """Refuse an address where no provider door answers in plain HTTP, and say what does."""
    from tipline.gateways.provider_http import find_door  # noqa: PLC0415

    find_door(host, port)


def provider_door(host: str, port: int, username: str, password: str) -> "ProviderGateway":
    """Return a provider's connection to a door."""
    from tipline.gateways.provider_http import ProviderHttp  # noqa: PLC0415

    return ProviderHttp(host, port, username, password)
