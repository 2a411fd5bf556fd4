"""The rows of identifiers that one change needs: found by blind value or number, written once."""

from collections.abc import Iterable, Sequence

from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, joins
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules, decode_rules
from tipline.ports import operations as ops
from tipline.stores import queries


class Known:
    """One identifier on one side; `anchor` is a report that joins by it."""

    __slots__ = (
        *("_was", "anchor", "blind", "epoch", "grade", "id", "is_new", "kind", "n", "side"),
        "state",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - a row
        self,
        id_: int,
        blind: bytes,
        side: int,
        kind: int,
        grade: int,
        n: int = 0,
        state: int = IdentifierState.LINKS,
        anchor: int | None = None,
        *,
        is_new: bool = False,
        epoch: int = 0,
    ) -> None:
        self.id = id_
        self.blind = bytes(blind)
        self.side = side
        self.kind = kind
        self.grade = Grade(grade)
        self.n = n
        self.state = IdentifierState(state)
        self.anchor = anchor
        self.is_new = is_new
        self.epoch = epoch
        self._was = (n, state, anchor, grade)

    @property
    def joined(self) -> bool:
        """Whether it joined reports when it was read."""
        return (
            not self.is_new
            and self._was[1] == IdentifierState.LINKS
            and joins(Grade(self._was[3]))
        )

    @property
    def joins(self) -> bool:
        """Whether reports with it are one cluster now."""
        return self.state is IdentifierState.LINKS and joins(self.grade)

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return (self.n, self.state, self.anchor, self.grade) != self._was


def rules_in_force() -> LinkingRules:
    """Return the cuts and limits in force."""
    row = queries.one("link_rules")
    return BUILT_IN if row is None else decode_rules(bytes(row[0]))


def known_by_number(numbers: Sequence[int]) -> list[Known]:
    """Return identifiers by their numbers, in order; unknown numbers are left out."""
    found = {row[0]: Known(*row) for row in queries.rows_in("identifiers_by_number", numbers)}
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def known_in_report(report: int) -> list[Known]:
    """Return the identifiers in a report."""
    found = {row[0]: Known(*row) for row in queries.rows("identifiers_in_report", report)}
    return list(found.values())


class Identifiers:
    """Identifiers by blind value and side, those included that are new with this change.

    Keys that have a value under the coming key too are found under either. What is under the
    former key is put under the coming one at once, on all sides, so that none has a row for each.
    """

    def __init__(self, keys: Iterable[ops.StoredKey], epoch: int = 0) -> None:
        coming = {key.blind: key.also for key in keys}
        wanted = dict.fromkeys((*coming, *(also for also in coming.values() if also)))
        rows = [Known(*row) for row in queries.rows_in("identifiers_by_blind", list(wanted))]
        former = dict.fromkeys(one.blind for one in rows if coming.get(one.blind))
        queries.run_many("reblind", [(coming[blind], epoch, blind) for blind in former])
        for one in rows:
            one.blind = coming.get(one.blind) or one.blind
        self._known = {(one.blind, one.side): one for one in rows}
        self._next: int | None = None
        self._epoch = epoch

    def of(self, key: ops.StoredKey) -> Known:
        """Return the identifier of a key, a new one if nobody has seen it."""
        blind = key.also or key.blind
        known = self._known.get((blind, key.side))
        if known is None:
            known = Known(
                *(self._number(), blind, key.side, key.kind, key.grade),
                is_new=True,
                epoch=self._epoch,
            )
            self._known[(blind, key.side)] = known
        if key.grade < known.grade:  # what an older version stored may have said more than it does
            known.grade = Grade(key.grade)
        return known

    def write(self) -> None:
        """Store what is new or changed."""
        save(self._known.values())

    def _number(self) -> int:
        if self._next is None:
            row = queries.one("last_identifier")
            self._next = 1 if row is None or row[0] is None else int(row[0]) + 1
        number, self._next = self._next, self._next + 1
        return number


def save(identifiers: Iterable[Known]) -> None:
    """Store identifiers that are new or changed."""
    everything = list(identifiers)
    new = [
        (i.id, i.blind, i.side, i.kind, int(i.grade), i.n, int(i.state), i.anchor, i.epoch)
        for i in everything
        if i.is_new
    ]
    queries.run_many("insert_identifier", new)
    queries.run_many(
        "save_identifier",
        [
            (i.n, int(i.state), i.anchor, int(i.grade), i.id)
            for i in everything
            if i.changed and not i.is_new
        ],
    )
