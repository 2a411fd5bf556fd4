"""Settings from file, environment and options; what is wrong with them is said together."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tipline.config.mail import mail_problems
from tipline.config.production import advice, find_site, settings_lack
from tipline.config.referring import place_problems
from tipline.config.settings import DEFAULT_DATA, FILE_NAME, Mode, Settings, SettingsError
from tipline.config.table import OTHER_VARIABLES, SETTINGS, Setting
from tipline.domain.problems import Problem

Stated = dict[str, tuple[str, object]]
"""By setting: where a value was said, for messages, and the value."""


def read_settings(
    data: Path | None,
    environ: Mapping[str, str],
    options: Mapping[str, object] | None = None,
    *,
    to_serve: bool = False,
) -> Settings:
    """Return the settings of an installation; `data` wins over `TIPLINE_DATA` and the default.

    An option of a command wins over its variable, and that over the file; None says nothing.
    With `to_serve`, what production lacks is told beside what is wrong (see `check_production`).

    Raises:
        SettingsError: the file, a variable or an option is wrong; all problems together.
    """
    folder = data or Path(environ.get("TIPLINE_DATA") or DEFAULT_DATA)
    problems: list[Problem] = []
    stated = _stated(folder, environ, options or {}, problems)
    values: dict[str, Any] = {}
    for name, (source, value) in stated.items():
        if name not in SETTINGS:
            message = f"this setting is not known; known are: {', '.join(SETTINGS)}"
            problems.append(Problem(path=source, code="setting_unknown", message=message))
            continue
        try:
            values[name] = _value(SETTINGS[name], value, folder)
        except ValueError as error:
            problems.append(Problem(path=source, code="setting_wrong", message=str(error)))
    problems += _alone(stated, values)
    problems += mail_problems(stated, values)
    problems += place_problems(stated, values)
    if problems:
        lacking = _lacking(Settings(data=folder.absolute(), **values)) if to_serve else []
        problems += [problem for problem in lacking if problem.path not in stated]
        raise SettingsError(problems, advice(folder.absolute(), problems))
    return Settings(data=folder.absolute(), **values)


def _lacking(readable: Settings) -> list[Problem]:
    """Return which settings production lacks beside those that are wrong."""
    if readable.mode is not Mode.PRODUCTION:
        return []
    return settings_lack(readable, find_site(readable))


def _stated(
    folder: Path,
    environ: Mapping[str, str],
    options: Mapping[str, object],
    problems: list[Problem],
) -> Stated:
    """Return what was said, the strongest word on each setting."""
    stated: Stated = {name: (name, value) for name, value in _file(folder, problems).items()}
    for name in SETTINGS:
        for variable in (OTHER_VARIABLES.get(name, ""), f"TIPLINE_{name.upper()}"):
            if environ.get(variable):
                stated[name] = (variable, environ[variable])
        if options.get(name) is not None:
            stated[name] = (f"--{name.replace('_', '-')}", options[name])
    return stated


def _value(setting: Setting, value: object, folder: Path) -> object:
    """Return the value of a setting; a file is looked for in the data folder, and read."""
    found = setting.read(value)
    if not isinstance(found, Path):
        return found
    file = folder.absolute() / found
    loaded = None if setting.load is None else setting.load(file)
    return file if setting.load is None or setting.keeps_path else loaded


def _alone(stated: Stated, values: Mapping[str, object]) -> list[Problem]:
    """Return what is wrong with settings that make sense only in pairs."""
    pair = ("tls_cert", "tls_key")
    there = [name for name in pair if name in values]
    if len(there) != 1 or {*pair} <= {*stated}:
        return []
    (missing,) = {*pair} - {*there}
    message = f"a certificate and its key go together: say {missing} as well"
    return [Problem(path=stated[there[0]][0], code="setting_wrong", message=message)]


def _file(folder: Path, problems: list[Problem]) -> dict[str, object]:
    try:
        return tomllib.loads((folder / FILE_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "cannot be read"
        problems.append(Problem(path=FILE_NAME, code="settings_unreadable", message=reason))
        return {}
