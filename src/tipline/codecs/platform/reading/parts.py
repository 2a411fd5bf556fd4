"""Reads the parts of a mapping along the types of the report: every field, list and table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from msgspec import inspect

from tipline.codecs.platform.faults import Faults, below, unknown
from tipline.codecs.platform.reading.loops import Table
from tipline.codecs.platform.reading.values import ValueReader
from tipline.codecs.platform.rules import (
    Conditions,
    Constant,
    Each,
    Entry,
    Many,
    PartRule,
    Rule,
    Value,
)
from tipline.codecs.platform.targets import Target, fields_of, report_kind, tag_of, target_of
from tipline.codecs.platform.words import PART_WORDS

_ALWAYS: Final = Conditions()


class PartReader:
    """Reads the parts of one mapping; what is wrong goes to the faults."""

    def __init__(self, faults: Faults, values: ValueReader) -> None:
        self._faults = faults
        self._values = values

    def report(self, table: Table) -> PartRule:
        """Return the rule for the whole report."""
        return replace(self._part(table, report_kind(), "", frozenset()), kept=True)

    def _part(
        self, table: Table, kind: inspect.StructType, where: str, words: frozenset[str]
    ) -> PartRule:
        """Return the rule for a part; `words` may stand in its table beside its fields."""
        known = fields_of(kind.cls)
        fields: dict[str, Rule] = {}
        for name, stated in table.items():
            place = below(where, name)
            if name in known:
                rule = self._field(stated, target_of(known[name].type), place)
                if rule is not None:
                    fields[name] = rule
            elif name not in words and name != kind.tag_field:
                message = unknown(name, (*known, *sorted(words))) + _inside(name, kind)
                self._faults.add(place, "unknown_field", message)
        required = frozenset(name for name, field in known.items() if field.required)
        for name in sorted(required - table.keys()):
            message = f"`{name}` is missing here: without it the rest says nothing."
            self._faults.add(below(where, name), "field_missing", message)
        kept = kind.tag is not None or not any(map(_draws, fields.values()))
        return PartRule(where=where, cls=kind.cls, fields=fields, required=required, kept=kept)

    def _field(self, stated: object, target: Target, where: str) -> Rule | None:
        if target.many:
            return self._many(stated, target, where)
        return self._entry(stated, target, where, in_list=False)

    def _many(self, stated: object, target: Target, where: str) -> Many | None:
        if not isinstance(stated, list):
            name = where.rpartition("/")[2]
            message = (
                f"This field is a list: begin each entry with [[...{name}]]."
                if target.parts
                else f"This field is a list: {name} = [ ... ], in square brackets."
            )
            self._faults.add(where, "not_a_list", message)
            return None
        entries = [
            self._entry(one, target, below(where, at), in_list=True)
            for at, one in enumerate(stated)
        ]
        kept = (
            one if isinstance(one, Entry) else Entry(each=None, conditions=_ALWAYS, body=one)
            for one in entries
            if one is not None
        )
        return Many(entries=tuple(kept))

    def _entry(
        self, stated: object, target: Target, where: str, *, in_list: bool
    ) -> Entry | Value | None:
        """Return the rule for a part, or for a value."""
        if target.parts:
            return self._part_entry(stated, target, where, in_list=in_list)
        if not in_list or not isinstance(stated, dict) or "thread" in stated:
            return self._values.value(stated, target.leaf, where)
        # In a list, the words of a loop stand in the table of the value.
        plain = {name: one for name, one in stated.items() if name not in PART_WORDS}
        body = self._values.value(plain, target.leaf, where)
        return None if body is None else self._looped(stated, body, where)

    def _part_entry(
        self, stated: object, target: Target, where: str, *, in_list: bool
    ) -> Entry | None:
        if not isinstance(stated, dict):
            message = "This is a part of the report with fields of its own: a table."
            if isinstance(stated, list):
                message += " There is only one of it: single brackets, [...]."
            self._faults.add(where, "not_a_table", message)
            return None
        kind = self._kind(stated, target, where)
        if kind is None:
            return None
        words = frozenset(PART_WORDS) if in_list else frozenset(PART_WORDS) - {"each"}
        return self._looped(stated, self._part(stated, kind, where, words), where)

    def _kind(self, table: Table, target: Target, where: str) -> inspect.StructType | None:
        """Return which part a table is; its tag says so where there are several."""
        if len(target.parts) == 1:
            return target.parts[0]
        field = str(target.parts[0].tag_field)
        kinds = {tag_of(kind): kind for kind in target.parts}
        tag = table.get(field)
        if isinstance(tag, str) and tag in kinds:
            return kinds[tag]
        message = f"`{field}` says which kind this is, one of: {', '.join(kinds)}."
        self._faults.add(below(where, field), "tag_missing", message)
        return None

    def _looped(self, table: Table, body: PartRule | Value, where: str) -> Entry:
        each: Each | None = None
        if "each" in table:
            each = self._values.loops.each(table["each"], below(where, "each"))
        return Entry(each=each, conditions=self._values.loops.conditions(table, where), body=body)


def _inside(name: str, kind: inspect.StructType) -> str:
    """Return where a field is that stands one table deeper; empty if nowhere."""
    for above, field in fields_of(kind.cls).items():
        target = target_of(field.type)
        if not target.many and any(name in fields_of(part.cls) for part in target.parts):
            return f" Or did you mean `{above}.{name}`?"
    return ""


def _draws(rule: Rule) -> bool:
    """Tell whether anything in a rule comes from the platform's data."""
    return any(not isinstance(value, Constant) for value in values_in(rule))


def values_in(rule: Rule | PartRule) -> Iterator[Value]:
    """Yield the rules of all values in a rule."""
    if isinstance(rule, Many):
        for entry in rule.entries:
            yield from values_in(entry)
    elif isinstance(rule, Entry):
        yield from values_in(rule.body)
    elif isinstance(rule, PartRule):
        for inside in rule.fields.values():
            yield from values_in(inside)
    else:
        yield rule
