"""What every part of a report has in common: it never changes, and it never prints its facts."""

import msgspec


class Part(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A frozen, typed value; two parts are equal when all their facts are.

    The repr names the type only, so that no fact reaches a log or a traceback.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"
