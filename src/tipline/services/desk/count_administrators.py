"""Who can run the hotline: people whose role sees its operation, and who may come in."""

from tipline.domain.desk import RIGHTS, Right
from tipline.ports.desk import DeskReader


def count_administrators(reader: DeskReader) -> int:
    """Return how many people can run the hotline: operators and supervisors (decision 0016)."""
    return sum(
        Right.SEE_OPERATION in RIGHTS[user.role] for user in reader.users() if not user.disabled
    )
