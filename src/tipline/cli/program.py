"""The root command; the modules behind the commands are loaded only when called."""

import errno
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Final

import click

from tipline.cli.exits import EXIT_BY_CODE, OUTPUT_LOST, PROBLEMS, USAGE
from tipline.domain.errors import TiplineError

_COMMANDS: Final = {
    "serve": "Run a hotline on this machine.",
    "reports": "List the reports of this hotline, and look into one.",
    "links": "Show which reports one is linked with, and why.",
    "clusters": "List the reports that belong together.",
    "link": "Rebuild the links, and decide what links.",
    "import": "Bring in reports from files; again and again without doubling.",
    "directory": "Look into the directory of agencies, and check it.",
    "package": "Check that a referral package is genuine and whole.",
    "demo": "Send made-up, neutral reports to the hotline that runs here.",
    "backup": "Write a sealed copy of the hotline, while it runs.",
    "restore": "Fill an empty hotline from a sealed copy.",
    "public": "Set up the form for the public, and see whether it may go live.",
    "keys": "Keep the keys safe.",
    "audit": "Check the audit log, and prove its entries to outsiders.",
    "provider": "Let online services file reports, and stop them again.",
    "user": "Let people work at the desk, and stop them again.",
    "file": "File reports with a service, each exactly once.",
    "outbox": "See what waits to be filed, what was filed, and what needs you.",
    "watch": "File every report that is dropped into a folder.",
    "mapping": "Make reports of a platform's own data, by a mapping file.",
    "sandbox": "Run a service to try filing with, on this machine and in memory.",
    "check": "Say everything that is wrong with reports, and what they lack.",
    "convert": "Write a report in another format without losing a fact.",
    "schema": "Print the XML Schema or the JSON Schema of a report.",
}
_ABOUT_REPORTS: Final = frozenset({"check", "convert", "schema"})
_STORED: Final = {"reports": "reports", "import": "import_reports"}
"""Commands about what a hotline has, and the names of their functions."""
_LINKING: Final = frozenset({"links", "clusters", "link"})
_FILING: Final = frozenset({"file", "outbox", "watch", "mapping", "sandbox"})
_APART: Final = {"directory": "directory", "package": "packages"}
"""Commands with a room of their own."""
_HIDDEN: Final = frozenset({"process"})
"""What only `tipline serve` calls."""
_GONE: Final = frozenset({errno.EPIPE, errno.EBADF})
"""Nobody reads the output any more."""
_OF_OUTPUT: Final = _GONE | {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What an output answers that takes nothing."""


class _Text(click.types.StringParamType):
    """Text: bytes that are none are refused here, before anything else meets them."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        text = str(super().convert(value, param, ctx))
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self.fail("this is no text: it has bytes that are not UTF-8", param, ctx)
        return text


class _Commands(click.Group):
    """Commands by name; a short help for each is known without loading it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS and cmd_name not in _HIDDEN:
            return None
        room = "reports" if cmd_name in _ABOUT_REPORTS else "hotline"
        room = "linking" if cmd_name in _LINKING else room
        room = "filing" if cmd_name in _FILING else room
        room = _APART.get(cmd_name, room)
        room, name = ("stored", _STORED[cmd_name]) if cmd_name in _STORED else (room, cmd_name)
        command = getattr(import_module(f"tipline.cli.{room}.{name}"), name)
        if not isinstance(command, click.Command):
            return None
        _expect_text(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _expect_text(command: click.Command) -> None:
    """Let a command and those below it take text only where they take strings; not for files."""
    for param in command.params:
        if type(param.type) is click.types.StringParamType:
            param.type = _Text()
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _expect_text(below)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tipline", prog_name="tipline")
def program() -> None:
    """Tipline: reports of online child-safety incidents. Facts, never files."""


def main() -> None:
    """Run the program; usage errors end with status 64, since 1 and 2 mean something else.

    Output that cannot be written, to a full disk for one, ends with 74 (EX_IOERR).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names may hold what this terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        program.main(prog_name="tipline", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except ModuleNotFoundError as error:
        hint = "this command needs the parts of a server: install tipline[server]"
        click.echo(f"tipline: {hint} ({error.name} is missing)", err=True)
        sys.exit(PROBLEMS)
    except TiplineError as error:
        click.echo(f"tipline: {error}", err=True)
        sys.exit(EXIT_BY_CODE[error.code])
    except OSError as error:
        click.echo(f"tipline: {_told(error)}", err=True)
        sys.exit(OUTPUT_LOST if _is_of_output(error) else PROBLEMS)


def _is_of_output(error: OSError) -> bool:
    """Tell whether it was our own output that could not be written: no file has a name then."""
    unnamed = error.filename is None and (error.errno in _OF_OUTPUT or not error.args)
    return unnamed or sys.stdout is None or sys.stdout.closed


def _told(error: OSError) -> str:
    if _is_of_output(error) and (error.errno in _GONE or not error.args):
        return "the output is lost"
    words = (error.strerror or str(error)).lower()
    return words if error.filename is None else f"{error.filename}: {words}"
