"""Changes to what belongs together: what people decide about links, and what follows from it.

Reasons are words of closed lists: a free text could hold a fact, and the audit log has them.
"""

from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason
from tipline.ports.operations.roots import Operation


class JoinReports(Operation, frozen=True, kw_only=True, tag=True):
    """Join two reports by word of a person; undone by `UndoVerdict`."""

    one: int
    other: int
    reason: JoinReason
    user: int


class RefuseLink(Operation, frozen=True, kw_only=True, tag=True):
    """Say that two reports do not belong together; undone by `UndoVerdict`.

    It puts an end to suggestions and to an earlier word. Identifiers that join them go on doing
    so: those are set apart with `SetApart`.
    """

    one: int
    other: int
    reason: ApartReason
    user: int


class UndoVerdict(Operation, frozen=True, kw_only=True, tag=True):
    """Take back what a person said of two reports."""

    one: int
    other: int
    user: int


class SetApart(Operation, frozen=True, kw_only=True, tag=True):
    """Keep reports apart from the others with these identifiers, and together among themselves.

    With one report a link is rejected; with several a cluster is split. Undone by `UndoApart`.
    """

    reports: tuple[int, ...]
    identifiers: tuple[int, ...]
    reason: ApartReason
    user: int


class UndoApart(Operation, frozen=True, kw_only=True, tag=True):
    """Let identifiers join these reports again, or for the first time where that was held."""

    reports: tuple[int, ...]
    identifiers: tuple[int, ...]
    user: int


class StopIdentifier(Operation, frozen=True, kw_only=True, tag=True):
    """Put an identifier on the stop list, by its blind values on all sides, known or not.

    `also` are those under the coming key, while one is, and `keyed` the keys' fingerprints; or
    else `identifiers` are numbers of known ones. `key` and `body` are its readable form, sealed
    to the hotline's public key.
    """

    blinds: tuple[bytes, ...] = ()
    also: tuple[bytes, ...] = ()
    keyed: tuple[bytes, ...] = ()
    identifiers: tuple[int, ...] = ()
    kind: int
    grade: int
    reason: StopReason
    user: int | None = None
    key: bytes | None = None
    body: bytes | None = None


class UnstopIdentifier(Operation, frozen=True, kw_only=True, tag=True):
    """Take an identifier off the stop list, named as in `StopIdentifier`."""

    blinds: tuple[bytes, ...] = ()
    also: tuple[bytes, ...] = ()
    keyed: tuple[bytes, ...] = ()
    identifiers: tuple[int, ...] = ()
    user: int | None = None


class SetLinkRules(Operation, frozen=True, kw_only=True, tag=True):
    """Change the cuts and limits; `rules` is the JSON of `LinkingRules`.

    Identifiers get their new state from `Recount`, until when the old one holds.
    """

    rules: bytes


class Recount(Operation, frozen=True, kw_only=True, tag=True):
    """Compare some identifiers after a number with their edges and the rules, and mend them."""

    after: int
    limit: int = 500


class Relink(Operation, frozen=True, kw_only=True, tag=True):
    """Link some more of what waits to be linked anew; `limit` is a number of reports."""

    limit: int = 500


class RelinkReports(Operation, frozen=True, kw_only=True, tag=True):
    """Have the clusters of these reports linked anew, because a rebuild found them wrong."""

    reports: tuple[int, ...]
