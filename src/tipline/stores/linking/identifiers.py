"""The rows of identifiers that one change needs: found by blind value or number, written once."""

from collections.abc import Iterable, Sequence

from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, joins
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules, decode_rules
from tipline.ports import operations as ops
from tipline.stores import queries


class Known:
    """One identifier on one side; `anchor` is a report that joins by it."""

    __slots__ = ("_was", "anchor", "blind", "grade", "id", "is_new", "kind", "n", "side", "state")

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
        self._was = (n, state, anchor)

    @property
    def joins(self) -> bool:
        """Whether reports with it are one cluster now."""
        return self.state is IdentifierState.LINKS and joins(self.grade)

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return (self.n, self.state, self.anchor) != self._was


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
    """Identifiers by blind value and side, those included that are new with this change."""

    def __init__(self, keys: Iterable[ops.StoredKey]) -> None:
        wanted = list(dict.fromkeys(key.blind for key in keys))
        rows = (Known(*row) for row in queries.rows_in("identifiers_by_blind", wanted))
        self._known = {(one.blind, one.side): one for one in rows}
        self._next: int | None = None

    def of(self, key: ops.StoredKey) -> Known:
        """Return the identifier of a key, a new one if nobody has seen it."""
        known = self._known.get((key.blind, key.side))
        if known is None:
            known = Known(self._number(), key.blind, key.side, key.kind, key.grade, is_new=True)
            self._known[(key.blind, key.side)] = known
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
    queries.run_many(
        "insert_identifier",
        [
            (i.id, i.blind, i.side, i.kind, int(i.grade), i.n, int(i.state), i.anchor)
            for i in everything
            if i.is_new
        ],
    )
    queries.run_many(
        "save_identifier",
        [(i.n, int(i.state), i.anchor, i.id) for i in everything if i.changed and not i.is_new],
    )
