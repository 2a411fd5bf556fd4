"""Applies the rules of a mapping to one case; goes on after each problem, so that all are said."""

from collections.abc import Iterable
from typing import Final, NamedTuple, cast

from tipline.codecs.platform.applying.draw import Drawing
from tipline.codecs.platform.applying.got import VALUE_MISSING, Got, Tell, Unfound
from tipline.codecs.platform.paths import Place, Scope
from tipline.codecs.platform.rules import Entry, Many, PartRule, Rule
from tipline.codecs.platform.unfit import Unfit
from tipline.domain.report import Report

_NOTHING: Final = Got(None)


class Origin(NamedTuple):
    """Where a fact of the report comes from: a place in the case, a rule of the mapping.

    What the mapping states itself has no place in the case.
    """

    path: str
    pointer: str | None
    where: str


class Run:
    """One case on its way to a report; `must` are paths in the report that need a value.

    `origins` says where the facts come from, `said` about which paths a problem is noted.
    """

    def __init__(self, must: frozenset[str], tell: Tell) -> None:
        self._must = must
        self._tell = tell
        self._drawing = Drawing(tell)
        self.origins: list[Origin] = []
        self.said: set[str] = set()

    def report(self, rule: PartRule, case: object) -> Report:
        """Return the report of a case as far as it can be made."""
        return cast("Report", self._part(rule, {"": Place("", case)}, "").value)

    @property
    def unfound(self) -> tuple[Unfound, ...]:
        """The paths of the mapping that led nowhere."""
        return self._drawing.unfound

    @property
    def taken(self) -> frozenset[str]:
        """Where in the case something was found that the mapping asks for."""
        return frozenset(self._drawing.taken)

    def _part(self, rule: PartRule, scope: Scope, path: str) -> Got:
        """Return a part, or nothing if the case says nothing in it."""
        mark = len(self.origins)
        got = {
            name: self._field(one, scope, f"{path}/{name}") for name, one in rule.fields.items()
        }
        self.said.update(f"{path}/{name}" for name, one in got.items() if one.broken)
        drawn = any(one.says for one in got.values())
        says = drawn or self._keeps(rule)
        values = {name: one.value for name, one in got.items() if one.value is not None}
        missing = sorted(rule.required - values.keys())
        if missing and self._fills(missing, values):
            missing = []
        if says and not missing:
            return Got(rule.cls(**values), "" if drawn else None)
        del self.origins[mark:]
        self.said = {one for one in self.said if not one.startswith(f"{path}/")}
        if not says:
            return _NOTHING
        for name in missing:
            self._missing(rule, name, got[name])
        return Got(None, broken=True)

    def _missing(self, rule: PartRule, name: str, got: Got) -> None:
        """Note that a part lacks what it cannot be without."""
        if not got.broken:
            message = (
                f"There is no value here; without `{name}` the rest says nothing."
                " To leave such an entry out, add `only`."
            )
            unfit = Unfit(code=VALUE_MISSING.code, message=message)
            self._tell(got.pointer or "", unfit, f"{rule.where}/{name}")

    def _field(self, rule: Rule, scope: Scope, path: str) -> Got:
        """Return the value of one field: a list, a part, or a single value."""
        if isinstance(rule, Many):
            return self._many(rule, scope, path)
        if isinstance(rule, Entry):
            got = _NOTHING
            for inside in self._scopes(rule, scope):
                got = self._body(rule, inside, path)
            return got
        got = self._drawing.value(rule, scope)
        if got.value is None and not got.broken and path in self._must:
            self._tell(got.pointer or "", VALUE_MISSING, rule.where)
            return Got(None, got.pointer, broken=True)
        self.origins.append(Origin(path, got.pointer, rule.where))
        return got

    def _many(self, rule: Many, scope: Scope, path: str) -> Got:
        items: list[object] = []
        says = broken = False
        for entry in rule.entries:
            for inside in self._scopes(entry, scope):
                got = self._body(entry, inside, f"{path}/{len(items)}")
                says = says or got.says
                broken = broken or got.broken
                if got.value is not None:
                    items.append(got.value)
        if not items:
            return Got(None, broken=broken)
        return Got(tuple(items), "" if says else None)

    def _body(self, entry: Entry, scope: Scope, path: str) -> Got:
        if isinstance(entry.body, PartRule):
            return self._part(entry.body, scope, path)
        return self._field(entry.body, scope, path)

    def _scopes(self, entry: Entry, scope: Scope) -> Iterable[Scope]:
        where = entry.body.where
        return self._drawing.scopes(entry.each, entry.conditions, scope, where)

    def _keeps(self, rule: PartRule) -> bool:
        return rule.kept

    def _fills(self, missing: list[str], values: dict[str, object]) -> bool:  # noqa: ARG002
        """Put something in for what is missing, if that is wanted, and tell so."""
        return False


class BareRun(Run):
    """Makes what the mapping states itself, of no case at all; for a look at that alone."""

    def __init__(self) -> None:
        super().__init__(frozenset(), lambda *_: None)

    def _scopes(self, entry: Entry, scope: Scope) -> Iterable[Scope]:  # noqa: ARG002 - each once
        return [scope]

    def _keeps(self, rule: PartRule) -> bool:  # noqa: ARG002 - every one
        return True

    def _fills(self, missing: list[str], values: dict[str, object]) -> bool:
        values.update(dict.fromkeys(missing, ""))
        return True
