"""A table for a terminal and for the record, and the verdict on what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A title, a head and rows; the columns named in `left` are words, the others numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: frozenset[int] = frozenset({0})

    def text(self) -> str:
        """Return the table in aligned columns."""
        lines = [self.head, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.head))]
        body = [
            "  ".join(
                cell.ljust(width) if column in self.left else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        rule = "-" * max(len(line) for line in body)
        return "\n".join([self.title, rule, body[0], rule, *body[1:]])

    def markdown(self) -> str:
        """Return the table in Markdown, under its title."""
        marks = [":--" if column in self.left else "--:" for column in range(len(self.head))]
        lines = [f"| {' | '.join(line)} |" for line in (self.head, marks, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines])


@dataclass(frozen=True)
class Target:
    """What was promised, what was measured, and whether that is enough."""

    promise: str
    measured: str
    met: bool


def targets_table(targets: Sequence[Target]) -> Table:
    """Return the verdicts as a table."""
    rows = [(target.promise, target.measured, "yes" if target.met else "NO") for target in targets]
    return Table("Targets", ("target", "measured", "met"), rows, frozenset({0, 1, 2}))
