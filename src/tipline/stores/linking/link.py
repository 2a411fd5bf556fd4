"""Links reports that come in, in the transaction that stores them.

The same clusters come out in whichever order reports arrive, given the same held merges.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import joins
from tipline.domain.linking.in_force import LinkingRules
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import Identifiers, Known, rules_in_force
from tipline.stores.linking.join import join_by
from tipline.stores.linking.keyed import epoch_of, keying, under_keys
from tipline.stores.linking.relink import relink_without


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
    edges: list[tuple[object, ...]] = []
    added: list[tuple[object, ...]] = []
    crossed: dict[int, tuple[Known, Change]] = {}
    fresh: list[tuple[Arrival, list[Known]]] = []
    for arrival, its_keys in zip(arrivals, keys, strict=True):
        is_supplement = arrival.adds or arrival.to != arrival.report.number
        known = _identifiers_of(arrival.to) if is_supplement else set()
        new: dict[int, Known] = {}
        for key in its_keys:
            one = identifiers.of(key)
            row = (
                one.id,
                key.at,
                arrival.to,
                key.port,
                key.role,
                arrival.report.number,
                key.place,
            )
            (added if is_supplement else edges).append(row)
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
    queries.run_many("insert_edge", edges)
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
        for other in named.get(arrival.to, ()):
            forest.join(arrival.to, other)
        join_by(arrival.to, [one for one in new if one.joins], forest, rules, arrival.change)


def _cut_off(
    crossed: dict[int, tuple[Known, Change]],
) -> list[tuple[Known, int | None, Change]]:
    """Let what became too common join no more; return it with the anchor it had."""
    broken: list[tuple[Known, int | None, Change]] = []
    for one, change in crossed.values():
        change.record("link.common", f"identifier:{one.id}")
        if joins(one.grade):
            broken.append((one, one.anchor, change))
            one.anchor = None
    return broken


def _named_reports(arrivals: Sequence[Arrival]) -> dict[int, list[int]]:
    """Return by report the earlier ones it names, and store that it does.

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
            one, other = sorted((arrival.to, number))
            is_new = queries.run("save_name", one, other, arrival.change.now)
            if is_new or not arrival.adds:  # else a person may have said no since
                named.setdefault(arrival.to, []).append(number)
    return named
