"""The Merkle tree of the audit log: hashes, roots, and proofs that anybody can check.

Pure functions over leaf hashes; where the hashes come from is the caller's business, and only as
many as a proof needs are asked for. Source: RFC 9162, section 2.1.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import msgspec

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of one entry's bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier(msgspec.Struct, frozen=True):
    """All that is needed to go on: the size, and the roots of the whole subtrees, largest first.

    There are as many roots as the size has binary ones, so at most 64.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def appended(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after more leaf hashes; amortised two hashes a leaf."""
        size, roots = self.size, list(self.roots)
        for leaf in leaves:
            node, rest = leaf, size
            while rest & 1:
                node = node_hash(roots.pop(), node)
                rest >>= 1
            roots.append(node)
            size += 1
        return Frontier(size, tuple(roots))

    def root(self) -> bytes:
        """Return the root hash of the whole tree."""
        if not self.roots:
            return EMPTY_ROOT
        node = self.roots[-1]
        for root in reversed(self.roots[:-1]):
            node = node_hash(root, node)
        return node


class Subtrees(Protocol):
    """Where the hashes of whole subtrees come from, so that no proof reads the whole log."""

    def subtree_root(self, level: int, index: int) -> bytes:
        """Return the root over the 2**level leaves that begin at leaf index * 2**level."""
        ...


class LeafList:
    """Subtrees of leaf hashes held in memory; computes every hash anew."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves

    def subtree_root(self, level: int, index: int) -> bytes:
        """Return the root of a whole subtree."""
        if level == 0:
            return self._leaves[index]
        left = self.subtree_root(level - 1, 2 * index)
        return node_hash(left, self.subtree_root(level - 1, 2 * index + 1))


def range_root(subtrees: Subtrees, start: int, end: int) -> bytes:
    """Return the root over the leaves from start up to end, as a proof splits them."""
    if start == end:
        return EMPTY_ROOT
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtrees.subtree_root(level, start >> level)
    split = start + _largest_power_below(size)
    return node_hash(range_root(subtrees, start, split), range_root(subtrees, split, end))


def inclusion_proof(subtrees: Subtrees, leaf: int, size: int) -> list[bytes]:
    """Return the proof that a leaf is in the tree of this size (RFC 9162, 2.1.3.1).

    Raises:
        IndexError: there is no such leaf in a tree of this size.
    """
    if not 0 <= leaf < size:
        raise IndexError(leaf)
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _largest_power_below(end - start)
        if leaf < split:
            proof.append(range_root(subtrees, split, end))
            end = split
        else:
            proof.append(range_root(subtrees, start, split))
            start = split
    proof.reverse()
    return proof


def consistency_proof(subtrees: Subtrees, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of size `old` is the beginning of that of size `new`.

    Source: RFC 9162, 2.1.4.1.

    Raises:
        IndexError: `old` is not between 0 and `new`.
    """
    if not 0 <= old <= new:
        raise IndexError(old)
    if old in {0, new}:
        return []
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        split = start + _largest_power_below(end - start)
        if old <= split:
            proof.append(range_root(subtrees, split, end))
            end = split
        else:
            proof.append(range_root(subtrees, start, split))
            start, whole = split, False
    if not whole:
        proof.append(range_root(subtrees, start, end))
    proof.reverse()
    return proof


def _largest_power_below(size: int) -> int:
    """Return the largest power of two smaller than a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)
