"""The three worked examples: their reports are current, without problems, and complete."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.golden.platforms import KINDS, PLATFORMS
from tipline.codecs import cybertipline
from tipline.codecs.platform import read_mapping
from tipline.codecs.platform.words import (
    DEFAULT_WORDS,
    PART_WORDS,
    SOURCE_WORDS,
    THREAD_WORDS,
    VALUE_WORDS,
)
from tipline.codecs.report_json import decode_report
from tipline.domain.completeness import State, completeness
from tipline.services.filing.map_case import CheckedCase, map_case

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "examples" / "platforms"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def checked(kind: str) -> CheckedCase:
    mapping = read_mapping((EXAMPLES / kind / "mapping.toml").read_bytes())
    return map_case(mapping, (EXAMPLES / kind / "case.json").read_bytes(), NOW)


@pytest.mark.parametrize(("name", "make"), PLATFORMS, ids=KINDS)
def test_a_report_is_current(name: str, make: Callable[[], bytes]) -> None:
    """If it is not: `python -m tests.golden.platforms`, and read the difference."""
    assert (ROOT / name).read_bytes() == make()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_and_every_group_of_facts_is_there(kind: str) -> None:
    case = checked(kind)
    assert (case.problems, case.unfound) == ((), ())
    assert case.report is not None
    assert case.report == decode_report((EXAMPLES / kind / "report.json").read_bytes())
    groups = completeness(case.report).groups
    assert {group.group for group in groups if group.state is not State.PRESENT} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_reporting_service_can_be_given_it(kind: str) -> None:
    report = checked(kind).report
    assert report is not None
    assert cybertipline.decode_report(cybertipline.encode_report(report)) == report


def test_a_mapping_of_a_forum_is_short() -> None:
    text = (EXAMPLES / "forum" / "mapping.toml").read_text("utf-8")
    rules = [line for line in text.splitlines() if line.strip() and line[0] not in "#["]
    assert len(rules) <= 40


def test_the_examples_show_every_word_of_the_language() -> None:
    used: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            used.update(value)
        for inside in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
            if isinstance(inside, dict | list):
                walk(inside)

    for kind in KINDS:
        walk(tomllib.loads((EXAMPLES / kind / "mapping.toml").read_text("utf-8")))
    words = {*DEFAULT_WORDS, *PART_WORDS, *SOURCE_WORDS, *THREAD_WORDS, *VALUE_WORDS}
    assert words <= used


@pytest.mark.parametrize("kind", KINDS)
def test_cases_are_neutral(kind: str) -> None:
    """Only reserved names and addresses, and no text but the synthetic ones."""
    text = (EXAMPLES / kind / "case.json").read_text("utf-8")
    case = json.loads(text)
    assert case
    assert "Synthetic" in text
    for word in text.replace('"', " ").replace("/", " ").replace(",", " ").split():
        if "@" in word and "." in word:
            assert word.rpartition("@")[2].endswith(("example.org", "example.net"))
