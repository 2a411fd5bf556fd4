"""Problems and hints are data that compare, travel and never change."""

import msgspec
import pytest

from tipline.domain.problems import Hint, Note, Problem

PROBLEM = Problem(path="/summary", code="type_missing", message="Say what kind it is.")


def test_a_problem_is_the_same_as_one_that_says_the_same() -> None:
    assert Problem(path="/summary", code="type_missing", message="Say what kind it is.") == PROBLEM
    assert msgspec.structs.replace(PROBLEM, line=17) != PROBLEM
    assert {PROBLEM: 17}[PROBLEM] == 17


def test_a_hint_is_no_problem() -> None:
    hint = Hint(path=PROBLEM.path, code=PROBLEM.code, message=PROBLEM.message)
    assert len({hint, PROBLEM}) == 2
    assert isinstance(hint, Note)
    assert not isinstance(hint, Problem)


def test_problems_never_change() -> None:
    with pytest.raises(AttributeError):
        PROBLEM.path = "/"  # type: ignore[misc]


def test_positions_are_written_only_where_known() -> None:
    assert msgspec.to_builtins(PROBLEM) == {
        "path": "/summary",
        "code": "type_missing",
        "message": "Say what kind it is.",
    }
    placed = msgspec.structs.replace(PROBLEM, line=17, column=1)
    assert msgspec.to_builtins(placed)["line"] == 17
    assert msgspec.to_builtins(placed)["column"] == 1
