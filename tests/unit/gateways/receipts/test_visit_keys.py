"""Keys of visitors: every purpose has bytes of its own, and nothing opens anybody else's."""

import pytest
from argon2.low_level import Type, hash_secret_raw

from tipline.domain.errors import SealBrokenError
from tipline.domain.public.receipt import read_code, receipt_code
from tipline.gateways.receipts.notes import HpkeNoteSealer
from tipline.gateways.receipts.visit_keys import page_key, visit_keys

INDEX_KEY = bytes(range(32))
KEYS = visit_keys(INDEX_KEY)
TOKEN = bytes(32)


def test_everything_follows_from_the_token_alone() -> None:
    one, two = KEYS.draft_key(TOKEN), visit_keys(b"\1" * 32).draft_key(TOKEN)
    assert (one.id, one.code) == (two.id, two.code)
    assert two.open(3, one.seal(3, b"Synthetic narrative 17.")) == b"Synthetic narrative 17."


def test_another_token_gives_everything_anew() -> None:
    one, two = KEYS.draft_key(TOKEN), KEYS.draft_key(b"\1" + bytes(31))
    assert one.id != two.id
    assert one.code != two.code
    with pytest.raises(SealBrokenError):
        two.open(1, one.seal(1, b"x"))


def test_the_code_is_one_that_people_can_type() -> None:
    code = KEYS.draft_key(TOKEN).code
    assert read_code(code.lower().replace("-", " ")) == code


def test_nothing_derived_contains_what_it_came_from() -> None:
    token = bytes(range(32))
    key = KEYS.draft_key(token)
    assert token not in key.id
    assert key.id not in key.seal(1, token)
    assert len({key.id, page_key(INDEX_KEY), KEYS.stretch(key.code)}) == 3


def test_a_draft_is_sealed_for_one_revision() -> None:
    key = KEYS.draft_key(TOKEN)
    sealed = key.seal(2, b"x")
    for revision in (0, 1, 3, 22):
        with pytest.raises(SealBrokenError):
            key.open(revision, sealed)


def test_the_same_draft_never_looks_the_same() -> None:
    key = KEYS.draft_key(TOKEN)
    assert key.seal(1, b"x") != key.seal(1, b"x")


def test_lengths_of_drafts_say_little() -> None:
    key = KEYS.draft_key(TOKEN)
    assert len(key.seal(1, b"x")) == len(key.seal(1, b"x" * 30))


@pytest.mark.parametrize("place", [0, 1, 12, 13, 40, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    key = KEYS.draft_key(TOKEN)
    sealed = bytearray(key.seal(1, b"x"))
    sealed[place] ^= 1
    with pytest.raises(SealBrokenError):
        key.open(1, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\1", b"\1" * 12, b"\1" * 28, b"\2" * 60])
def test_what_is_no_draft_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        KEYS.draft_key(TOKEN).open(1, sealed)


def test_codes_are_stretched_as_owasp_recommends() -> None:
    code = receipt_code(bytes(10))
    stretched = KEYS.stretch(code)
    assert stretched == KEYS.stretch(code)
    assert stretched != visit_keys(bytes(32)).stretch(code)
    quick = hash_secret_raw(code.encode(), bytes(16), 2, 19_456, 1, 32, Type.ID)
    assert len(stretched) == len(quick)
    assert stretched != quick


def test_a_note_opens_with_the_receipt_it_was_sealed_to() -> None:
    one, two = (KEYS.receipt_key(bytes([number]) * 32) for number in (1, 2))
    note = HpkeNoteSealer().seal_to(one.public_key, 17, b"Synthetic question 17.")
    assert one.open(17, note) == b"Synthetic question 17."
    with pytest.raises(SealBrokenError):
        two.open(17, note)
    with pytest.raises(SealBrokenError):
        one.open(18, note)
    assert one.id != two.id


@pytest.mark.parametrize("key", [b"", b"x", bytes(31), bytes(33)])
def test_nothing_is_sealed_to_what_is_no_key(key: bytes) -> None:
    with pytest.raises(SealBrokenError):
        HpkeNoteSealer().seal_to(key, 1, b"x")
