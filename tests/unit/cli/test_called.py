"""How hints name the program: as it can be typed again."""

from pathlib import Path

import pytest

from tipline.cli.called import called


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an installed program that the shell does not find by its name."""
    path = tmp_path / "two words" / "bin" / "tipline"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [str(path)])
    return path


def test_it_is_the_way_from_this_folder(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, said in (
        (program.parents[2], "'two words/bin/tipline'"),
        (program.parents[1], "bin/tipline"),
        (program.parent, "./tipline"),
        (Path("/"), f"'{program}'".replace("'/", "'", 1)),
    ):
        monkeypatch.chdir(folder)
        assert called() == said
    elsewhere = program.parents[2] / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert called() == f"'{program}'"


def test_the_name_is_enough_where_the_shell_finds_it(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert called() == "tipline"


@pytest.mark.parametrize("name", ["tipline", "/nowhere/tipline", __file__])
def test_what_is_no_program_of_ours_is_called_by_its_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [name])
    assert called() == "tipline"
