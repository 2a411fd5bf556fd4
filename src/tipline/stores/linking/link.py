"""Links reports that come in, in the transaction that stores them.

The same clusters come out in whichever order reports arrive, given the same held merges.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState, VerdictState
from tipline.domain.linking.grades import joins
from tipline.domain.linking.in_force import LinkingRules
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import Identifiers, Known, rules_in_force
from tipline.stores.linking.join import join_by, word_waits
from tipline.stores.linking.keyed import epoch_of, keying, under_keys
from tipline.stores.linking.relink import relink_without

_MOST_NAMED: Final = 20
"""Earlier reports that one report can join by naming them."""


class Rekeyed(NamedTuple):
    """A report or supplement that is there already, with what it is linked by found anew."""

    number: int
    provider: int | None
    is_test: bool
    keys: tuple[ops.StoredKey, ...]
    names: tuple[int, ...]
    keyed: tuple[bytes, ...]


class Arrival(NamedTuple):
    """A report, or a supplement, whose identifiers link the report numbered `to`.

    `adds` says that this report may have some of them already.
    """

    to: int
    report: ops.StoredReport | Rekeyed
    change: Change
    adds: bool = False


def link_arrivals(arrivals: Sequence[Arrival]) -> None:
    """Link what comes in; the reports themselves are stored already.

    Raises:
        StoreUnavailableError: something is blind under other keys than those in use.
    """
    if not any(arrival.report.keys or arrival.report.names for arrival in arrivals):
        return
    kept = keying()
    keys = [
        under_keys(one.report.keys, one.report.keyed, kept) if one.report.keys else ()
        for one in arrivals
    ]
    identifiers = Identifiers([key for some in keys for key in some], epoch_of(kept))
    rules = rules_in_force()
    forest = Forest()
    edges: dict[tuple[object, ...], tuple[object, ...]] = {}
    added: list[tuple[object, ...]] = []
    crossed: dict[int, tuple[Known, Change]] = {}
    fresh: list[tuple[Arrival, list[Known]]] = []
    for arrival, its_keys in zip(arrivals, keys, strict=True):
        is_supplement = arrival.adds or arrival.to != arrival.report.number
        known = _identifiers_of(arrival.to) if is_supplement else set()
        new: dict[int, Known] = {}
        for key in its_keys:
            one = identifiers.of(key)
            place = (one.id, key.at, arrival.to, key.port)
            row = (*place, key.role, arrival.report.number, key.place)
            if is_supplement:
                added.append(row)
            else:
                edges.setdefault(place, row)
            if one.joined and not joins(one.grade):
                crossed[one.id] = (one, arrival.change)
            if one.id in known or one.id in new:
                continue
            new[one.id] = one
            one.n += 1
            if one.state is IdentifierState.LINKS and one.n > rules.cut_of(one.kind, one.grade):
                one.state = IdentifierState.COMMON
                crossed[one.id] = (one, arrival.change)
        fresh.append((arrival, list(new.values())))
    _join_all(fresh, forest, rules)
    broken = _cut_off(crossed)
    queries.run_many("insert_edge", edges.values())
    queries.run_many("add_edge", added)
    identifiers.write()
    forest.write()
    for one, anchor, change in broken:
        relink_without(one, anchor, change)


def _identifiers_of(report: int) -> set[int]:
    return {int(number) for (number,) in queries.rows("identifiers_of_report", report)}


def _join_all(
    fresh: Sequence[tuple[Arrival, list[Known]]], forest: Forest, rules: LinkingRules
) -> None:
    """Join each report with those that have its identifiers."""
    named = _named_reports([arrival for arrival, _ in fresh])
    forest.load(
        [arrival.to for arrival, _ in fresh]
        + [one.anchor for _, new in fresh for one in new if one.joins and one.anchor is not None]
        + [other for others in named.values() for other in others]
    )
    for arrival, new in fresh:
        join_by(arrival.to, [one for one in new if one.joins], forest, rules, arrival.change)
        for other in named.get(arrival.to, ()):
            _join_by_word(arrival, other, forest, rules)


def _cut_off(
    crossed: dict[int, tuple[Known, Change]],
) -> list[tuple[Known, int | None, Change]]:
    """Let what became too common join no more; return it with the anchor it had."""
    broken: list[tuple[Known, int | None, Change]] = []
    for one, change in crossed.values():
        if one.joined or joins(one.grade):
            if one.state is IdentifierState.COMMON:
                change.record("link.common", f"identifier:{one.id}")
            broken.append((one, one.anchor, change))
            one.anchor = None
    return broken


def _named_reports(arrivals: Sequence[Arrival]) -> dict[int, list[int]]:
    """Return by report the earlier ones it names, as far as that can join them.

    Only a report of the same provider counts: a number says nothing about who was told it.
    """
    wanted = {number for arrival in arrivals for number in arrival.report.names}
    if not wanted:
        return {}
    known = {
        number: (provider, bool(is_test))
        for number, provider, is_test in queries.rows_in("reports_named", sorted(wanted))
    }
    named: dict[int, list[int]] = {}
    for arrival in arrivals:
        mine = (arrival.report.provider, arrival.report.is_test)
        for number in arrival.report.names:
            if mine[0] is None or known.get(number) != mine or number == arrival.to:
                continue
            some = named.setdefault(arrival.to, [])
            if len(some) < _MOST_NAMED:
                some.append(number)
    return named


def _join_by_word(arrival: Arrival, other: int, forest: Forest, rules: LinkingRules) -> None:
    """Join a report with one that it names, unless that is for a person to decide.

    What a person said of the two before holds. A report that very many name is no word any more.
    """
    pair = sorted((arrival.to, other))
    said = {int(state) for (state,) in queries.rows("verdicts_between", *pair)}
    if said & {VerdictState.NAMED, VerdictState.HELD}:
        return
    cut = rules.cut(IdentifierKind.PRIOR_REPORT)
    (count,) = queries.rows("count_names", other, other, cut + 1)[0]
    waits = count >= cut or word_waits(arrival.to, other, forest, rules)
    state = VerdictState.HELD if waits else VerdictState.NAMED
    queries.run("save_name", *pair, int(state), arrival.change.now)
    if waits:
        arrival.change.record("link.held", f"report:{arrival.to}")
    elif VerdictState.REFUSED not in said:
        forest.join(arrival.to, other)
