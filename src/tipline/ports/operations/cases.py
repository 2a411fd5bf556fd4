"""What is done with cases. Reasons are words of closed lists: the audit log has them."""

from tipline.domain.cases import CaseCloseReason
from tipline.ports.operations.roots import Operation


class OpenCase(Operation, frozen=True, kw_only=True, tag=True):
    """Open a case with reports, owned by whoever opens it; `Done` has its number.

    Reports that are not at the desk are left out. Tests and real reports are never in one case.
    """

    reports: tuple[int, ...]
    user: int


class AddToCase(Operation, frozen=True, kw_only=True, tag=True):
    """Put reports into an open case, for the first time or again; `Done` says how many."""

    case: int
    reports: tuple[int, ...]
    user: int


class RemoveFromCase(Operation, frozen=True, kw_only=True, tag=True):
    """Take reports out of an open case; undone by `AddToCase`."""

    case: int
    reports: tuple[int, ...]
    user: int


class GiveCase(Operation, frozen=True, kw_only=True, tag=True):
    """Make somebody the owner of an open case, or nobody; `user` says who does it."""

    case: int
    owner: int | None
    user: int


class CloseCase(Operation, frozen=True, kw_only=True, tag=True):
    """Do nothing more in a case; its reports stay as they are."""

    case: int
    reason: CaseCloseReason
    user: int


class ReopenCase(Operation, frozen=True, kw_only=True, tag=True):
    """Undo a closing."""

    case: int
    user: int
