"""The Merkle tree of RFC 9162 section 2.1: hashing, proofs and their verification.

Trees are never held in memory. Every function that builds something takes `node(level, index)`, which gives the hash of the
complete subtree over the entries `[index * 2**level, (index + 1) * 2**level)`. Hashes are 32 bytes, SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry. The 0x00 keeps an entry from passing as an inner node (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def nodes_of(hashes: Sequence[bytes]) -> Node:
    """`node` over a short list of leaf hashes."""

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return hashes[index]
        return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


def root(node: Node, size: int) -> bytes:
    """Root of the tree over the first `size` entries."""
    return _range_root(node, 0, size) if size else EMPTY_ROOT


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Root over a list of leaf hashes."""
    return root(nodes_of(hashes), len(hashes))


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """The audit path that proves entry `index` is in the tree of `size` entries (section 2.1.3.1).

    Raises IndexError when the tree has no such entry.
    """
    if not 0 <= index < size:
        raise IndexError(f"entry {index} is not in a log of {size} entries")
    return _path(node, index, 0, size)


def consistency_proof(node: Node, earlier: int, size: int) -> list[bytes]:
    """Proves that the tree of `earlier` entries is the beginning of the tree of `size` entries (section 2.1.4.1).

    Raises IndexError unless `0 < earlier <= size`.
    """
    if not 0 < earlier <= size:
        raise IndexError(f"a log of {size} entries has no earlier state of {earlier} entries")
    return _subproof(node, earlier, 0, size, True)


def verify_inclusion(proof: Sequence[bytes], index: int, size: int, leaf: bytes, tree_root: bytes) -> bool:
    """Whether `proof` shows the leaf hash at `index` in the tree with this root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            value = node_hash(step, value)
            if not position & 1:
                while position and not position & 1:
                    position >>= 1
                    last >>= 1
        else:
            value = node_hash(value, step)
        position >>= 1
        last >>= 1
    return last == 0 and value == tree_root


def verify_consistency(proof: Sequence[bytes], earlier: int, size: int, earlier_root: bytes, tree_root: bytes) -> bool:
    """Whether `proof` shows that the tree with `earlier_root` is the beginning of the one with `tree_root` (section 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == tree_root
    steps = list(proof)
    if earlier & (earlier - 1) == 0:  # a complete tree: its root is the first step and is not sent
        steps.insert(0, earlier_root)
    if not steps:
        return False
    position, last = earlier - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(step, first), node_hash(step, second)
            if not position & 1:
                while position and not position & 1:
                    position >>= 1
                    last >>= 1
        else:
            second = node_hash(second, step)
        position >>= 1
        last >>= 1
    return last == 0 and first == earlier_root and second == tree_root


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(node: Node, start: int, end: int) -> bytes:
    count = end - start
    if count & (count - 1) == 0:  # the standard only ever cuts aligned ranges, so this is a complete subtree
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_root(node, start, middle), _range_root(node, middle, end))


def _path(node: Node, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(node, index, start, middle), _range_root(node, middle, end)]
    return [*_path(node, index, middle, end), _range_root(node, start, middle)]


def _subproof(node: Node, earlier: int, start: int, end: int, whole: bool) -> list[bytes]:
    if earlier == end:
        return [] if whole else [_range_root(node, start, end)]
    middle = start + _split(end - start)
    if earlier <= middle:
        return [*_subproof(node, earlier, start, middle, whole), _range_root(node, middle, end)]
    return [*_subproof(node, earlier, middle, end, False), _range_root(node, start, middle)]
