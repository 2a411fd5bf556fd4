"""What can be set, as one frozen value; how it is read is not here."""

from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from tipline.config.mail import Security
from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem

FILE_NAME: Final = "tipline.toml"
DEFAULT_DATA: Final = Path("tipline-data")
DEFAULT_NAME: Final = "hotline.example.org"


class Mode(StrEnum):
    """Whether this is a trial or a hotline people rely on."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this installation runs; `data` holds the database, the keys and the settings file."""

    data: Path
    mode: Mode = Mode.DEVELOPMENT
    name: str = DEFAULT_NAME
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int | None = None
    database_url: str | None = None
    requests_per_minute: int = 60_000
    metrics_port: int | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    passphrase_file: Path | None = None
    retention_days: int | None = None
    emergency_numbers: dict[str, str] | None = None
    privacy_text: Path | None = None
    public_url: str | None = None
    smtp_host: str | None = None
    smtp_port: int | None = None
    smtp_security: Security = Security.STARTTLS
    smtp_username: str | None = None
    smtp_password_file: Path | None = None
    mail_from: str | None = None
    alert_to: tuple[str, ...] = ()
    desk_url: str | None = None
    country: str | None = None
    subdivision: str | None = None
    sender_name: str | None = None
    sender_email: str | None = None
    sender_phone: str | None = None
    sender_page: str | None = None
    legal_gate: str | None = None
    ip_table: Path | None = None

    def __repr__(self) -> str:
        return "Settings(...)"  # an address of a database can hold a password

    @property
    def keys(self) -> Path:
        """Where the key files are."""
        return self.data / "keys"

    @property
    def agencies(self) -> Path:
        """Where the operator's own records of agencies are."""
        return self.data / "agencies"

    @property
    def routing(self) -> Path:
        """The operator's own routing rules."""
        return self.data / "routing.toml"

    @property
    def writer_socket(self) -> Path:
        """Where the writer process listens."""
        return self.data / "writer.sock"

    @property
    def writer_figures(self) -> Path:
        """Where the writer process counts its batches."""
        return self.data / "writer.figures"


class SettingsError(TiplineError):
    """The settings cannot be used; `problems` says everything that is wrong with them."""

    code = "settings_unusable"

    def __init__(self, problems: list[Problem], advice: str = "") -> None:
        lines = [f"{problem.path}: {problem.message}" for problem in problems]
        super().__init__("\n".join([*lines, *([advice] if advice else [])]))
        self.problems = tuple(problems)
