"""Under which keys identifiers are blind in the store, and what comes in brought under these."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import StoredKey
from tipline.ports.sealing import PORT_BYTES
from tipline.stores import queries


class Keying(NamedTuple):
    """The keys in use, by their fingerprints, and how far a rotation is (see `RotationRow`).

    `epoch` counts rotations: what is under the newest of the keys has it.
    """

    present: bytes
    coming: bytes | None
    epoch: int
    began_at: int
    done: int | None


def keying() -> Keying | None:
    """Return the keys in use; None before the first rotation, when there is only one."""
    row = queries.one("index_keys")
    if row is None:
        return None
    present, coming, epoch, began_at, done = row
    return Keying(bytes(present), None if coming is None else bytes(coming), epoch, began_at, done)


def epoch_of(kept: Keying | None) -> int:
    """Return under which key new identifiers are."""
    return 0 if kept is None else kept.epoch


def fits(keyed: Sequence[bytes], kept: Keying | None) -> bool:
    """Tell whether what is blind under these keys can be found under those in use."""
    return _places(keyed, kept) is not None


def under_keys(
    keys: Iterable[StoredKey], keyed: Sequence[bytes], kept: Keying | None
) -> tuple[StoredKey, ...]:
    """Return keys with what is blind under the keys in use only, the present one first.

    Raises:
        StoreUnavailableError: they are blind under other keys; whoever sends them has not seen
            yet that the keys have changed.
    """
    places = _places(keyed, kept)
    if places is None:
        raise StoreUnavailableError("The keys of identifiers have changed. Try again.")
    if places == tuple(range(len(keyed) or 1)):
        return tuple(keys)
    return tuple(_brought(key, places) for key in keys)


def _places(keyed: Sequence[bytes], kept: Keying | None) -> tuple[int, ...] | None:
    """Return where the keys in use stand among these; None if one of them is missing."""
    if kept is None:
        return (0,)
    wanted = [kept.present] if kept.coming is None else [kept.present, kept.coming]
    if any(one not in keyed for one in wanted):
        return None
    return tuple(keyed.index(one) for one in wanted)


def _brought(key: StoredKey, places: tuple[int, ...]) -> StoredKey:
    blinds = (key.blind, key.also)
    ports = (key.port[at * PORT_BYTES : (at + 1) * PORT_BYTES] for at in places)
    return msgspec.structs.replace(
        key,
        blind=blinds[places[0]],
        also=blinds[places[1]] if len(places) > 1 else b"",
        port=b"".join(ports),
    )
