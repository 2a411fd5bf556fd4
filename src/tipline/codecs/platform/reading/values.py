"""Reads the values of a mapping: constants, text with paths, and tables that say more."""

from collections.abc import Mapping
from typing import Final

from msgspec import inspect

from tipline.codecs.platform.faults import Faults, below, guess, unknown
from tipline.codecs.platform.leaves import LEFT_OUT, Reading, is_nothing
from tipline.codecs.platform.reading.loops import LoopReader, Table
from tipline.codecs.platform.rules import (
    Constant,
    Draw,
    First,
    Present,
    Thread,
    Value,
)
from tipline.codecs.platform.targets import words_of
from tipline.codecs.platform.templates import Template, read_template
from tipline.codecs.platform.times import ZONE
from tipline.codecs.platform.unfit import Unfit
from tipline.codecs.platform.words import (
    PARTS,
    SOURCE_WORDS,
    THREAD_WORDS,
    UNITS,
    VALUE_WORDS,
)
from tipline.codecs.report_json.places import DEEPEST
from tipline.domain.timestamp import Timestamp

TEXT: Final = inspect.StrType()
TIME: Final = inspect.CustomType(Timestamp)
_CONDITIONS: Final = frozenset({"only", "unless"})
_BESIDE: Final[dict[str, frozenset[str]]] = {
    "value": frozenset(VALUE_WORDS),
    "first": frozenset({"required"}),
    "present": frozenset(),
    "thread": frozenset({"required", *THREAD_WORDS, *_CONDITIONS}),
}
"""What may stand beside each source of a value."""


class ValueReader:
    """Reads values for fields of one report; what is wrong goes to the faults."""

    def __init__(self, faults: Faults, unit: str | None, zone: str | None) -> None:
        self._faults = faults
        self.loops = LoopReader(faults)
        self._unit = unit
        self._zone = zone

    def value(self, stated: object, leaf: inspect.Type, where: str) -> Value | None:
        """Return the rule for one value, or None after noting why there is none."""
        if isinstance(stated, dict):
            if where.count("/") > DEEPEST:
                self._faults.add(where, "too_deep", "Values are nested too deeply.")
                return None
            return self._table(stated, leaf, where)
        if isinstance(stated, list):
            self._faults.add(where, "not_single", "This field takes one value, not a list.")
            return None
        return self._plain(stated, self._reading(leaf), where)

    def _reading(self, leaf: inspect.Type) -> Reading:
        return Reading(kind=leaf, unit=self._unit, zone=self._zone)

    def _plain(
        self, stated: object, reading: Reading, where: str, *, required: bool = False
    ) -> Value | None:
        """Read a constant, or text with paths."""
        template = read_template(stated) if isinstance(stated, str) else Template(())
        if template is None:
            message = "Braces hold a path such as {user.id}; write {{ and }} for the marks."
            self._faults.add(where, "not_a_path", message)
            return None
        if template.paths:
            return Draw(where=where, template=template, reading=reading, required=required)
        value = self._constant(
            template.text if isinstance(stated, str) else stated, reading, where
        )
        return None if value is None else Constant(where=where, value=value)

    def _constant(self, stated: object, reading: Reading, where: str) -> object:
        """Return what the mapping states itself as the field has it, or None."""
        if is_nothing(stated):
            self._faults.add(where, "blank", "Say something here, or leave it out.")
            return None
        value = reading.read(stated)
        if not isinstance(value, Unfit):
            return value
        hint = guess(stated, words_of(reading.kind)) if isinstance(stated, str) else ""
        self._faults.add(where, value.code, f"{value.message}{hint}")
        return None

    def _table(self, table: Table, leaf: inspect.Type, where: str) -> Value | None:
        """Read a table that says where a value comes from, and what is done with it."""
        sources = [name for name in SOURCE_WORDS if name in table]
        if len(sources) != 1:
            message = f"Expected exactly one of: {', '.join(SOURCE_WORDS)}."
            self._faults.add(where, "source_missing", message)
            return None
        (source,) = sources
        for name in table:
            if name not in _BESIDE[source] and name != source:
                message = unknown(name, (source, *sorted(_BESIDE[source])))
                self._faults.add(below(where, name), "unknown_word", message)
        if source == "value":
            return self._drawn(table, leaf, where)
        if source == "present":
            return self._present(table, leaf, where)
        required = self._switch(table, "required", where)
        if source == "thread":
            return self._thread(table, leaf, where, required=required)
        return self._first(table["first"], leaf, below(where, "first"), required=required)

    def _drawn(self, table: Table, leaf: inspect.Type, where: str) -> Value | None:
        is_time = isinstance(leaf, inspect.CustomType)
        unit, zone = self._unit, self._zone
        if "time" in table:
            unit = self.unit(table["time"], below(where, "time"))
        if "zone" in table:
            zone = self.zone(table["zone"], below(where, "zone"))
        for name in ("time", "zone"):
            if name in table and not is_time:
                message = f"`{name}` belongs to a field that is a time; this one is not."
                self._faults.add(below(where, name), "no_time", message)
        plain = self._reading(leaf)
        reading = Reading(
            kind=leaf,
            unit=unit,
            zone=zone,
            part=self._word(table.get("part"), PARTS, below(where, "part")),
            words=self._words(table.get("words"), plain, below(where, "words")),
            otherwise=self._otherwise(table, plain, where),
        )
        required = self._switch(table, "required", where)
        return self._plain(table["value"], reading, below(where, "value"), required=required)

    def _otherwise(self, table: Table, plain: Reading, where: str) -> object:
        if "else" not in table:
            return None
        if "words" not in table:
            message = (
                "`else` says what a word becomes that is not in `words`; there is no `words`."
            )
            self._faults.add(below(where, "else"), "words_missing", message)
        if table["else"] == "":
            return LEFT_OUT
        return self._constant(table["else"], plain, below(where, "else"))

    def _words(self, stated: object, plain: Reading, where: str) -> dict[str, object] | None:
        """Read a table from the platform's words to the report's."""
        if stated is None:
            return None
        if not isinstance(stated, dict):
            message = 'Expected a table, as in { "their word" = "our word" }.'
            self._faults.add(where, "not_a_table", message)
            return None
        read = {
            name: self._constant(one, plain, below(where, name)) for name, one in stated.items()
        }
        return {name: one for name, one in read.items() if one is not None}

    def _first(
        self, stated: object, leaf: inspect.Type, where: str, *, required: bool
    ) -> First | None:
        if not isinstance(stated, list) or not stated:
            self._faults.add(where, "not_a_list", "Expected a list of values, in square brackets.")
            return None
        options = [self.value(one, leaf, below(where, at)) for at, one in enumerate(stated)]
        kept = tuple(option for option in options if option is not None)
        return First(where=where, options=kept, required=required)

    def _present(self, table: Table, leaf: inspect.Type, where: str) -> Present | None:
        if not isinstance(leaf, inspect.BoolType):
            message = "`present` gives `true` or `false`; this field takes something else."
            self._faults.add(where, "not_a_boolean", message)
        path = self.loops.path(table["present"], below(where, "present"))
        return None if path is None else Present(where=where, path=path)

    def _thread(
        self, table: Table, leaf: inspect.Type, where: str, *, required: bool
    ) -> Thread | None:
        if not isinstance(leaf, inspect.StrType):
            self._faults.add(where, "not_text", "`thread` gives text; this field takes no text.")
        each = self.loops.each(table["thread"], below(where, "thread"))
        if "text" not in table:
            message = "`text` is missing: it says where the text of a message stands."
            self._faults.add(below(where, "text"), "word_missing", message)
        lines = {
            name: self.value(table[name], TIME if name == "at" else TEXT, below(where, name))
            for name in THREAD_WORDS
            if name in table
        }
        text = lines.get("text")
        if each is None or text is None:
            return None
        return Thread(
            where=where,
            each=each,
            conditions=self.loops.conditions(table, where),
            at=lines.get("at"),
            sender=lines.get("sender"),
            text=text,
            required=required,
        )

    def unit(self, stated: object, where: str) -> str | None:
        """Return what numbers count that are times."""
        return self._word(stated, UNITS, where)

    def zone(self, stated: object, where: str) -> str | None:
        """Return the zone of times that name none."""
        if isinstance(stated, str) and ZONE.fullmatch(stated):
            return stated
        self._faults.add(where, "not_a_zone", "Expected `Z`, or an offset such as `+02:00`.")
        return None

    def _word(self, stated: object, allowed: Mapping[str, str], where: str) -> str | None:
        """Return one of the language's words; None if nothing is stated."""
        if stated is None or (isinstance(stated, str) and stated in allowed):
            return stated if isinstance(stated, str) else None
        hint = guess(stated, allowed) if isinstance(stated, str) else ""
        message = f"Expected one of: {', '.join(allowed)}.{hint}"
        self._faults.add(where, "not_in_list", message)
        return None

    def _switch(self, table: Table, name: str, where: str) -> bool:
        stated = table.get(name, False)
        if isinstance(stated, bool):
            return stated
        self._faults.add(below(where, name), "not_a_boolean", "Expected `true` or `false`.")
        return False
