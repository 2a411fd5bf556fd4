"""All routing rules: ours, and the operator's over them by id; what is wrong is said together."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from tipline.config.public import readers
from tipline.config.routing import values
from tipline.config.routing.record import CODE, ENABLED, RuleTable, read_rule
from tipline.config.settings import SettingsError
from tipline.domain.problems import Problem
from tipline.domain.routing.rules import Rule

FILE: Final = "routing.toml"
_OURS: Final = "default.toml"
_RULES: Final = "rule"


def read_rules(folder: Path | None) -> tuple[Rule, ...]:
    """Return the rules in their order; `folder` is the data folder, None leaves ours alone.

    A rule of the operator replaces the one of ours with its id, in its place; others come after
    ours. `enabled = false` switches one off.

    Raises:
        SettingsError: a rule is wrong; all problems together.
    """
    if folder is None or not (folder / FILE).is_file():
        return read_ours()
    problems: list[Problem] = []
    rules = {rule.id: rule for rule in read_ours()}
    for rule, is_on in _rules(folder / FILE, problems, known=frozenset(rules)):
        if is_on:
            rules[rule.id] = rule
        else:
            rules.pop(rule.id, None)
    if problems:
        raise SettingsError(problems)
    return tuple(rules.values())


@cache
def read_ours() -> tuple[Rule, ...]:
    """Return the rules that come with Tipline; a test shows that nothing is wrong with them.

    Raises:
        SettingsError: a rule is wrong; all problems together.
    """
    problems: list[Problem] = []
    file = files("tipline.config.routing") / _OURS
    rules = tuple(rule for rule, _ in _rules(file, problems))
    if problems:  # pragma: no cover - what a test shows never leaves the house
        raise SettingsError(problems)
    return rules


def _rules(
    file: Traversable, problems: list[Problem], known: frozenset[str] = frozenset()
) -> list[tuple[Rule, bool]]:
    """Return the rules of a file, each with whether it is switched on."""
    whole = RuleTable(_said(file, problems), file.name, problems, "")
    whole.refuse_others(_RULES)
    found: list[tuple[Rule, bool]] = []
    seen: set[str] = set()
    for number, table in enumerate(whole.tables(_RULES), 1):
        stated = table.values
        place = _id(stated) or f"{_RULES}[{number}]"
        one = RuleTable(stated, file.name, problems, place)
        if place in seen:
            one.refuse("id", "a rule with this id stands further up already")
        seen.add(place)
        is_on = one.take(ENABLED, readers.switch, default=True)
        is_bare = stated.keys() == {"id", ENABLED}
        if is_bare and not is_on:
            if place not in known:
                one.refuse("id", "there is no rule of ours with this id to switch off")
            found.append((Rule(id=place, kinds=(), reason=""), False))
        else:
            found.append((read_rule(one), is_on))
    return found


def _id(stated: dict[str, object]) -> str:
    try:
        return values.rule_id(stated.get("id"))
    except ValueError:
        return ""


def _said(file: Traversable, problems: list[Problem]) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        at = str(error).rpartition("(")[2].strip(")")
        message = f"this is no TOML: {at}" if "(" in str(error) else "this is no TOML"
        problems.append(Problem(path=file.name, code=CODE, message=message))
    except (OSError, UnicodeDecodeError):
        message = "the file cannot be read as UTF-8 text"
        problems.append(Problem(path=file.name, code=CODE, message=message))
    return {}
