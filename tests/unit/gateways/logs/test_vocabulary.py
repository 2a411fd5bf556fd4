"""What our code logs is listed, so that nothing is shown as unlisted when it happens."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules, name_of, syntax
from tipline.gateways.logs.vocabulary import COUNTS, EVENTS, FITS

LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}


def calls() -> Iterator[tuple[str, ast.expr, set[str]]]:
    """Find every call of a module's `_log`: where, its event, and its keys.

    What runs at an online service logs with Python's own means, as a library, to its host.
    """
    for path in modules():
        if {"filing", "integrations"} & set(path.parts) and "cli" not in path.parts:
            continue
        for node in ast.walk(syntax(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and ast.unparse(node.func.value) == "_log"
            ):
                event = node.args[1 if node.func.attr == "log" else 0]
                keys = {word.arg for word in node.keywords if word.arg}
                yield f"{name_of(path)}:{node.lineno}", event, keys


def test_every_event_is_listed_and_none_for_nothing() -> None:
    found = [(where, event) for where, event, _ in calls()]
    assert [where for where, event in found if not isinstance(event, ast.Constant)] == []
    said = {event.value for _, event in found if isinstance(event, ast.Constant)}
    assert said - EVENTS == set(), "list the events of the code in gateways/logs/vocabulary.py"
    words = {
        node.value
        for path in modules()
        if path.name != "vocabulary.py"
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant)
    }
    assert EVENTS - words == set(), "take out of gateways/logs/vocabulary.py what nobody says"


def test_every_key_is_listed() -> None:
    known = {*FITS, *COUNTS, "exc_info"}
    assert {where: keys - known for where, _, keys in calls() if keys - known} == {}
