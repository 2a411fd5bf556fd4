"""Looks at the outbox; each question is one named statement."""

from tipline.stores import queries


class DatabaseOutboxReader:
    """Answers from whichever database this process was set up with."""

    def waiting(self) -> int:
        """Return how many messages wait to leave."""
        row = queries.one("waiting_items")
        return int(row[0]) if row else 0
