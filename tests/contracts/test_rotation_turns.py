"""How a change of the identifiers' key begins and ends, and what it leaves alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.contracts import clusters
from tests.contracts.making import NOON
from tests.contracts.rotating import (
    ROTATION,
    Hotline,
    KilledError,
    by_mail,
    check,
)
from tipline.domain.errors import KeysUnusableError
from tipline.domain.moments import to_microseconds
from tipline.domain.public.draft import DRAFT_KEPT
from tipline.gateways.key_files import load_index_key
from tipline.ports import operations as ops
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")

MOST_STEPS = 60
SECOND = timedelta(seconds=1)


@pytest.fixture
def hotline(tmp_path: Path) -> Hotline:
    return Hotline(tmp_path / "keys")


def draft(hotline: Hotline, name: bytes) -> int:
    """Keep a draft that is sent if its visitor never comes back; return the report's number."""
    leaving = hotline.stored(by_mail("user1@example.org"), hotline.door)
    hotline.sent[leaving.number] = by_mail("user1@example.org")
    hotline.apply(ops.SaveDraft(id=name, revision=0, sealed=b"sealed", leaving=leaving))
    return leaving.number


def test_what_was_left_before_is_linked_before_the_end(hotline: Hotline) -> None:
    one = hotline.send(by_mail("user1@example.org"))
    left = draft(hotline, b"draft")
    until = to_microseconds(NOON + DRAFT_KEPT)
    assert hotline.rotate().until == until
    assert hotline.rotate().until == until
    assert hotline.coming() is not None
    hotline.after = DRAFT_KEPT + SECOND
    hotline.apply(ops.ExpireDrafts())
    assert clusters.stored() == frozenset()
    assert ROTATION.not_indexed(9) == [left]
    assert hotline.rotate().until is None
    check(hotline)
    assert clusters.stored() == {frozenset({one, left})}


def test_a_draft_begun_meanwhile_holds_up_nothing(hotline: Hotline) -> None:
    one = hotline.send(by_mail("user1@example.org"))
    hotline.dies_at, hotline.told = 2, True
    with pytest.raises(KilledError):
        hotline.rotate()
    hotline.seconds += 2
    left = draft(hotline, b"draft")
    hotline.dies_at = None
    assert hotline.rotate().until is None
    hotline.after = DRAFT_KEPT + SECOND
    hotline.apply(ops.ExpireDrafts())
    check(hotline)
    assert clusters.stored() == {frozenset({one, left})}


def test_other_keys_than_the_stores_are_refused(hotline: Hotline, tmp_path: Path) -> None:
    hotline.send(by_mail("user1@example.org"))
    hotline.dies_at, hotline.told = 2, True
    with pytest.raises(KilledError):
        hotline.rotate()
    hotline.dies_at = None
    coming = hotline.folder / "identifiers.next.key"
    kept = coming.rename(tmp_path / "kept")
    with pytest.raises(KeysUnusableError, match="next"):
        hotline.rotate()
    kept.rename(coming)
    hotline.rotate()
    present = hotline.folder / "identifiers.key"
    present.rename(kept)
    with pytest.raises(KeysUnusableError, match="is not the key"):
        hotline.rotate()
    kept.rename(present)
    hotline.rotate()


def test_receipts_and_imports_have_a_key_that_stays(hotline: Hotline) -> None:
    before = load_index_key(hotline.folder)
    hotline.rotate()
    hotline.rotate()
    assert load_index_key(hotline.folder) == before


def test_both_ends_are_in_the_audit_log_once(hotline: Hotline) -> None:
    hotline.send(by_mail("user1@example.org"))
    for step in range(1, 12):
        hotline.dies_at, hotline.steps, hotline.told = step, 0, False
        try:
            hotline.rotate()
            break
        except KilledError:
            pass
    actions = [
        bytes(entry).decode("utf-8", "replace")
        for (entry,) in queries.rows_of("SELECT line FROM audit_entry ORDER BY number")
    ]
    begun = [one for one in actions if "index.rotation_begun" in one]
    ended = [one for one in actions if "index.rotation_ended" in one]
    assert (len(begun), len(ended)) == (1, 1)


def test_nothing_of_a_rotation_is_done_out_of_turn(hotline: Hotline) -> None:
    one, two, three = (n * 8 for n in (b"1", b"2", b"3"))
    begin = ops.BeginIndexRotation(present=one, coming=two)
    piece = ops.ReindexIdentifiers(keyed=(one, two), reports=(), done=7)
    blind = ops.ReblindIdentifiers(coming=two, pairs=())
    end, ports_ = ops.EndIndexRotation(coming=two), ops.ForgetFormerPorts()
    for early in (piece, blind, end):
        assert hotline.apply(early) == ops.Refused()
    assert hotline.apply(ports_) == ops.Done(number=0)
    assert hotline.apply(begin) == hotline.apply(begin) == ops.Done(number=1)
    other = ops.BeginIndexRotation(present=one, coming=three)
    assert hotline.apply(other) == ops.Refused()
    assert hotline.apply(piece) == ops.Done(number=0)
    assert hotline.apply(ops.ReindexIdentifiers(keyed=(one,), reports=())) == ops.Refused()
    assert hotline.apply(ops.EndIndexRotation(coming=three)) == ops.Refused()
    assert hotline.apply(end) == hotline.apply(end) == ops.Done(number=1)
    assert hotline.apply(ops.BeginIndexRotation(present=two, coming=three)) == ops.Refused()
    assert hotline.apply(ports_) == ops.Done(number=0)
    again = ops.BeginIndexRotation(present=two, coming=three)
    assert hotline.apply(again) == ops.Done(number=2)
