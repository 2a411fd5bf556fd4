"""The two roots: what every operation and every result is."""

import msgspec


class Operation(msgspec.Struct, frozen=True, kw_only=True, tag_field="op"):
    """One change; subclasses are the complete list."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class Result(msgspec.Struct, frozen=True, kw_only=True, tag_field="result"):
    """What came of an operation."""
