"""Hides how long something is: pads it to the next of few lengths before it is encrypted.

Lengths are those of Padme (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", 2019, section 4), at most 12 % longer, and nothing shorter than 64
bytes, so that nearly all addresses, numbers and names look alike.
"""

from typing import Final

_SHORTEST: Final = 64
_END: Final = b"\x80"


def bucket_of(length: int) -> int:
    """Return the padded length, in bytes, for what needs this many with its end mark."""
    if length <= _SHORTEST:
        return _SHORTEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(data: bytes) -> bytes:
    """Return the data with an end mark and zeros (ISO/IEC 7816-4) up to its bucket."""
    return (data + _END).ljust(bucket_of(len(data) + 1), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the data before the end mark.

    Raises:
        ValueError: there is no end mark.
    """
    data = padded.rstrip(b"\0")
    if not data.endswith(_END):
        raise ValueError("no end mark")
    return data[:-1]
