"""Changes that give all identifiers blind values under another key, while reports go on coming in.

Begin, many pieces, end: what is done in a piece is done for good, and done twice does no harm.
"""

import msgspec

from tipline.ports.operations.reports import StoredKey
from tipline.ports.operations.roots import Operation


class BeginIndexRotation(Operation, frozen=True, kw_only=True, tag=True):
    """Take what is blind under both keys from now on, and store it under the coming one.

    `present` and `coming` are fingerprints. `Done` again if the same has begun already; `Refused`
    if another rotation is not at its end, or the present key is not the one in use.
    """

    present: bytes
    coming: bytes


class IndexedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A report or a supplement, with all that it is linked by, found anew; see `StoredReport`."""

    number: int
    keys: tuple[StoredKey, ...]
    names: tuple[int, ...] = ()


class IndexedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report with all that was added to it; `sources` has the report itself first."""

    report: int
    sources: tuple[IndexedSource, ...]


class ReindexIdentifiers(Operation, frozen=True, kw_only=True, tag=True):
    """Put the identifiers of reports under the coming key, and link by those that were missing.

    `keyed` are the fingerprints of the keys; `done` is how far the walk along all reports is
    after it, 0 for reports outside of it.
    """

    keyed: tuple[bytes, ...]
    reports: tuple[IndexedReport, ...]
    done: int = 0


class ReblindIdentifiers(Operation, frozen=True, kw_only=True, tag=True):
    """Give identifiers that no report shows their blind values under the coming key.

    `pairs` are blind values of before and of then. Result: `Done` with how many had the former.
    """

    coming: bytes
    pairs: tuple[tuple[bytes, bytes], ...]


class EndIndexRotation(Operation, frozen=True, kw_only=True, tag=True):
    """Take the coming key for the present one; the one before finds nothing any more.

    `Refused`: some identifier is under the former key still. `NotYet`: a visitor's draft is from
    before the rotation, and what is blind in it is so under the former key only.
    """

    coming: bytes


class ForgetFormerPorts(Operation, frozen=True, kw_only=True, tag=True):
    """Drop what ports are under the former key, of some identifiers; after the end of a rotation.

    Result: `Done` with the last identifier looked at, 0 if there are no more.
    """

    limit: int = 300
