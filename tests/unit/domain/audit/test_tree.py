"""The Merkle tree against the definition of RFC 9162, written down a second time."""

import pytest

from tipline.domain.audit.tree import (
    EMPTY_ROOT,
    Frontier,
    LeafList,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    range_root,
)
from tipline.domain.audit.verify import verify_consistency, verify_inclusion

SIZE = 33
LEAVES = [leaf_hash(f"entry {number}".encode()) for number in range(SIZE)]


def defined_root(leaves: list[bytes]) -> bytes:
    """Return MTH(D) exactly as RFC 9162, 2.1.1 defines it."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


@pytest.mark.parametrize("size", range(SIZE + 1))
def test_frontier_and_ranges_have_the_defined_root(size: int) -> None:
    root = defined_root(LEAVES[:size])
    frontier = Frontier().appended(LEAVES[: size // 2]).appended(LEAVES[size // 2 : size])
    assert frontier.root() == root
    assert frontier.size == size
    assert len(frontier.roots) == size.bit_count()
    assert range_root(LeafList(LEAVES), 0, size) == root


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_inclusion_holds_for_its_place_and_no_other(size: int) -> None:
    root = defined_root(LEAVES[:size])
    for leaf in range(size):
        proof = inclusion_proof(LeafList(LEAVES), leaf, size)
        held = [
            place
            for place in range(-1, size + 2)
            if verify_inclusion(LEAVES[leaf], place, size, proof, root)
        ]
        assert held == [leaf]


@pytest.mark.parametrize("new", range(SIZE + 1))
def test_consistency_holds_for_its_size_and_no_other(new: int) -> None:
    root = defined_root(LEAVES[:new])
    for old in range(new + 1):
        proof = consistency_proof(LeafList(LEAVES), old, new)
        old_root = defined_root(LEAVES[:old])
        held = [
            size
            for size in range(-1, new + 2)
            if verify_consistency(size, new, proof, old_root, root)
        ]
        assert held == [old]


def test_a_changed_proof_or_root_never_holds() -> None:
    old, new = 13, 29
    root, old_root = defined_root(LEAVES[:new]), defined_root(LEAVES[:old])
    inclusion = inclusion_proof(LeafList(LEAVES), old, new)
    consistency = consistency_proof(LeafList(LEAVES), old, new)
    other = leaf_hash(b"another")
    for place in range(len(inclusion)):
        changed = [*inclusion[:place], other, *inclusion[place + 1 :]]
        assert not verify_inclusion(LEAVES[old], old, new, changed, root)
    for place in range(len(consistency)):
        changed = [*consistency[:place], other, *consistency[place + 1 :]]
        assert not verify_consistency(old, new, changed, old_root, root)
    for proof in (inclusion[:-1], [*inclusion, other], []):
        assert not verify_inclusion(LEAVES[old], old, new, proof, root)
    for proof in (consistency[:-1], [*consistency, other], []):
        assert not verify_consistency(old, new, proof, old_root, root)
    assert not verify_inclusion(other, old, new, inclusion, root)
    assert not verify_consistency(old, new, consistency, other, root)
    assert not verify_consistency(old, new, consistency, old_root, other)


def test_places_that_do_not_exist_are_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LeafList(LEAVES), SIZE, SIZE)
    with pytest.raises(IndexError):
        inclusion_proof(LeafList(LEAVES), -1, SIZE)
    with pytest.raises(IndexError):
        consistency_proof(LeafList(LEAVES), SIZE + 1, SIZE)
