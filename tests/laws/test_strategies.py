"""The strategies reach every field of every part of a report; else the laws would prove little."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, settings
from hypothesis.strategies import SearchStrategy

from tests.laws.report_fields import ALL_FIELDS, part_types, stated
from tests.laws.strategies import groups, parts, public_reports
from tipline.domain.report import Incident, PublicAnswers


def check_reaches(
    wanted: set[str], strategy: SearchStrategy[Any], what: Callable[[Any], set[str]]
) -> None:
    """Draw until everything wanted has been seen; hypothesis complains if it never is."""
    missing = {*wanted}

    def all_seen(value: object) -> bool:
        missing.difference_update(what(value))
        return not missing

    drawing = settings(max_examples=2_000, phases=[Phase.generate], database=None)
    find(strategy, all_seen, settings=drawing)


def test_the_parts_are_found() -> None:
    assert {part.__name__ for part in part_types()} >= {"Report", "Phone", "AssociatedAccount"}
    assert len(ALL_FIELDS) > 150


def test_the_grammar_carries_every_field_but_the_public_answers() -> None:
    carried = {
        (group.model.__name__, field)
        for group in groups().values()
        if group.model is not None
        for field in (
            *(child.field for child in group.children),
            *(attribute.field for attribute in group.attributes),
            *(group.content or ())[:1],
        )
    }
    not_carried = {("Report", "public")} | {
        (part, field) for part, field in ALL_FIELDS if part in {"PublicAnswers", "Seen"}
    }
    assert ALL_FIELDS - carried == not_carried
    assert carried <= ALL_FIELDS


@pytest.mark.parametrize("name", sorted(name for name, group in groups().items() if group.model))
def test_a_part_reaches_every_field(name: str) -> None:
    group = groups()[name]
    assert group.model is not None
    wanted = {*group.model.__struct_fields__} - {"public"}
    check_reaches(wanted, parts(group), stated)


def test_reports_reach_every_incident() -> None:
    wanted = {part.__name__ for part in get_args(Incident)}
    check_reaches(wanted, parts(groups()["internetDetails"]), lambda part: {type(part).__name__})


def test_public_reports_reach_every_answer() -> None:
    wanted = {*PublicAnswers.__struct_fields__}
    check_reaches(wanted, public_reports(), lambda report: stated(report.public))
