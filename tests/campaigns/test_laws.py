"""The laws of the fault campaign see what went wrong: each of these faults breaks one."""

from collections.abc import Callable

import pytest

from campaigns.documents import synthetic
from campaigns.faults.laws import check_store
from campaigns.faults.ledger import FINISHED, OPEN, RETRACTED, Filing, Ledger
from campaigns.faults.store import Store
from tipline.codecs import report_json

DIGEST = bytes(32)


def ledger() -> Ledger:
    """Return what a client knows of four reports and a supplement."""
    known = Ledger()
    known.add(Filing("a", "xml", urgent=False, number=1, states=frozenset({OPEN})))
    known.add(Filing("b", "xml", urgent=True, number=2, states=frozenset({FINISHED})))
    known.add(Filing("c", "xml", urgent=False, number=3, states=frozenset({RETRACTED})))
    known.add(
        Filing(
            "d",
            "json",
            urgent=False,
            number=4,
            digest=DIGEST.hex(),
            states=frozenset({FINISHED}),
        )
    )
    known.add(Filing("e", "supplement", False, 4, 5, DIGEST.hex(), frozenset({FINISHED})))
    known.add(Filing("never acknowledged", "xml", urgent=False))
    return known


def entry(action: str, number: int, *, digest: bool = True) -> dict[str, object]:
    found: dict[str, object] = {"action": action, "subject": f"report:{number}"}
    return found | {"digest": DIGEST.hex()} if digest else found


def store() -> Store:
    """Return a store in which all of that is as it should be."""
    found = Store()
    states = {1: OPEN, 2: FINISHED, 3: RETRACTED, 4: FINISHED, 5: FINISHED}
    for (number, state), token in zip(states.items(), "abcde", strict=True):
        found.reports[number] = (4 if number == 5 else None, state, number == 2, DIGEST)
        found.contents[number] = report_json.encode_report(synthetic(token, urgent=number == 2))
        found.tokens[token].append(number)
    found.entries = [
        *(entry("report.submitted", number) for number in (1, 2, 3, 4)),
        entry("report.finished", 2, digest=False),
        entry("report.retracted", 3, digest=False),
        entry("report.supplemented", 4),
    ]
    found.queued = [(2, (1, 0)), (4, (1, 1))]
    found.counted.update([(1, 0), (1, 1)])
    found.alerts.update(["report:2"])
    return found


def lose(found: Store) -> None:
    del found.reports[1], found.contents[1], found.tokens["a"]
    found.entries.pop(0)


def double(found: Store) -> None:
    found.reports[6] = found.reports[1]
    found.contents[6] = found.contents[1]
    found.tokens["a"].append(6)
    found.entries.append(entry("report.submitted", 6))


def unfinish(found: Store) -> None:
    found.reports[2] = (None, OPEN, True, DIGEST)
    found.queued.pop(0)
    found.counted.subtract([(1, 0)])
    del found.entries[4]


def recount(found: Store) -> None:
    found.counted[1, 1] += 1


def another_digest(found: Store) -> None:
    found.reports[4] = (None, FINISHED, False, bytes(31) + b"1")
    found.entries[3]["digest"] = found.reports[4][3].hex()


FAULTS: list[Callable[[Store], object]] = [
    lose,
    double,
    unfinish,
    recount,
    another_digest,
    lambda found: found.contents.update({3: found.contents[1]}),
    lambda found: found.entries.pop(0),
    lambda found: found.entries.pop(4),
    lambda found: found.entries.append(found.entries[0]),
    lambda found: found.entries.append(entry("report.finished", 4, digest=False)),
    lambda found: found.entries.append(entry("report.submitted", 9)),
    lambda found: found.queued.pop(),
    lambda found: found.queued.append((4, (1, 1))),
    lambda found: found.alerts.clear(),
    lambda found: found.alerts.update(["report:2"]),
    lambda found: found.alerts.update(["report:4"]),
    lambda found: found.tokens["nobody sent"].append(1),
    lambda found: found.reports.update({5: (3, FINISHED, False, DIGEST)}),
]


def test_a_store_that_is_as_it_should_be_breaks_no_law() -> None:
    known = ledger()
    assert check_store(known, store()) == {"lost": 0, "doubled": 0, "reports_in_store": 5}
    assert known.broken == []


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_breaks_a_law(fault: Callable[[Store], object]) -> None:
    known, found = ledger(), store()
    fault(found)
    check_store(known, found)
    assert known.broken


@pytest.mark.parametrize(("fault", "counts"), [(lose, (1, 0)), (double, (0, 1))])
def test_lost_and_doubled_reports_are_counted(
    fault: Callable[[Store], object], counts: tuple[int, int]
) -> None:
    found = store()
    fault(found)
    counted = check_store(ledger(), found)
    assert (counted["lost"], counted["doubled"]) == counts
