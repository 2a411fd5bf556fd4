"""The one table from error codes to exit status covers every error the program can meet.

Errors of the web doors never reach a command: each door has a table of its own.
"""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules, syntax
from tipline.cli.exits import EXIT_BY_CODE, OK, PROBLEMS, UNPROVEN, UNREADABLE, USAGE
from tipline.codecs.documents import (
    InvalidDocumentError,
    UnreadableDocumentError,
    UnwritableReportError,
)


def bases(node: ast.ClassDef) -> set[str]:
    return {
        base.attr if isinstance(base, ast.Attribute) else ast.unparse(base) for base in node.bases
    }


def codes(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        if isinstance(line, ast.Assign):
            names = [ast.unparse(target) for target in line.targets]
        elif isinstance(line, ast.AnnAssign):
            names = [ast.unparse(line.target)]
        else:
            continue
        if "code" in names and isinstance(line.value, ast.Constant):
            yield str(line.value.value)


def every_error() -> dict[str, list[str]]:
    """Return all descendants of the root error with their codes, read without importing them."""
    classes = [
        node
        for path in modules()
        if "doors" not in path.parts
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ClassDef)
    ]
    found: dict[str, list[str]] = {}
    known = {"TiplineError"}
    while fresh := [
        node
        for node in classes
        if node.name not in found and (node.name in known or bases(node) & known)
    ]:
        for node in fresh:
            found[node.name] = [*codes(node)]
            known.add(node.name)
    return found


def test_every_error_has_its_exit_and_no_exit_is_for_none() -> None:
    errors = every_error()
    assert len(errors) >= 6
    assert {code for own in errors.values() for code in own} == {*EXIT_BY_CODE}


def test_each_error_has_one_code_and_each_code_one_error() -> None:
    every = [code for own in every_error().values() for code in own]
    assert len(every) == len({*every})
    assert [name for name, own in every_error().items() if len(own) != 1] == []


def test_what_the_statuses_mean() -> None:
    assert (OK, PROBLEMS, UNREADABLE, UNPROVEN, USAGE) == (0, 1, 2, 3, 64)
    for error, status in (
        (UnreadableDocumentError, 2),
        (InvalidDocumentError, 1),
        (UnwritableReportError, 1),
    ):
        assert EXIT_BY_CODE[error.code] == status
