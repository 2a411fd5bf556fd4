"""docs/mapping.md: its first report works, and it has every word of the language."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tipline.cli.filing.mapping import mapping
from tipline.codecs.platform import read_mapping
from tipline.codecs.platform.words import (
    DEFAULT_WORDS,
    DEFAULTS,
    PART_WORDS,
    PARTS,
    SOURCE_WORDS,
    THREAD_WORDS,
    UNITS,
    VALUE_WORDS,
)
from tipline.services.filing.map_case import map_case

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "mapping.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"(?s)```{language}\n(.*?)```", PAGE)
    assert found
    return found[1]


def test_the_first_report_has_no_problems_and_ten_lines() -> None:
    toml = block("toml")
    assert len(toml.splitlines()) == 10
    case = map_case(
        read_mapping(toml.encode()), block("json").encode(), datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert (case.problems, case.unfound, case.untaken) == ((), (), ())
    assert case.report is not None
    assert case.report.reported[0].account_id == "1700017"


def test_every_word_has_its_row() -> None:
    rows = set(re.findall(r"(?m)^\| `([a-z]+)` \|", PAGE))
    assert rows == {*SOURCE_WORDS, *VALUE_WORDS, *THREAD_WORDS, *PART_WORDS}
    assert rows >= set(DEFAULT_WORDS)
    assert f"[{DEFAULTS}]" in PAGE
    for word in (*UNITS, *PARTS):
        assert f"`{word}`" in PAGE


def test_every_example_is_linked_and_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", PAGE)
    assert {link for link in links if "examples" in link} == {
        f"../{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "examples" / "platforms").glob("*/mapping.toml")
    }
    assert all((ROOT / "docs" / link).exists() for link in links)


def test_the_commands_of_the_page_are_there() -> None:

    assert set(re.findall(r"tipline mapping ([a-z]+)", PAGE)) == set(mapping.commands)
