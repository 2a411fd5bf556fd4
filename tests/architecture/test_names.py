"""A room is named for what is in it; names that fit anything end up holding anything."""

from tests.architecture.tree import SRC, modules, name_of

EMPTY_WORDS = {"utils", "helpers", "common", "base", "misc", "manager"}


def test_no_module_or_package_has_an_empty_name() -> None:
    names = {
        path.relative_to(SRC).as_posix(): {*path.relative_to(SRC).with_suffix("").parts}
        for path in modules()
    }
    assert [name for name, parts in names.items() if parts & EMPTY_WORDS] == []


def test_every_folder_of_modules_is_a_package() -> None:
    """Without its `__init__.py` a folder escapes the arrows and the coverage gate unseen."""
    folders = {path.parent for path in modules()}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
