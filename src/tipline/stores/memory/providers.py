"""Who may file in a sandbox."""

from typing import Final

import msgspec

from tipline.ports import operations as ops
from tipline.ports.stores import ProviderRow

_FIRST: Final = 1


class Providers:
    """Providers by user name; `epoch` is another object after every change."""

    def __init__(self) -> None:
        self.rows: dict[str, ProviderRow] = {}
        self.epoch = object()

    def add(self, operation: ops.AddProvider) -> ops.AnyResult:
        """Let somebody file, under a name that is free."""
        if operation.username in self.rows:
            return ops.Taken()
        number = _FIRST + len(self.rows)
        self.rows[operation.username] = ProviderRow(
            id=number,
            name=operation.name,
            username=operation.username,
            secret=operation.secret,
            is_test=operation.is_test,
            disabled=False,
        )
        self.epoch = object()
        return ops.Done(number=number)

    def disable(self, username: str) -> ops.AnyResult:
        """Refuse somebody from now on, once."""
        row = self.rows.get(username)
        if row is None or row.disabled:
            return ops.Unknown()
        self.rows[username] = msgspec.structs.replace(row, disabled=True)
        self.epoch = object()
        return ops.Done(number=row.id)
