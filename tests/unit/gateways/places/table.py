"""Writes small MMDB files for tests: one network, one record. Form: MaxMind DB, version 2.0."""

import struct
from ipaddress import IPv4Network
from pathlib import Path
from typing import NamedTuple

_MARK = b"\xab\xcd\xefMaxMind.com"
_RECORD_BYTES = 3
_SHORT = range(65_536)


class _Count(NamedTuple):
    """A number that the form wants in four bytes."""

    number: int


def write_table(file: Path, network: str, record: object, built: int) -> None:
    """Write a table of IPv4 in which one network has one record; `built` in seconds since 1970."""
    block = IPv4Network(network)
    nodes = block.prefixlen
    bits = f"{int(block.network_address):032b}"[:nodes]
    tree = b""
    for depth, bit in enumerate(bits):
        # After the tree come 16 zero bytes, then the data: its first byte is node count + 16.
        onward = nodes + 16 if depth == nodes - 1 else depth + 1
        pair = (onward, nodes) if bit == "0" else (nodes, onward)
        tree += b"".join(one.to_bytes(_RECORD_BYTES, "big") for one in pair)
    metadata = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": built,
        "database_type": "Example",
        "description": {"en": "Example"},
        "ip_version": 4,
        "languages": ["en"],
        "node_count": _Count(nodes),
        "record_size": 8 * _RECORD_BYTES,
    }
    file.write_bytes(tree + bytes(16) + _encoded(record) + _MARK + _encoded(metadata))


def _encoded(value: object) -> bytes:
    if isinstance(value, str):
        raw = value.encode()
        return _control(2, len(raw)) + raw
    if isinstance(value, dict):
        parts = (_encoded(key) + _encoded(one) for key, one in value.items())
        return _control(7, len(value)) + b"".join(parts)
    if isinstance(value, list):
        return bytes([len(value), 11 - 7]) + b"".join(map(_encoded, value))
    if isinstance(value, int):
        if value in _SHORT:
            return _control(5, 2) + struct.pack(">H", value)
        return bytes([8, 9 - 7]) + struct.pack(">Q", value)
    if isinstance(value, _Count):
        return _control(6, 4) + struct.pack(">I", value.number)
    raise TypeError


def _control(kind: int, size: int) -> bytes:
    if size < 29:
        return bytes([kind << 5 | size])
    return bytes([kind << 5 | 29, size - 29])
