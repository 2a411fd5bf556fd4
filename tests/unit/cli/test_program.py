"""The program as a whole: help, wrong use, and how it ends when something outside breaks."""

import subprocess
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import click
import pytest

from tests.unit.cli.runs import run_here, run_program
from tests.unit.reports import provider_report
from tipline.cli import main
from tipline.cli.exits import EXIT_BY_CODE
from tipline.cli.program import program
from tipline.codecs import cybertipline
from tipline.domain.errors import ValueRefusedError

COMMANDS = ("check", "convert", "schema")


class BrokenInput:
    """A standard input that breaks when it is read."""

    def __init__(self, error: BaseException) -> None:
        self.buffer = self
        self._error = error

    def read(self, _size: int = -1) -> bytes:
        raise self._error


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command(option: str) -> None:
    run = run_here(option)
    assert (run.status, run.err) == (0, "")
    for command in COMMANDS:
        assert f"  {command}  " in run.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str) -> None:
    run = run_here(command, "--help")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith(f"Usage: tipline {command} ")


@pytest.mark.parametrize("command", ["check", "convert"])
def test_help_tells_the_exit_status(command: str) -> None:
    words = " ".join(run_here(command, "--help").out.split())
    assert "Exit status: 0 " in words
    assert "; 1 " in words
    assert "; 2 not well-formed" in words


def test_the_version() -> None:
    run = run_here("--version")
    assert (run.status, run.out) == (0, f"tipline, version {version('tipline')}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frob"],
        ["--frob"],
        ["check"],
        ["check", "--frob", "x"],
        ["check", "--json"],
        ["convert"],
        ["convert", "x"],
        ["convert", "x", "--to"],
        ["convert", "x", "--to", "xsd"],
        ["convert", "x", "y", "--to", "xml"],
        ["schema"],
        ["schema", "xml"],
        ["schema", "json", "x"],
    ],
)
def test_wrong_use_ends_with_64(arguments: list[str]) -> None:
    run = run_here(*arguments)
    assert (run.status, run.out) == (64, "")
    assert run.err.startswith(("Usage: tipline ", "Error: "))


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "prove", "\udcff"],
        ["provider", "add", "\udcff"],
        ["user", "disable", "\udcff"],
        ["demo", "--host", "\udcff"],
    ],
)
def test_what_is_no_text_gets_a_sentence(arguments: list[str]) -> None:
    run = run_here(*arguments)
    assert (run.status, run.out) == (64, "")
    assert "this is no text: it has bytes that are not UTF-8" in run.err


@pytest.mark.parametrize("command", [["serve"], ["audit", "key"], ["reports", "list"], ["demo"]])
def test_a_folder_without_a_name_is_refused(command: list[str]) -> None:
    run = run_here(*command, "--data", "")
    assert (run.status, run.out) == (64, "")
    assert "the name is empty" in run.err


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (click.ClickException("it broke"), 1, "Error: it broke"),
        (ValueRefusedError("it was refused"), 1, "tipline: it was refused"),
        (
            ModuleNotFoundError("No module", name="example"),
            1,
            (
                "tipline: this command needs the parts of a server: install tipline[server]"
                " (example is missing)"
            ),
        ),
    ],
)
def test_what_breaks_inside_ends_with_a_sentence(
    error: BaseException, status: int, said: str
) -> None:
    run = run_here("check", "-", stdin=BrokenInput(error))
    assert (run.status, run.out) == (status, "")
    assert run.err.strip() == said


def test_the_shell_can_complete_commands() -> None:
    assert {*COMMANDS} <= {*program.list_commands(click.Context(program))}


def test_every_exit_is_a_status_of_our_own() -> None:
    assert {*EXIT_BY_CODE.values()} <= {1, 2, 75}


@pytest.mark.parametrize(
    "arguments", [["check", "-"], ["check", "--json", "-"], ["convert", "-", "--to", "json"]]
)
def test_a_full_disk_ends_with_74(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data = cybertipline.encode_report(provider_report())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tipline", *arguments],
            input=data,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (74, b"tipline: no space left on device\n")

    class Full:
        """An output that takes nothing."""

        encoding = "utf-8"

        def write(self, _text: str) -> int:
            raise OSError

        def flush(self) -> None:
            """Nothing waits."""

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "argv", ["tipline", *arguments])
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": BytesIO(data)}))
    with redirect_stdout(Full()), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 74


def test_the_module_is_the_program() -> None:
    run = run_program("--version")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("tipline, version ")


LOADED = """
import sys
from tipline.cli import main
sys.argv[:1] = ["tipline"]
try:
    main()
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["check", "--json", "-"], {"rich"}),
        (["convert", "-", "--to", "json"], {"rich"}),
        (["schema", "json"], {"rich", "phonenumbers"}),
    ],
)
def test_a_command_loads_what_it_needs_and_no_more(
    arguments: list[str], unneeded: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        input=cybertipline.encode_report(provider_report()),
        capture_output=True,
        check=True,
        timeout=60,
    )
    loaded = {*done.stderr.decode().split()}
    assert "tipline" in loaded
    assert not loaded & (unneeded | {"django", "starlette", "uvicorn", "cryptography", "psycopg"})
