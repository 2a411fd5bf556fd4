"""The page of problem codes lists every code the source can give, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import ROOT, SRC, modules, syntax
from tipline.codecs.cybertipline.schema.scalars import SCALARS
from tipline.codecs.report_json.diagnose import _LEAVES
from tipline.domain.completeness import hints
from tipline.domain.public import check_draft

PAGE = ROOT / "docs" / "reference" / "problems.md"

PLACES_OF_CODES = {
    "unreadable": 0,
    "_invalid": 0,
    "_problem": 1,
    "_unwritable": 1,
    "add": 1,
    "_add": 1,
}
"""Calls that give a problem its code, and which argument it is."""
ROOMS = ("domain", "codecs", "services", "cli")


def codes_in(tree: ast.Module) -> Iterator[str]:
    """Yield the codes in calls, as `code=` or at their place, and in returned pairs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from returned(node.value)
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        values = [word.value for word in node.keywords if word.arg == "code"]
        at = PLACES_OF_CODES.get(name)
        if at is not None and len(node.args) > at:
            values.append(node.args[at])
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def returned(pair: ast.Tuple) -> Iterator[str]:
    """Yield the code of a pair of code and sentence."""
    texts = [item.value for item in pair.elts if isinstance(item, ast.Constant)]
    yield from (str(text) for text in texts if re.fullmatch("[a-z]+(_[a-z]+)+", str(text)))


def codes_of_the_source() -> set[str]:
    in_calls = {
        code
        for path in modules()
        if path.relative_to(SRC / "tipline").parts[0] in ROOMS
        for code in codes_in(syntax(path))
    }
    in_tables = {scalar.code for scalar in SCALARS} | {code for _, code, _ in _LEAVES.values()}
    in_tables |= set(check_draft._SENTENCES)
    of_hints = {
        value[0]
        for name, value in vars(hints).items()
        if name.startswith("_") and isinstance(value, tuple) and len(value) == 2
    }
    return in_calls | in_tables | of_hints


def codes_of_the_page() -> set[str]:
    """Return what stands in backticks in the first column of the tables."""
    firsts = re.findall(r"(?m)^\| ([^|]*) \|", PAGE.read_text("utf-8"))
    return {code for first in firsts for code in re.findall(r"`([a-z_]+)`", first)}


def test_the_page_lists_every_code() -> None:
    found = codes_of_the_source()
    assert len(found) > 50
    assert found - codes_of_the_page() == set()


def test_the_page_lists_no_code_that_is_gone() -> None:
    assert codes_of_the_page() - codes_of_the_source() == set()


def test_codes_are_words() -> None:
    assert all(re.fullmatch("[a-z]+(_[a-z0-9]+)*", code) for code in codes_of_the_source())
