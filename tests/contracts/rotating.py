"""A hotline whose identifiers get another key: real key files, real seals, doors old and new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.contracts import clusters
from tests.contracts.making import NOON
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State
from tipline.domain.linking.keys import link_keys
from tipline.domain.report import Email, IpEvent, Person, Report, Reported, Summary
from tipline.domain.sightings import find_sightings
from tipline.domain.timestamp import Timestamp
from tipline.gateways.key_files import FolderIndex, FolderRing, create_keys
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports import operations as ops
from tipline.ports.sealing import Blinder, BlindIndex
from tipline.services.linking.find_links import Links, find_links
from tipline.services.linking.rotate_index import Locksmith, Rotated, rotate_index
from tipline.services.make_demo import make_demo
from tipline.services.prepare_report import Arrival, prepare_report
from tipline.stores import queries
from tipline.stores.apply import apply_batch
from tipline.stores.linking.reading import DatabaseLinkReader, DatabaseRotationReader
from tipline.stores.reading import DatabaseReader

KEY = X25519PrivateKey.generate()
SEALER, OPENER = HpkeSealer(KEY.public_key()), HpkeOpener(KEY)
LINKS, ROTATION, READER = DatabaseLinkReader(), DatabaseRotationReader(), DatabaseReader()
AT = Timestamp("2026-11-20T10:00:00Z")


class KilledError(Exception):
    """The process ends here."""


class Keys:
    """A door that has these keys, and does not look again."""

    def __init__(self, *blinders: Blinder) -> None:
        self._blinders = blinders

    def blinders(self) -> tuple[Blinder, ...]:
        return self._blinders


@dataclass
class Hotline:
    """One hotline; its command is killed at the step numbered `dies_at`, before or after it."""

    folder: Path
    after: timedelta = timedelta(0)
    dies_at: int | None = None
    told: bool = False
    steps: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))
    sent: dict[int, Report] = field(default_factory=dict)
    meanwhile: list[Report] = field(default_factory=list)

    def __post_init__(self) -> None:
        create_keys(self.folder)
        self.ring = FolderRing(self.folder)
        self.seconds = 0.0
        self.door = FolderIndex(self.folder, lambda: self.seconds)

    def stored(
        self, report: Report, index: BlindIndex, *, is_test: bool = False
    ) -> ops.StoredReport:
        arrival = Arrival(
            number=next(self.numbers),
            door="xml",
            provider=None,
            is_test=is_test,
            state=State.FINISHED,
        )
        return prepare_report(report, arrival, SEALER, index)

    def send(self, report: Report, index: BlindIndex | None = None) -> int:
        """Send a report, through the door that looks at the files unless another is given."""
        made = self.stored(report, index or self.door)
        self.apply(ops.SubmitReport(report=made))
        self.sent[made.number] = report
        return made.number

    def apply(self, operation: ops.AnyOperation) -> ops.AnyResult:
        request = ops.Request(operation=operation, actor="service:test")
        (result,) = apply_batch([request], NOON + self.after)
        if isinstance(result, StoreUnavailableError):
            raise result
        return result

    def write(self, request: ops.Request) -> ops.AnyResult:
        """Do a step of the command, and let a report come in after it."""
        self._step()
        result = self.apply(request.operation)
        self._done()
        if self.meanwhile:
            self.send(self.meanwhile.pop())
        return result

    def present(self) -> Blinder:
        return self.ring.present()

    def coming(self) -> Blinder | None:
        return self.ring.coming()

    def make_coming(self) -> Blinder:
        self._step()
        made = self.ring.make_coming()
        self._done()
        return made

    def promote(self) -> None:
        self._step()
        self.ring.promote()
        self._done()

    def pause(self, seconds: float) -> None:
        self.seconds += seconds

    def rotate(self) -> Rotated:
        """Run the command once."""
        smith = Locksmith(
            ring=self,
            rotation=ROTATION,
            reader=READER,
            links=LINKS,
            writer=self,
            opener=OPENER,
            pause=self.pause,
        )
        return rotate_index(smith, lambda _what, _done, _everything: None)

    def links(self, reports: Sequence[int]) -> list[Links]:
        """Return what some reports are linked with."""
        return [find_links(number, LINKS) for number in reports]

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.dies_at and not self.told:
            raise KilledError

    def _done(self) -> None:
        if self.steps == self.dies_at and self.told:
            raise KilledError


def many(count: int, seed: int = 17) -> list[Report]:
    """Return made-up reports, and two that were sent from one port at the same time."""
    return [*make_demo(count, NOON, seed), by_address(1), by_address(2)]


def by_address(number: int) -> Report:
    """Return a report with an address, a time and a port that all of these have."""
    return Report(
        summary=Summary(incident_time=AT),
        reported=(
            Reported(
                person=Person(emails=(Email(address=f"only{number}@example.org"),)),
                ip_events=(IpEvent(address="192.0.2.77", at=AT, port=50_017),),
            ),
        ),
    )


def by_mail(address: str) -> Report:
    """Return a report on somebody with an address."""
    person = Person(emails=(Email(address=address),))
    return Report(summary=Summary(incident_time=AT), reported=(Reported(person=person),))


def rows_of(sent: dict[int, Report], blinder: Blinder) -> set[tuple[int, bytes, int]]:
    """Return report, blind value and side of all that reports must be linked by."""
    return {
        (number, blinder.blind(str(one.kind), one.scope, one.value), int(key.side))
        for number, report in sent.items()
        for key in link_keys(find_sightings(report))
        for one in [key.identifier]
    }


def missing(
    sent: dict[int, Report], present: Blinder, coming: Blinder | None
) -> set[tuple[int, int]]:
    """Return report and side of all that is stored under neither key."""
    there = rows()
    return {
        (number, side)
        for number, report in sent.items()
        for key in link_keys(find_sightings(report))
        for one, side in [(key.identifier, int(key.side))]
        if not any(
            (number, blinder.blind(str(one.kind), one.scope, one.value), side) in there
            for blinder in (present, coming)
            if blinder is not None
        )
    }


def rows() -> set[tuple[int, bytes, int]]:
    """Return the same of what is stored."""
    found = queries.rows_of(
        "SELECT e.report, i.blind, i.side FROM edge e JOIN identifier i ON i.id = e.identifier"
    )
    return {(report, bytes(blind), side) for report, blind, side in found}


def ports() -> set[int]:
    """Return the lengths of stored ports."""
    return {int(n) for (n,) in queries.rows_of("SELECT DISTINCT length(port) FROM edge")}


def check(hotline: Hotline) -> None:
    """Hold all that is stored against what was sent, under the key there is now."""
    (present,) = (hotline.present(),)
    assert hotline.coming() is None
    assert rows() == rows_of(hotline.sent, present)
    assert ports() <= {0, 8}
    clusters.check()
    row = ROTATION.rotation()
    assert row is not None
    assert (row.present, row.coming, row.done) == (present.fingerprint, None, None)
    assert ROTATION.under_former(0, 10) == []
