"""Puts identifiers under another key, piece by piece, while reports come in under both.

No identifier ever has a row under each key: whatever comes in during a rotation is blind under
both, and the row it finds under the former one is put under the coming one first, on all sides.
What is blind under the former key alone, as an old draft is, waits in a list and links nothing.
"""

from typing import Final

import msgspec

from tipline.domain.lifecycle import State
from tipline.ports import operations as ops
from tipline.ports.sealing import PORT_BYTES
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.keyed import Keying, fits, keying, under_keys
from tipline.stores.linking.link import Arrival, Rekeyed, link_arrivals

_LINKED: Final = frozenset({State.OPEN, State.FINISHED})
_PORTS_AT_ONCE: Final = 2_000
"""Rows whose ports are shortened in one change."""


class _Left(msgspec.Struct, frozen=True):
    """What is looked at of a report that is sent if its visitor never comes back."""

    keyed: tuple[bytes, ...] = ()
    keys: tuple[object, ...] = ()


_LEFT: Final = msgspec.msgpack.Decoder(_Left)


def _begin(operation: ops.BeginIndexRotation, change: Change) -> ops.AnyResult:
    kept, keys = keying(), (operation.present, operation.coming)
    if kept is not None and (kept.present, kept.coming) == keys:
        return ops.Done(number=kept.epoch)
    at_rest = kept is None or (kept.done is None and kept.present == operation.present)
    if not at_rest or operation.present == operation.coming:
        return ops.Refused()
    epoch = 1 if kept is None else kept.epoch + 1
    queries.run("begin_rotation", *keys, epoch, change.now)
    change.record("index.rotation_begun", f"index:{epoch}")
    return ops.Done(number=epoch)


def _reindex(operation: ops.ReindexIdentifiers, change: Change) -> ops.AnyResult:
    kept = keying()
    if kept is None or kept.coming is None or not fits(operation.keyed, kept):
        return ops.Refused()
    for one in operation.reports:
        queries.run("forget_not_indexed", one.report)
        row = queries.one("report_to_join", one.report)
        if row is not None and State(row[0]) in _LINKED:
            _index(one, row, operation.keyed, kept, change)
    if operation.done:
        queries.run("advance_rotation", operation.done, operation.done)
    return ops.Done(number=len(operation.reports))


def _index(
    one: ops.IndexedReport,
    row: queries.Row,
    keyed: tuple[bytes, ...],
    kept: Keying,
    change: Change,
) -> None:
    """Put what a report is linked by under the coming key, and link it by what was missing."""
    keys = [key for source in one.sources for key in under_keys(source.keys, keyed, kept)]
    _widen_ports(one.report, {key.port[:PORT_BYTES]: key.port for key in keys if key.port})
    for source in one.sources:
        _, is_test, provider = row
        found = Rekeyed(source.number, provider, bool(is_test), source.keys, source.names, keyed)
        link_arrivals([Arrival(one.report, found, change, adds=True)])


def _widen_ports(report: int, both: dict[bytes, bytes]) -> None:
    """Add to ports under the former key those under the coming one; unknown ones are dropped."""
    for identifier, at, port, *rest in queries.rows("short_ports", report):
        queries.run("forget_edge", identifier, at, report, port)
        queries.run("add_edge", identifier, at, report, both.get(bytes(port), b""), *rest)


def _reblind(operation: ops.ReblindIdentifiers, _change: Change) -> ops.AnyResult:
    kept = keying()
    if kept is None or kept.coming != operation.coming:
        return ops.Refused()
    done = (queries.run("reblind", new, kept.epoch, old) for old, new in operation.pairs)
    return ops.Done(number=sum(done))


def _end(operation: ops.EndIndexRotation, change: Change) -> ops.AnyResult:
    kept = keying()
    if kept is None or operation.coming not in {kept.present, kept.coming}:
        return ops.Refused()
    if kept.coming is None:
        return ops.Done(number=kept.epoch)
    if queries.one("first_not_indexed") is not None:
        return ops.Refused()
    until = _last_of_before(operation.coming)
    if until is not None:
        return ops.NotYet(until=until)
    queries.run("end_rotation")
    change.record("index.rotation_ended", f"index:{kept.epoch}")
    return ops.Done(number=kept.epoch)


def _last_of_before(coming: bytes) -> int | None:
    """Return when the last draft expires that is not blind under the coming key."""
    moments = []
    for leaving, expires_at in queries.rows("drafts_leaving"):
        left = _LEFT.decode(bytes(leaving))
        if left.keys and coming not in left.keyed:
            moments.append(int(expires_at))
    return max(moments, default=None)


def _forget_ports(operation: ops.ForgetFormerPorts, _change: Change) -> ops.AnyResult:
    kept = keying()
    if kept is None or kept.coming is not None or kept.done is None:
        return ops.Done(number=0)
    last, end = queries.one("last_identifier"), kept.done + operation.limit
    rows = queries.rows("long_ports", kept.done, end, _PORTS_AT_ONCE)
    for identifier, at, report, port, *rest in rows:
        queries.run("forget_edge", identifier, at, report, port)
        queries.run("add_edge", identifier, at, report, bytes(port)[PORT_BYTES:], *rest)
    if len(rows) == _PORTS_AT_ONCE:
        return ops.Done(number=max(1, kept.done))
    if last is None or last[0] is None or end >= last[0]:
        queries.run("finish_rotation")
        return ops.Done(number=0)
    queries.run("advance_rotation", end, end)
    return ops.Done(number=end)


REINDEX_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.BeginIndexRotation: _begin,
    ops.ReindexIdentifiers: _reindex,
    ops.ReblindIdentifiers: _reblind,
    ops.EndIndexRotation: _end,
    ops.ForgetFormerPorts: _forget_ports,
}
"""How each operation of a rotation is applied."""
