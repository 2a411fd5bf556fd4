"""What a hotline people rely on must have said before it starts; each lack with what to do."""

import ipaddress
from pathlib import Path
from typing import Final

from tipline.config import public
from tipline.config.public.site import PublicSite
from tipline.config.settings import DEFAULT_NAME, FILE_NAME, Mode, Settings, SettingsError
from tipline.domain.problems import Problem

ADMINISTRATORS: Final = 2
"""People who can run the hotline: with one alone, an illness ends it (decision 0016)."""

_MISSING: Final = "production_missing"
_PLACEHOLDER: Final = "hotline.your-domain"
_LINES: Final = {
    "name": f'name = "{_PLACEHOLDER}"',
    "retention_days": "retention_days = 365  # your own term: how long you may keep reports",
    "emergency_numbers": 'emergency_numbers = { GB = "999", DE = "112" }  # your countries',
    "privacy_text": 'privacy_text = "privacy.txt"  # a file in the data folder',
    "tls_cert": 'tls_cert = "/path/to/fullchain.pem"\n  tls_key = "/path/to/privkey.pem"',
}
"""What to write into the settings file."""

_FORM: Final = """
The form for the public: `tipline public init --data {data}` writes its folder with templates,
and `tipline public check --data {data}` tells what is missing.
"""


def check_production(
    settings: Settings,
    administrators: int,
    *,
    demo: bool = False,
    site: PublicSite | None = None,
) -> None:
    """Refuse to start in production while something is missing; say nothing in development.

    `site` is the public form, if it is to be open: it can say what a setting does not, and must
    be ready itself.

    Raises:
        SettingsError: names each thing that is missing, and the lines to add.
    """
    if settings.mode is not Mode.PRODUCTION:
        return
    problems = lacks(settings, site)
    if administrators < ADMINISTRATORS:
        problems.append(_too_few(settings, administrators))
    if demo:
        message = "made-up reports have no place among real ones: leave --demo out"
        problems.append(Problem(path="--demo", code=_MISSING, message=message))
    if problems:
        raise SettingsError(problems, advice(settings.data, problems))


def lacks(settings: Settings, site: PublicSite | None = None) -> list[Problem]:
    """Return what production lacks, in the settings and of the form; nothing in development."""
    if settings.mode is not Mode.PRODUCTION:
        return []
    problems = settings_lack(settings, site)
    told = {problem.path for problem in problems}
    of_form = [] if site is None else public.lacks(site, settings)
    return [*problems, *(one for one in of_form if one.path not in told)]


def settings_lack(settings: Settings, site: PublicSite | None = None) -> list[Problem]:
    """Return which settings production lacks, where `site` does not say it; else nothing."""
    if settings.mode is not Mode.PRODUCTION:
        return []
    return [*_unsaid(settings, site), *_exposed(settings)]


def find_site(settings: Settings) -> PublicSite | None:
    """Return the public form, or None if something is wrong with its folder."""
    try:
        return public.read_site(settings)
    except SettingsError:
        return None


def advice(data: Path, problems: list[Problem]) -> str:
    """Return what to run and the lines to add for what is missing; empty if nothing is."""
    missing = [problem.path for problem in problems if problem.code == _MISSING]
    lines = [_LINES[name] for name in missing if name in _LINES]
    of_form = any(problem.code == public.MISSING for problem in problems)
    told = _FORM.format(data=data) if of_form else ""
    if not lines:
        return told
    block = "\n".join(f"  {line}" for line in lines)
    return f"{told}\nAdd to {data / FILE_NAME}:\n\n{block}\n"


def _unsaid(settings: Settings, site: PublicSite | None) -> list[Problem]:
    """Return what only the operator can know and has not said, here or in the form's folder."""
    words = {
        "name": (
            settings.name not in {DEFAULT_NAME, _PLACEHOLDER},
            "this is still the name of the example; say your own domain",
        ),
        "retention_days": (
            settings.retention_days is not None,
            "missing: say for how many days a report is kept",
        ),
        "emergency_numbers": (
            settings.emergency_numbers is not None or bool(site and site.own_emergency),
            "missing: say which number to call in an emergency, by country",
        ),
        "privacy_text": (
            settings.privacy_text is not None or bool(site and site.privacy),
            "missing: write a text that says how personal data is handled, and name its file",
        ),
    }
    return [
        Problem(path=name, code=_MISSING, message=message)
        for name, (said, message) in words.items()
        if not said
    ]


def _exposed(settings: Settings) -> list[Problem]:
    """Return a problem if reports would travel unprotected."""
    if settings.tls_cert is not None or settings.behind_proxy or _is_loopback(settings.host):
        return []
    message = (
        "reports would travel in the clear to this address: give a certificate, or listen on"
        " 127.0.0.1 behind a proxy that does TLS (see docs/deploy/tls.md)"
    )
    return [Problem(path="tls_cert", code=_MISSING, message=message)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _too_few(settings: Settings, administrators: int) -> Problem:
    there = "nobody" if administrators == 0 else "one person"
    message = (
        f"two people must be able to run the hotline, so that one can fall ill; {there} can."
        f" Run: tipline user add NAME --role operator --data {settings.data}"
        " (or --role supervisor, who may also read reports)"
    )
    return Problem(path="second administrator", code=_MISSING, message=message)
