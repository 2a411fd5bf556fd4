"""Draws single values from a case, and goes through its lists; parts are put together in `run`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tipline.codecs.platform.applying.got import (
    VALUE_MISSING,
    Got,
    Tell,
    Unfound,
    closest,
    line_of,
)
from tipline.codecs.platform.leaves import is_nothing, word
from tipline.codecs.platform.paths import Path, Place, Scope, elements, find
from tipline.codecs.platform.rules import (
    Condition,
    Conditions,
    Constant,
    Draw,
    Each,
    First,
    Present,
    Thread,
    Value,
)
from tipline.codecs.platform.unfit import Unfit

MOST_ELEMENTS: Final = 100_000
"""Elements of lists that one case may take; lists in lists could be gone through for ever."""


class Drawing:
    """Draws the values of one case; `taken` are the places in it where something was found."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._left = MOST_ELEMENTS
        self._found: set[str] = set()
        self.taken: set[str] = set()
        self._unfound: dict[str, Unfound] = {}

    @property
    def unfound(self) -> tuple[Unfound, ...]:
        """The paths that led nowhere, each time they were looked at."""
        return tuple(one for path, one in self._unfound.items() if path not in self._found)

    def value(self, rule: Value, scope: Scope) -> Got:
        """Return what one rule gives."""
        if isinstance(rule, Constant):
            return Got(rule.value)
        if isinstance(rule, Present):
            place = self._find(rule.path, scope, rule.where)
            return Got(not is_nothing(place.value), place.pointer, broken=not place.inside)
        if isinstance(rule, Draw):
            got = self._drawn(rule, scope)
        elif isinstance(rule, First):
            got = self._first(rule, scope)
        else:
            got = self._thread(rule, scope)
        if rule.required and got.value is None and not got.broken:
            return self._broken(got.pointer or "", VALUE_MISSING, rule.where)
        return got

    def scopes(
        self, each: Each | None, conditions: Conditions, scope: Scope, where: str
    ) -> Iterator[Scope]:
        """Yield what names stand for, once for each element that the conditions keep."""
        if each is None:
            if self._holds(conditions, scope, where):
                yield scope
            return
        place = self._find(each.path, scope, where)
        if place.value is not None and not isinstance(place.value, list):
            message = "Expected a list, since the mapping takes each of its elements."
            self._tell(place.pointer, Unfit(code="not_a_list", message=message), where)
        for element in elements(place):
            if self._left == 0:
                message = f"A case may take at most {MOST_ELEMENTS:,} elements of lists."
                self._tell(place.pointer, Unfit(code="too_many_elements", message=message), where)
                return
            self._left -= 1
            inside = {**scope, each.name: element}
            if self._holds(conditions, inside, where):
                yield inside

    def _find(self, path: Path, scope: Scope, where: str) -> Place:
        place = find(path, scope)
        if place.there:
            self._found.add(path.text)
            self.taken.add(place.pointer)
        elif path.text not in self._unfound:
            self._unfound[path.text] = Unfound(path.text, where, closest(path, scope))
        if not place.inside:
            message = "Expected an object or a list, since the mapping looks inside."
            self._tell(place.pointer, Unfit(code="not_an_object", message=message), where)
        return place

    def _drawn(self, rule: Draw, scope: Scope) -> Got:
        """Return what stands at a path, or text with what stands at several."""
        places = [self._find(path, scope, rule.where) for path in rule.template.paths]
        pointer = places[0].pointer
        if not all(place.inside for place in places):
            return Got(None, pointer, broken=True)
        for place in places:
            if is_nothing(place.value):
                return Got(None, place.pointer)
        value = places[0].value
        if len(rule.template.pieces) > 1:
            for place in places:
                if type(place.value) not in {str, int, Decimal}:
                    message = "Expected text or a number, since it becomes part of a text."
                    return self._broken(
                        place.pointer, Unfit(code="not_text", message=message), rule.where
                    )
            texts = iter([word(place.value) for place in places])
            pieces = rule.template.pieces
            value = "".join(one if isinstance(one, str) else next(texts) for one in pieces)
        read = rule.reading.read(value)
        if isinstance(read, Unfit):
            return self._broken(pointer, read, rule.where)
        return Got(read, pointer)

    def _first(self, rule: First, scope: Scope) -> Got:
        got = Got(None)
        for option in rule.options:
            found = self.value(option, scope)
            if found.value is not None or found.broken:
                self._settle(rule)
                return found
            got = got if got.pointer else found
        return got

    def _settle(self, rule: First) -> None:
        """Ask no more for the other values, since one was there."""
        draws = (option for option in rule.options if isinstance(option, Draw))
        self._found.update(path.text for draw in draws for path in draw.template.paths)

    def _thread(self, rule: Thread, scope: Scope) -> Got:
        place = self._find(rule.each.path, scope, rule.where)
        lines: list[str] = []
        broken = False
        for inside in self.scopes(rule.each, rule.conditions, scope, rule.where):
            parts = [
                self.value(one, inside) if one is not None else Got(None)
                for one in (rule.at, rule.sender, rule.text)
            ]
            broken = broken or any(part.broken for part in parts)
            lines.append(line_of(*("" if one.value is None else str(one.value) for one in parts)))
        wrong = broken or not (place.value is None or isinstance(place.value, list))
        return Got("\n".join(lines) or None, place.pointer, broken=wrong)

    def _holds(self, conditions: Conditions, scope: Scope, where: str) -> bool:
        return all(self._is(one, scope, where) for one in conditions.only) and not any(
            self._is(one, scope, where) for one in conditions.unless
        )

    def _is(self, condition: Condition, scope: Scope, where: str) -> bool:
        value = self._find(condition.path, scope, where).value
        if condition.words:
            return word(value) in condition.words
        return not is_nothing(value)

    def _broken(self, pointer: str, unfit: Unfit, where: str) -> Got:
        self._tell(pointer, unfit, where)
        return Got(None, pointer, broken=True)
