"""Modules, functions and folders stay small enough to be read at one sitting."""

import ast
from collections import Counter

from tests.architecture.tree import Function, functions, modules, name_of, syntax

LINES_IN_A_MODULE = 400
LINES_IN_A_FUNCTION = 60
MODULES_IN_A_FOLDER = 12


def length(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_no_module_is_too_long() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: n for name, n in lengths.items() if n > LINES_IN_A_MODULE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": length(function)
        for path in modules()
        for function in functions(syntax(path))
    }
    assert {name: n for name, n in lengths.items() if n > LINES_IN_A_FUNCTION} == {}


def test_no_folder_is_too_full() -> None:
    counts = Counter(name_of(path.parent) for path in modules())
    assert {name: n for name, n in counts.items() if n > MODULES_IN_A_FOLDER} == {}


def test_length_counts_the_first_and_the_last_line() -> None:
    one, three = functions(
        ast.parse("def one(): ...\nasync def three():\n    x = 1\n    return x\n")
    )
    assert (length(one), length(three)) == (1, 3)
