"""The ledger of imports: which documents became a report already."""

from tipline.stores import queries


class DatabaseLedger:
    """Answers from whichever database this process was set up with."""

    def imported_as(self, key: bytes) -> int | None:
        """Return the number of the report that a document became, if it did."""
        row = queries.one("imported_as", key)
        return None if row is None else int(row[0])
