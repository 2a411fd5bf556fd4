"""What happens when the reader of our output goes away, as `head` does."""

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def reader_may_leave() -> Iterator[None]:
    """Let the output end early without an error; the exit status stays what it is."""
    try:
        yield
        if sys.stdout is not None:  # closed by whoever started the program
            sys.stdout.flush()
    except BrokenPipeError:
        # Nothing more can be written; also not by Python itself when it ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
