"""Applies what people decide about links, and what follows from it."""

import hashlib
from typing import Final

from tipline.domain.lifecycle import State
from tipline.domain.linking.decisions import (
    ApartState,
    IdentifierState,
    RelinkingWhat,
    VerdictState,
)
from tipline.domain.linking.grades import Side, joins
from tipline.domain.linking.in_force import LinkingRules, decode_rules
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import (
    Identifiers,
    Known,
    known_by_number,
    rules_in_force,
    save,
)
from tipline.stores.linking.keyed import epoch_of, keying, under_keys
from tipline.stores.linking.relink import (
    leave_links,
    rejoin,
    relink_cluster,
    relink_clusters,
    work_off,
)

_LINKED: Final = frozenset({State.OPEN, State.FINISHED})
_STOPPABLE: Final = (Side.INVOLVED, Side.VICTIM)


def _pair(one: int, other: int) -> tuple[int, int] | None:
    """Return two reports in order if links may hold between them; tests never meet real ones."""
    found = [queries.one("report_to_join", number) for number in (one, other)]
    rows = [row for row in found if row is not None and State(row[0]) in _LINKED]
    if one == other or len(rows) < len(found) or bool(rows[0][1]) != bool(rows[1][1]):
        return None
    return min(one, other), max(one, other)


def _join_reports(operation: ops.JoinReports, change: Change) -> ops.AnyResult:
    pair = _pair(operation.one, operation.other)
    if pair is None:
        return ops.Unknown()
    state = int(VerdictState.JOINED)
    queries.run("save_verdict", *pair, state, operation.reason, operation.user, change.now)
    _join(pair)
    _record(change, "link.joined", pair, operation.reason)
    return ops.Done(number=operation.one)


def _join(pair: tuple[int, int]) -> None:
    forest = Forest()
    forest.load(pair)
    forest.join(*pair)
    forest.write()


def _verdicts(pair: tuple[int, int]) -> set[int]:
    """Return all that was said of two reports."""
    return {int(state) for (state,) in queries.rows("verdicts_between", *pair)}


def _refuse_link(operation: ops.RefuseLink, change: Change) -> ops.AnyResult:
    pair = _pair(operation.one, operation.other)
    if pair is None:
        return ops.Unknown()
    was = _verdicts(pair)
    state = int(VerdictState.REFUSED)
    queries.run("save_verdict", *pair, state, operation.reason, operation.user, change.now)
    if was:
        relink_cluster(pair[0], change)
    _record(change, "link.refused", pair, operation.reason)
    return ops.Done(number=operation.one)


def _undo_verdict(operation: ops.UndoVerdict, change: Change) -> ops.AnyResult:
    pair = (min(operation.one, operation.other), max(operation.one, operation.other))
    was = _verdicts(pair)
    if not queries.run("undo_verdict", *pair):
        return ops.Unknown()
    if VerdictState.JOINED in was:
        relink_cluster(pair[0], change)
    elif VerdictState.NAMED in was:
        _join(pair)
    _record(change, "link.undone", pair, "verdict")
    return ops.Done(number=operation.one)


def _set_apart(operation: ops.SetApart, change: Change) -> ops.AnyResult:
    wanted = sorted(set(operation.reports))
    rows: list[tuple[int, int, int, int, str, int, int]] = []
    known = [one for one in known_by_number(operation.identifiers) if joins(one.grade)]
    last = queries.rows_in("last_part", [one.id for one in known]) if known else []
    part = max([0, *(int(most or 0) for (most,) in last)]) + 1
    state = int(ApartState.REJECTED)
    for one in known:
        having = {int(report) for (report,) in queries.rows_in("reports_having", wanted, one.id)}
        if one.anchor in having:
            one.anchor = None
        rows.extend(
            (one.id, report, part, state, operation.reason, operation.user, change.now)
            for report in sorted(having)
        )
    if not rows:
        return ops.Unknown()
    queries.run_many("set_apart", rows)
    save(known)
    relink_clusters(wanted, change)
    _restore_anchors(known)
    _keep_together([(row[0], row[1]) for row in rows])
    _record(change, "link.set_apart", sorted({row[1] for row in rows}), operation.reason)
    for number in sorted({row[0] for row in rows}):
        change.record("link.set_apart", f"identifier:{number}", detail=operation.reason)
    return ops.Done(number=part)


def _undo_apart(operation: ops.UndoApart, change: Change) -> ops.AnyResult:
    numbers = [one.id for one in known_by_number(operation.identifiers)]
    back = [
        (number, report)
        for number in numbers
        for report in operation.reports
        if _let_join(number, report, operation.user, change)
    ]
    if not back:
        return ops.Unknown()
    # Those that were kept together with them may have nothing else in common.
    reports = sorted({report for _, report in back})
    relink_clusters(reports, change)
    known = {one.id: one for one in known_by_number(numbers) if one.joins}
    forest = Forest()
    for number, report in back:
        one = known.get(number)
        if one is not None:
            one.anchor = report if one.anchor is None else one.anchor
            forest.load([one.anchor, report])
            forest.join(one.anchor, report)
    save(known.values())
    forest.write()
    for number, report in back:
        _settle_held(number, report)
    _record(change, "link.undone", reports, "apart")
    return ops.Done(number=len(back))


def _let_join(number: int, report: int, user: int, change: Change) -> bool:
    """Take back what keeps a report apart; a held merge is approved, and stays so."""
    row = queries.one("apart_state", number, report)
    if row is None or row[0] == ApartState.APPROVED:
        return False
    if row[0] == ApartState.HELD:
        state = int(ApartState.APPROVED)
        queries.run("set_apart", number, report, 0, state, "approved", user, change.now)
    else:
        queries.run("undo_apart", number, report)
    return True


def _settle_held(number: int, report: int) -> None:
    """Forget merges that are held and change nothing any more: both sides are one cluster."""
    rows = queries.rows("held_with", report, number)
    known = {one.id: one for one in known_by_number([one for one, _ in rows])}
    forest = Forest()
    for one, held in rows:
        anchor = known[one].anchor
        if anchor is None:
            continue
        forest.load([anchor, held])
        if forest.root(anchor) == forest.root(held):
            queries.run("undo_apart", one, held)


def _stop(operation: ops.StopIdentifier, change: Change) -> ops.AnyResult:
    done = 0
    sides = _on_sides(operation, operation.kind, operation.grade)
    for number in [one.id for one in sides]:
        (one,) = known_by_number([number])  # linking anew changes the anchors of others
        if one.state is IdentifierState.STOPPED:
            continue
        reason, sealed = operation.reason, (operation.key, operation.body)
        queries.run("save_stop", one.id, reason, operation.user, change.now, *sealed)
        change.record("identifier.stopped", f"identifier:{one.id}", detail=reason)
        leave_links(one, IdentifierState.STOPPED, change)
        done += 1
    return ops.Done(number=done) if done else ops.Unknown()


def _unstop(operation: ops.UnstopIdentifier, change: Change) -> ops.AnyResult:
    rules, done = rules_in_force(), 0
    for number in [one.id for one in _on_sides(operation)]:
        (one,) = known_by_number([number])
        if one.state is not IdentifierState.STOPPED:
            continue
        queries.run("undo_stop", one.id)
        change.record("identifier.unstopped", f"identifier:{one.id}")
        _let_link(one, rules, change, freely=True)
        done += 1
    return ops.Done(number=done) if done else ops.Unknown()


def _on_sides(
    operation: ops.StopIdentifier | ops.UnstopIdentifier, kind: int = 0, grade: int | None = None
) -> list[Known]:
    """Return an identifier on the sides where it can link: those known, or with a grade all."""
    found: list[Known] = []
    for blinds, epoch in _values_of(operation):
        keys = [
            ops.StoredKey(
                blind=blind,
                also=also,
                side=int(side),
                kind=kind,
                grade=grade or 0,
                role=0,
                place=0,
            )
            for blind, also in blinds
            for side in _STOPPABLE
        ]
        identifiers = Identifiers(keys, epoch)
        known = [identifiers.of(key) for key in keys]
        if grade is not None:
            save(one for one in known if one.is_new)
        found.extend(one for one in known if grade is not None or not one.is_new)
    return found


def _values_of(
    operation: ops.StopIdentifier | ops.UnstopIdentifier,
) -> list[tuple[list[tuple[bytes, bytes]], int]]:
    """Return blind values under the keys in use, and the epoch of what is new under them."""
    if operation.identifiers:
        rows = queries.rows_in("epochs_of", operation.identifiers)
        epochs = {bytes(blind): int(epoch) for blind, epoch in rows}
        return [([(blind, b"")], epoch) for blind, epoch in epochs.items()]
    kept = keying()
    also = operation.also or (b"",) * len(operation.blinds)
    keys = [
        ops.StoredKey(blind=one, also=other, side=0, kind=0, grade=0, role=0, place=0)
        for one, other in zip(operation.blinds, also, strict=True)
    ]
    brought = under_keys(keys, operation.keyed, kept)
    return [([(key.blind, key.also) for key in brought], epoch_of(kept))]


def _let_link(one: Known, rules: LinkingRules, change: Change, *, freely: bool = False) -> None:
    """Give an identifier the state that its count asks for, and join its reports if it links."""
    fits = one.n <= rules.cut_of(one.kind, one.grade)
    one.state = IdentifierState.LINKS if fits else IdentifierState.COMMON
    save([one])
    if one.joins:
        rejoin(one, change, freely=freely)


def _set_rules(operation: ops.SetLinkRules, change: Change) -> ops.AnyResult:
    decode_rules(operation.rules)
    queries.run("save_link_rules", operation.rules)
    digest = hashlib.sha256(operation.rules).digest()
    change.record("link_rules.changed", "link_rules:1", digest)
    return ops.Done(number=1)


def _recount(operation: ops.Recount, change: Change) -> ops.AnyResult:
    rows = queries.rows("identifiers_after", operation.after, operation.limit)
    known, rules = [Known(*row) for row in rows], rules_in_force()
    counts: dict[int, int] = dict(queries.rows_in("seen_in_reports", [one.id for one in known]))
    mended = _mend_anchors(known)
    for seen in known:
        n = int(counts.get(seen.id, 0))
        common = n > rules.cut_of(seen.kind, seen.grade)
        wrong_state = common != (seen.state is IdentifierState.COMMON)
        if n == seen.n and (not wrong_state or seen.state is IdentifierState.STOPPED):
            continue
        mended += 1
        (one,) = known_by_number([seen.id])  # linking anew changes the anchors of others
        one.n = n
        if one.state is IdentifierState.COMMON and not common:
            _let_link(one, rules, change)
        elif one.state is IdentifierState.LINKS and common:
            change.record("link.common", f"identifier:{one.id}")
            leave_links(one, IdentifierState.COMMON, change)
        else:
            save([one])
    return ops.Recounted(number=mended, after=known[-1].id if known else 0)


def _mend_anchors(known: list[Known]) -> int:
    """Give identifiers another anchor whose own does not join by them; return how many."""
    joining = [one.id for one in known if one.joins and one.n > 0]
    mended = 0
    for (number,) in queries.rows_in("lost_anchors", joining) if joining else ():
        (one,) = known_by_number([number])
        anchor = _first_joined(number)
        if anchor != one.anchor:
            one.anchor = anchor
            save([one])
            mended += 1
    return mended


def _relink_some(operation: ops.Relink, change: Change) -> ops.AnyResult:
    return ops.Done(number=work_off(operation.limit, change))


def _relink_reports(operation: ops.RelinkReports, change: Change) -> ops.AnyResult:
    forest = Forest()
    forest.load(operation.reports)
    # Those that are alone too: they may be wrongly so.
    for root in dict.fromkeys(forest.root(report) for report in operation.reports):
        queries.run("put_in_line", int(RelinkingWhat.CLUSTER), root, 0, change.now)
    change.record("links.mended", "links:1")
    return ops.Done(number=len(operation.reports))


def _keep_together(having: list[tuple[int, int]]) -> None:
    """Join those that were set apart with the same identifier, as far as it joins at all."""
    forest = Forest()
    forest.load([report for _, report in having])
    joining = {one.id for one in known_by_number([number for number, _ in having]) if one.joins}
    first: dict[int, int] = {}
    for number, report in having:
        if number in joining:
            forest.join(first.setdefault(number, report), report)
    forest.write()


def _restore_anchors(known: list[Known]) -> None:
    """Give identifiers an anchor whose last one was set apart and whose others were alone."""
    for one in known_by_number([one.id for one in known]):
        if one.anchor is None and one.joins:
            one.anchor = _first_joined(one.id)
            save([one])


def _first_joined(identifier: int) -> int | None:
    """Return the oldest report that joins by an identifier."""
    row = queries.one("first_joined", identifier)
    return None if row is None else int(row[0])


def _record(
    change: Change, action: str, reports: tuple[int, ...] | list[int], detail: str
) -> None:
    for report in reports:
        change.record(action, f"report:{report}", detail=detail)


LINK_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.JoinReports: _join_reports,
    ops.RefuseLink: _refuse_link,
    ops.UndoVerdict: _undo_verdict,
    ops.SetApart: _set_apart,
    ops.UndoApart: _undo_apart,
    ops.StopIdentifier: _stop,
    ops.UnstopIdentifier: _unstop,
    ops.SetLinkRules: _set_rules,
    ops.Recount: _recount,
    ops.Relink: _relink_some,
    ops.RelinkReports: _relink_reports,
}
"""How each operation on links is applied."""
