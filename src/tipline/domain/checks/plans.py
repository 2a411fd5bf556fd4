"""What there is to look at in each kind of part, worked out once for all reports.

Most fields of most parts say nothing; a plan makes passing them over cheap.
"""

import sys
from functools import cache
from typing import Final, cast

from msgspec.structs import fields

from tipline.domain.checks.limits import LONGEST
from tipline.domain.checks.rules import ABOUT, RULES, Rule
from tipline.domain.report import Part

SHORTEST_DISGUISE: Final = 12
"""Characters; a shorter text hides no file."""
_MAY_LIE_AHEAD: Final = "reenabled_at"
_ALWAYS: Final = object()
"""No field is ever this: a rule that waits for something else than it is always asked."""


FieldPlan = tuple[str, int | None, int, bool]
"""One field: its step in a path; the most characters; the length from which on a text can be too
long or hide a file; whether a time here must lie in the past, as nearly everywhere."""
RulePlan = tuple[int, int, object, Rule]
"""One rule, after the places of the fields without which it has nothing to say (two at most, or
twice the same) and what stands there if nothing was stated."""
Plan = tuple[tuple[FieldPlan, ...], tuple[RulePlan, ...]]
"""The fields and the rules of one kind of part, in their order; plain tuples unpack fastest."""


@cache
def plan_of(kind: type[Part]) -> Plan:
    """Return the plan of a kind of part."""
    longest = LONGEST.get(kind, {})
    return (
        tuple(_field_plan(name, longest.get(name)) for name in kind.__struct_fields__),
        tuple(_rule_plan(kind, rule) for rule in RULES.get(kind, ())),
    )


def _field_plan(name: str, longest: int | None) -> FieldPlan:
    too_long = sys.maxsize if longest is None else longest + 1
    return f"/{name}", longest, min(too_long, SHORTEST_DISGUISE), name != _MAY_LIE_AHEAD


def _rule_plan(kind: type[Part], rule: Rule) -> RulePlan:
    """Say when a rule must be asked; always, if it does not say what it is about."""
    about = [
        (at, cast("object", field.default))
        for at, field in enumerate(fields(kind))
        if field.name in ABOUT.get(rule, ())
    ]
    if not about:
        return 0, 0, _ALWAYS, rule
    (one, unsaid), (other, same) = about[0], about[-1]
    assert len(about) <= 2 and unsaid is same  # noqa: PLR2004, PT018, S101 - a slip in the tables
    return one, other, unsaid, rule
