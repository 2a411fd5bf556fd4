"""Bars for long work: on a terminal, and nowhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal, nothing elsewhere."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:
        bar.hidden = not sys.stderr.isatty()

        def passed(done: int, everything: int) -> None:
            bar.length = everything
            bar.update(done - bar.pos)

        yield passed
