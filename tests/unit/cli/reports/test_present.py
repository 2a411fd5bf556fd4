"""How it looks: on terminals of several widths, in colour and without, and in a pipe."""

import re
from pathlib import Path

import pytest

from tests.unit.cli.runs import joined, run_here, run_on_terminal, unstyled
from tests.unit.reports import NOW, full_report, put
from tipline.codecs import cybertipline
from tipline.services.check_document import check_document

REPORT = put(
    put(put(full_report(), "/victims", ()), "/reporter/legal_url", "a b"), "/summary/platform", ""
)
DATA = cybertipline.encode_report(REPORT, indent=True)
COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-7]|9[0-7]|38|4[0-8])(?:;[0-9]+)*m")


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a document with problems, gaps and hints."""
    file = tmp_path / "r.xml"
    file.write_bytes(DATA)
    return str(file)


def everything_said() -> list[str]:
    document = check_document(DATA, NOW)
    found = document.completeness
    assert found is not None
    assert found.next_fact is not None
    notes = [*document.problems, *found.hints]
    return [
        *(text for note in notes for text in (note.path, note.code, note.message)),
        *(f"{note.line}:{note.column}" for note in notes),
        *(group.title for group in found.groups),
        *(f"add {group.missing[0]}" for group in found.groups if group.missing),
        found.next_fact.add,
        next(group.why for group in found.groups if group.group == found.next_fact.group),
    ]


@pytest.mark.parametrize("columns", [40, 79, 80, 120])
def test_everything_is_readable_at_any_width(path: str, columns: int) -> None:
    run = run_here("check", path, FORCE_COLOR="1", COLUMNS=str(columns))
    check_shown(run.out, columns)
    run = run_here("check", path, COLUMNS=str(columns))
    assert "\x1b" not in run.out
    assert max(len(line) for line in run.out.split("\n")[2:]) <= columns


@pytest.mark.parametrize("width", [40, 80])
def test_everything_is_readable_on_a_terminal(path: str, width: int) -> None:
    shown = run_on_terminal("check", path, columns=width)
    check_shown(shown, width)
    lines = unstyled(shown).split("\n")
    states = ("  present  ", "  partly   ", "  absent   ")
    assert sum(line.startswith(states) for line in lines) == 10
    assert any(re.match(r"  absent {3}Victim", line) for line in lines)


def check_shown(shown: str, columns: int) -> None:
    assert COLOUR.search(shown)
    lines = unstyled(shown).split("\n")
    assert max(len(line) for line in lines[2:]) <= columns
    assert "\u2026" not in shown
    rows = joined(shown)
    for said in everything_said():
        assert all(word in rows for word in said.split()) or "".join(said.split()) in rows


def test_no_colour_where_none_is_wanted(path: str) -> None:
    shown = run_on_terminal("check", path, columns=80, NO_COLOR="1")
    assert not COLOUR.search(shown)
    coloured = run_on_terminal("check", path, columns=80)
    assert unstyled(shown) == unstyled(coloured)
    dumb = run_on_terminal("check", path, columns=80, TERM="dumb")
    assert not COLOUR.search(dumb)


def test_in_a_pipe_there_are_words_only(path: str) -> None:
    run = run_here("check", path)
    assert "\x1b" not in run.out
    assert max(len(line) for line in run.out.split("\n")[1:]) <= 100
    rows = joined(run.out)
    for said in everything_said():
        assert "".join(said.split()) in rows or all(word in rows for word in said.split())


def test_refusals_are_coloured_too(path: str) -> None:
    Path(path).write_bytes(b"<foo/>")
    shown = run_on_terminal("convert", path, "--to", "json", columns=40)
    assert COLOUR.search(shown)
    assert "wrong_root" in unstyled(shown)
    assert "not converted" in " ".join(unstyled(shown).split())
