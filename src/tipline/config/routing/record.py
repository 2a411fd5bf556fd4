"""One routing rule: from TOML to a rule, every problem with its field."""

from typing import Final

from tipline.config.public import readers
from tipline.config.public.tables import Table, short
from tipline.config.routing import values
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.problems import Problem
from tipline.domain.routing.finding import Confidence, Ground
from tipline.domain.routing.rules import Rule, When
from tipline.domain.vocabulary import IncidentType

CODE: Final = "routing_wrong"
ENABLED: Final = "enabled"
_NOBODY: Final[frozenset[str]] = frozenset()
_OF_A_PLACE: Final = ("own_country", "countries", "other_than")


class RuleTable(Table):
    """A rule of a file; a problem names file, rule and field."""

    def __init__(
        self, values: dict[str, object], file: str, problems: list[Problem], place: str
    ) -> None:
        super().__init__(values, file, problems, place)
        self._name = file

    def refuse(self, name: str, message: str) -> None:
        """Keep a problem with a field of this rule; an empty name means the rule itself."""
        place = ".".join(part for part in (self._place, short(name)) if part)
        path = f"{self._name}: {place}" if place else self._name
        self._problems.append(Problem(path=path, code=CODE, message=message))

    def below(self, name: str) -> "RuleTable":
        """Return the table of a name in this rule; empty if there is none."""
        found = self.table(name)
        place = ".".join(part for part in (self._place, name) if part)
        stated = {} if found is None else found.values
        return RuleTable(stated, self._name, self._problems, place)


def read_rule(table: RuleTable) -> Rule:
    """Return the rule of a table; what is wrong with it goes to the table's problems."""
    table.refuse_others(*Rule.__struct_fields__, ENABLED)
    when = table.below("when")
    rule = Rule(
        id=table.need("id", values.rule_id, ""),
        grounds=table.take("grounds", readers.choices(Ground), ()),
        when=_when(when),
        min_confidence=table.take("min_confidence", readers.choice(Confidence), Confidence.MEDIUM),
        kinds=table.need("kinds", readers.choices(AgencyKind), ()),
        also=table.take("also", readers.choices(AgencyKind), ()),
        level=table.take("level", values.level, None),
        one_country=table.take("one_country", readers.switch, default=False),
        reason=table.need("reason", readers.line, ""),
        fallback=table.take("fallback", readers.switch, default=False),
        gate=table.take("gate", readers.line, None),
    )
    if not rule.fallback and "grounds" not in table.values:
        table.refuse("grounds", "missing: every rule but a fallback looks at findings")
    if rule.fallback:
        _refuse_places(table, when)
    return rule


def _refuse_places(table: RuleTable, when: RuleTable) -> None:
    """Tell what a fallback cannot ask for: there is no finding it looks at."""
    if "grounds" in table.values:
        table.refuse("grounds", "a fallback looks at no finding: leave this out")
    for name in _OF_A_PLACE:
        if name in when.values:
            when.refuse(name, "a fallback looks at no place: say own_countries instead")


def _when(table: RuleTable) -> When:
    table.refuse_others(*When.__struct_fields__)
    return When(
        danger_now=table.take("danger_now", readers.switch, None),
        urgent=table.take("urgent", readers.switch, None),
        incident_types=table.take("incident_types", values.chosen(IncidentType), frozenset()),
        categories=table.take("categories", values.keys, _NOBODY),
        own_countries=table.take("own_countries", values.countries, _NOBODY),
        abroad=table.take("abroad", readers.switch, None),
        own_country=table.take("own_country", readers.switch, None),
        countries=table.take("countries", values.countries, _NOBODY),
        other_than=table.take("other_than", values.countries, _NOBODY),
    )
