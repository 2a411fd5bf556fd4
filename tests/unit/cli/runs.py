"""Ways to run the program: in this process, as a program of its own, and on a terminal."""

import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import redirect_stderr, redirect_stdout
from fcntl import ioctl
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from tipline.cli import main

ROOT = Path(__file__).parents[3]


class Run(NamedTuple):
    """How a run ended, and what it said."""

    status: int
    out: str
    err: str


def run_here(*arguments: str, stdin: object = b"", **environment: str) -> Run:
    """Run the program in this process; `stdin` is bytes, or what stands in for the stream."""
    out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
    source = TextIOWrapper(BytesIO(stdin)) if isinstance(stdin, bytes) else stdin
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in _STEERING:
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["tipline", *arguments])
        patch.setattr(sys, "stdin", source)
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
    return Run(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def run_program(*arguments: str, stdin: bytes = b"", **environment: str) -> Run:
    """Run the program as a user would."""
    done = subprocess.run(
        [sys.executable, "-m", "tipline", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**_plain(), **environment},
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_on_terminal(*arguments: str, columns: int, **environment: str) -> str:
    """Return what the program shows on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "tipline", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**_plain(), "TERM": "xterm-256color", **environment},
    ) as program:
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
        program.wait(60)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


_STEERING = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM")


def _plain() -> dict[str, str]:
    """Return the environment without what decides how things look."""
    return {name: value for name, value in os.environ.items() if name not in _STEERING}


def _read(terminal: int) -> bytes:
    """Return what came, or nothing at the end, which Linux tells by an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def unstyled(shown: str) -> str:
    """Return what is shown without colours and weights."""
    return _STYLE.sub("", shown)


def joined(shown: str) -> str:
    """Return what is shown without its line breaks and blanks."""
    return "".join(unstyled(shown).split())
