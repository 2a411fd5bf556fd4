"""With whom reports are filed, as whom, and from which outbox; read from the environment.

The password comes from the environment or a file, never from the command line, where everybody
on the machine could read it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tipline.config.settings import SettingsError
from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem
from tipline.filing import (
    CYBERTIPLINE,
    CYBERTIPLINE_TEST,
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
)
from tipline.filing.endpoints import Credentials, Endpoint, is_loopback
from tipline.filing.outbox.book import Owner

DEFAULT_OUTBOX: Final = Path("tipline-outbox")

VARIABLES: Final = {
    "TIPLINE_FILING_TO": "The base address of the service, as in https://hotline.example.org/ispws",
    "TIPLINE_FILING_KIND": "`test` or `production`; known hosts and this machine need no word.",
    "TIPLINE_FILING_USERNAME": "The user name that the service gave.",
    "TIPLINE_FILING_PASSWORD": "The password that the service gave.",
    "TIPLINE_FILING_PASSWORD_FILE": "A file with the password instead; its last line end is cut.",
    "TIPLINE_OUTBOX": "The folder of the outbox (./tipline-outbox).",
}
"""Every variable of filing, and what it is for; `docs/filing.md` lists them."""

_KINDS: Final = ("test", "production")
_OTHERS: Final = 0o077


class FilingSettings(NamedTuple):
    """With whom to file and as whom, and the folder of the outbox."""

    outbox: Path
    endpoint: Endpoint
    credentials: Credentials

    def __repr__(self) -> str:
        return "FilingSettings(...)"


def outbox_folder(environ: Mapping[str, str], named: Path | None = None) -> Path:
    """Return the folder of the outbox: the one that was named, or that of the environment."""
    return (named or Path(environ.get("TIPLINE_OUTBOX") or DEFAULT_OUTBOX)).absolute()


def read_filing(
    environ: Mapping[str, str],
    *,
    to: str | None = None,
    kind: str | None = None,
    outbox: Path | None = None,
    owner: Owner | None = None,
) -> FilingSettings:
    """Return how to file; what is not said is as the outbox has it that is there already.

    Raises:
        SettingsError: something is missing or wrong; all problems together.
    """
    problems: list[Problem] = []
    address = to or environ.get("TIPLINE_FILING_TO") or (owner and owner.base_url) or ""
    if not address:
        problems.append(
            _problem("TIPLINE_FILING_TO", "with whom? Name the service: --to URL or this variable")
        )
    chosen = kind or environ.get("TIPLINE_FILING_KIND") or _kind_of(address, owner)
    if chosen not in _KINDS:
        message = "say --test or --production: whether reports there are real"
        problems.append(_problem("TIPLINE_FILING_KIND", message))
    username = environ.get("TIPLINE_FILING_USERNAME") or (owner and owner.username) or ""
    if not username:
        problems.append(_problem("TIPLINE_FILING_USERNAME", "the user name is missing"))
    password = _password(environ, problems)
    if problems:
        raise SettingsError(problems, _ADVICE)
    try:
        if chosen == "production":
            endpoint: Endpoint = ProductionEndpoint(address)
            credentials: Credentials = ProductionCredentials(username, password)
        else:
            endpoint, credentials = TestEndpoint(address), TestCredentials(username, password)
    except TiplineError as error:
        raise SettingsError([_problem("TIPLINE_FILING_TO", str(error))], _ADVICE) from None
    return FilingSettings(outbox_folder(environ, outbox), endpoint, credentials)


def _kind_of(address: str, owner: Owner | None) -> str:
    """Return the kind of a service that is known; empty if somebody has to say it."""
    if owner is not None and owner.base_url == address.rstrip("/"):
        return owner.kind
    try:
        endpoint = TestEndpoint(address)
    except TiplineError:
        return "production" if address.rstrip("/") == CYBERTIPLINE.base_url else ""
    known = endpoint.host == CYBERTIPLINE_TEST.host or is_loopback(endpoint.host)
    return "test" if known else ""


def _password(environ: Mapping[str, str], problems: list[Problem]) -> str:
    file = environ.get("TIPLINE_FILING_PASSWORD_FILE")
    if not file:
        password = environ.get("TIPLINE_FILING_PASSWORD", "")
        if not password:
            problems.append(
                _problem("TIPLINE_FILING_PASSWORD", "the password is missing, or name its file")
            )
        return password
    try:
        if Path(file).stat().st_mode & _OTHERS:
            message = "others can read this file: chmod 600 it"
            problems.append(_problem("TIPLINE_FILING_PASSWORD_FILE", message))
        return Path(file).read_text("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError):
        problems.append(_problem("TIPLINE_FILING_PASSWORD_FILE", "this file cannot be read"))
        return ""


def _problem(place: str, message: str) -> Problem:
    return Problem(path=place, code="setting_wrong", message=message)


_ADVICE: Final = "To try it on this machine, `tipline sandbox` prints all of these."
