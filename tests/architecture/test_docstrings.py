"""Every module says what lives in it, and every public name says what it is."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Function, modules, name_of, syntax

Documented = ast.ClassDef | Function


def is_public(node: Documented) -> bool:
    """Dunder methods mean what Python says; a setter shares its property's words."""
    decorators = [ast.unparse(decorator).rsplit(".", 1)[-1] for decorator in node.decorator_list]
    return not node.name.startswith("_") and not {"overload", "setter", "deleter"} & {*decorators}


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Name what lacks a docstring: the module, then its public classes, functions and methods."""
    if not ast.get_docstring(tree):
        yield "the module"
    yield from undocumented_in(tree, "")


def undocumented_in(scope: ast.AST, prefix: str) -> Iterator[str]:
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, Documented):
            if not is_public(node):
                continue
            if not ast.get_docstring(node):
                yield f"{prefix}{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from undocumented_in(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.If | ast.Try):
            yield from undocumented_in(node, prefix)


def test_everything_public_has_a_docstring() -> None:
    missing = {name_of(path): [*undocumented(syntax(path))] for path in modules()}
    assert {name: found for name, found in missing.items() if found} == {}


def test_what_counts_as_undocumented() -> None:
    tree = ast.parse("""
class Open:
    '''Said.'''
    def method(self): ...
    def _inner(self): ...
    def __eq__(self, other): ...
class _Closed:
    def method(self): ...
if True:
    async def late(): ...
def told():
    '''Said.'''
    def inner(): ...
""")
    assert [*undocumented(tree)] == ["the module", "Open.method", "late"]
