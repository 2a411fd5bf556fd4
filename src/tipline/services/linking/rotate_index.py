"""Changes the key that identifiers are blind under, while reports come in under both keys.

Each step is on disk before the next one begins, so whoever runs it again goes on where it ended:
key file, begin, reports one after the other, what no report shows, end, key file, ports.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from tipline.codecs import report_json
from tipline.codecs.documents import DocumentError
from tipline.domain.errors import KeysUnusableError, SealBrokenError, StoreUnavailableError
from tipline.domain.identifiers import Identifier
from tipline.domain.linking.keys import Key, link_keys
from tipline.domain.sightings import Sighting, find_sightings
from tipline.ports.linking import LinkReader, StopRow
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    BeginIndexRotation,
    Done,
    EndIndexRotation,
    ExpireDrafts,
    ForgetFormerPorts,
    IndexedReport,
    IndexedSource,
    NotYet,
    ReblindIdentifiers,
    Refused,
    ReindexIdentifiers,
    Request,
)
from tipline.ports.rotation import KeyRing, RotationReader, RotationRow
from tipline.ports.sealing import Blinder, Opener, Sealed
from tipline.ports.stores import Reader, Writer
from tipline.services.desk.find_reports import FORMS
from tipline.services.linking.stop_list import SEALED_UNDER, parse_whole
from tipline.services.prepare_report import blind_keys, reports_named

NOTICED_AFTER: Final = 3.0
"""Seconds until every door has seen a new key file, and sent what it made ready before."""

_ACTOR: Final = "service:command"
_REPORTS_AT_ONCE: Final = 16
_IDENTIFIERS_AT_ONCE: Final = 500
_MOST_STOPS: Final = 1_000_000
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 0.25
_ENDS: Final = 3
_NO_PLACE: Final = 32_767
"""The place of a sighting that was not stored with its report."""

Heard = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and how much there is."""


class Locksmith(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes."""

    ring: KeyRing
    rotation: RotationReader
    reader: Reader
    links: LinkReader
    writer: Writer
    opener: Opener
    pause: Callable[[float], None]


class Rotated(msgspec.Struct, frozen=True, kw_only=True):
    """What was done; `until` says when drafts are gone that hold the end up, None at the end.

    `reports` were opened and indexed anew by this run, `unopened` could not be; `stops` are
    entries of the stop list that nobody could read, and that stop nothing any more.
    """

    reports: int = 0
    unopened: int = 0
    stops: int = 0
    resumed: bool = False
    until: int | None = None


def rotate_index(smith: Locksmith, heard: Heard) -> Rotated:
    """Rotate the key of identifiers, or go on with a rotation that was cut short.

    Raises:
        KeysUnusableError: the key files are not those that the store is under.
        StoreUnavailableError: the store cannot be read or changed now; run it again to go on.
    """
    row, coming = smith.rotation.rotation(), smith.ring.coming()
    if row is not None and coming is not None and row.present == coming.fingerprint:
        smith.ring.promote()
    if row is not None and row.goes_on and row.coming is None:
        _forget_ports(smith, heard)
        return Rotated(resumed=True)
    resumed = row is not None and row.goes_on
    keys = _keys_to_go_on(row, smith) if row is not None and resumed else _begin(row, smith)
    return _Walk(keys, smith, heard).go(resumed=resumed)


def _keys_to_go_on(row: RotationRow, smith: Locksmith) -> tuple[Blinder, Blinder]:
    """Return the keys of a rotation that was begun."""
    present, coming = smith.ring.present(), smith.ring.coming()
    if coming is None or present.fingerprint != row.present or coming.fingerprint != row.coming:
        raise KeysUnusableError(
            "A rotation has begun with other keys than those in the folder. Put identifiers.key"
            " and identifiers.next.key back with `tipline keys import`."
        )
    return present, coming


def _begin(row: RotationRow | None, smith: Locksmith) -> tuple[Blinder, Blinder]:
    """Make the coming key, let the doors see it, and begin."""
    present = smith.ring.present()
    if row is not None and row.present != present.fingerprint:
        raise KeysUnusableError(
            "identifiers.key is not the key that the store is under. Put the latest one back with"
            " `tipline keys import`."
        )
    coming = smith.ring.make_coming()
    smith.pause(NOTICED_AFTER)
    operation = BeginIndexRotation(present=present.fingerprint, coming=coming.fingerprint)
    if isinstance(_write(operation, smith), Refused):
        raise KeysUnusableError("Another rotation began meanwhile. Run this again to go on.")
    return present, coming


class _Walk:
    """One run along all that is blind under the former key."""

    def __init__(self, keys: tuple[Blinder, Blinder], smith: Locksmith, heard: Heard) -> None:
        self._keys = keys
        self._keyed = tuple(one.fingerprint for one in keys)
        self._coming = keys[1]
        self._smith = smith
        self._heard = heard
        self._reports = self._unopened = self._stops = 0

    def go(self, *, resumed: bool) -> Rotated:
        """Walk to the end of the rotation, or until only drafts hold it up."""
        self._index_reports()
        self._index_stops()
        self._index_rest()
        until = self._end()
        if until is None:
            self._smith.ring.promote()
            _forget_ports(self._smith, self._heard)
        return Rotated(
            reports=self._reports,
            unopened=self._unopened,
            stops=self._stops,
            resumed=resumed,
            until=until,
        )

    def _index_reports(self) -> None:
        rotation = self._smith.rotation
        row, last = rotation.rotation(), rotation.last_report()
        after = 0 if row is None else row.done or 0
        done, everything = rotation.count_reports(0, after), rotation.count_reports(0, last)
        self._heard("Reports", done, everything)
        while numbers := rotation.reports_between(after, last, _REPORTS_AT_ONCE):
            after = numbers[-1]
            self._index(numbers, after)
            done += len(numbers)
            self._heard("Reports", done, everything)

    def _index(self, numbers: Sequence[int], done: int = 0) -> None:
        reports = tuple(self._opened(number) for number in numbers)
        _write(ReindexIdentifiers(keyed=self._keyed, reports=reports, done=done), self._smith)
        self._reports += len(numbers)

    def _opened(self, report: int) -> IndexedReport:
        """Return what a report and its supplements are linked by, as it would be today."""
        reader = self._smith.reader
        row = reader.report(report)
        sources = []
        for number in (report, *reader.supplements(report)):
            sealed = reader.sealed(number)
            if row is None or sealed is None:
                continue
            try:
                sources.append(self._source(number, sealed, is_test=row.is_test))
            except (SealBrokenError, DocumentError, msgspec.MsgspecError):
                self._unopened += 1
        return IndexedReport(report=report, sources=tuple(sources))

    def _source(self, number: int, sealed: Sealed, *, is_test: bool) -> IndexedSource:
        opened = self._smith.opener.open(number, sealed)
        sightings = find_sightings(report_json.decode_report(opened.body))
        shown = [part.decode("utf-8", "replace") for part in opened.parts]
        keys = _placed(link_keys(sightings), sightings, shown)
        return IndexedSource(
            number=number,
            keys=blind_keys(keys, self._keys, is_test=is_test),
            names=reports_named(sightings),
        )

    def _index_stops(self) -> None:
        """Put what is stopped under the coming key, in case that no report shows it."""
        pairs = [
            (old.blind(*named, is_test=is_test), new.blind(*named, is_test=is_test))
            for row in self._smith.links.stops(_MOST_STOPS)
            for identifier in _stopped(row, self._smith.opener)
            for named in [(str(identifier.kind), identifier.scope, identifier.value)]
            for is_test in (False, True)
            for old, new in [self._keys]
        ]
        for start in range(0, len(pairs), _IDENTIFIERS_AT_ONCE):
            self._reblind(tuple(pairs[start : start + _IDENTIFIERS_AT_ONCE]))

    def _index_rest(self) -> None:
        """Put the rest under the coming key by what it was blind: of what, nobody knows any more.

        No report shows it, or only as an older version read it.
        """
        stopped = {row.identifier for row in self._smith.links.stops(_MOST_STOPS)}
        after, last = 0, self._smith.rotation.last_identifier()
        while rows := self._smith.rotation.under_former(after, _IDENTIFIERS_AT_ONCE):
            after = rows[-1][0]
            self._stops += sum(number in stopped for number, _ in rows)
            self._reblind(
                tuple((blind, self._coming.blind("former", "", blind.hex())) for _, blind in rows)
            )
            self._heard("Identifiers", min(after, last), last)

    def _reblind(self, pairs: tuple[tuple[bytes, bytes], ...]) -> None:
        operation = ReblindIdentifiers(coming=self._coming.fingerprint, pairs=pairs)
        _write(operation, self._smith)

    def _end(self) -> int | None:
        """End the rotation; return None, or when the last draft expires that holds it up."""
        end = EndIndexRotation(coming=self._coming.fingerprint)
        for _ in range(_ENDS):
            self._index_drafts()
            result = _write(end, self._smith)
            if isinstance(result, NotYet):
                return result.until
            if isinstance(result, Done):
                return None
        raise StoreUnavailableError("The rotation could not be ended. Run this again to go on.")

    def _index_drafts(self) -> None:
        """Send drafts that have expired, and link what was stored without anything to link by."""
        while True:
            result = _write(ExpireDrafts(), self._smith)
            if not isinstance(result, Done) or not result.number:
                break
        while numbers := self._smith.rotation.not_indexed(_REPORTS_AT_ONCE):
            self._index(numbers)


def _placed(
    keys: Sequence[Key], sightings: Sequence[Sighting], shown: Sequence[str]
) -> Iterator[Key]:
    """Yield keys with the places of the sightings that were stored with the report."""
    places: dict[str, int] = {}
    for place, text in enumerate(shown):
        places.setdefault(text, place)
    for key in keys:
        text = sightings[key.place].display
        same = key.place < len(shown) and shown[key.place] == text
        place = key.place if same else places.get(text, _NO_PLACE)
        yield msgspec.structs.replace(key, place=place)


def _stopped(row: StopRow, opener: Opener) -> list[Identifier]:
    """Return what an entry of the stop list can mean; nothing if it cannot be read."""
    if row.key is None or row.body is None:
        return []
    try:
        body = opener.open(SEALED_UNDER, Sealed(key=row.key, body=row.body)).body
    except SealBrokenError:
        return []
    found = parse_whole(row.kind, body)
    if found is None and row.kind in FORMS:
        found = FORMS[row.kind](body.decode("utf-8", "replace"), None)
    return [] if found is None else [found]


def _forget_ports(smith: Locksmith, heard: Heard) -> None:
    """Drop what ports are under the former key."""
    last = smith.rotation.last_identifier()
    while True:
        result = _write(ForgetFormerPorts(), smith)
        if not isinstance(result, Done) or not result.number:
            return
        heard("Ports", min(result.number, last), last)


def _write(operation: AnyOperation, smith: Locksmith) -> AnyResult:
    """Have something done; again after a failure, which does no harm."""
    request = Request(operation=operation, actor=_ACTOR)
    for tried in range(1, _TRIES + 1):
        try:
            return smith.writer.write(request)
        except StoreUnavailableError:
            if tried == _TRIES:
                raise
            smith.pause(_PAUSE_SECONDS * 2**tried)
    raise StoreUnavailableError
