"""Makes the reference pages of settings and commands from the code, so that they cannot lag."""

from collections.abc import Iterator
from typing import Final

import click

from tipline.cli.program import program
from tipline.config.table import OTHER_VARIABLES, SETTINGS

_SETTINGS: Final = """\
# Settings

Written by `make golden` from `config/table.py`; a test keeps it current.

Settings stand in `tipline.toml` in the data folder (`--data DIR`, or the variable `TIPLINE_DATA`,
or `./tipline-data`). A variable wins over the file, and an option of the command over both. Files
are looked for in the data folder, those named by an option in the current one. Everything that is
wrong is told together, and no message repeats a value. Which settings production needs is in
[operate.md](../operate.md).

| Setting | Variable | Unless said | What for |
| --- | --- | --- | --- |
"""

_COMMANDS: Final = """\
# Commands

Written by `make golden` from the program's own help; a test keeps it current. Exit status: 0 all
is well, 1 problems were found, 2 not well-formed or built to do harm, 3 whole but vouched
for by nobody you named, 64 a wrong use of the command, 74 output that could not be written, 75
safe but not done yet.
"""


def settings_page() -> bytes:
    """Return docs/reference/settings.md."""
    rows = [
        f"| `{name}` | {_variables(name)} | {_unsaid(one.default)} | {one.purpose} |\n"
        for name, one in SETTINGS.items()
    ]
    return (_SETTINGS + "".join(rows)).encode()


def commands_page() -> bytes:
    """Return docs/reference/commands.md."""
    pieces = [_COMMANDS]
    for name, command in commands():
        pieces.append(f"\n## {name}\n\n{_words(command)}\n")
        rows = [*_rows(command)]
        if rows:
            pieces.append("\n| | |\n| --- | --- |\n" + "".join(rows))
    return "".join(pieces).encode()


def commands() -> Iterator[tuple[str, click.Command]]:
    """Walk every command that people see, with its full name."""
    yield from _below("tipline", program)


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            if found is not None and not found.hidden:
                yield from _below(f"{name} {part}", found)


def _words(command: click.Command) -> str:
    """Return a command's help as one paragraph for each of its own."""
    paragraphs = (command.help or "").replace("\b", "").split("\n\n")
    return "\n\n".join(" ".join(one.split()) for one in paragraphs)


def _rows(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            names = "`, `".join([*parameter.opts, *parameter.secondary_opts])
            words = parameter.help or ""
            if isinstance(parameter.type, click.Choice):
                words += f" One of: {', '.join(map(str, parameter.type.choices))}."
            yield f"| `{names}` | {words.strip()} |\n"
        else:
            yield f"| {parameter.make_metavar(click.Context(command))} | |\n"


def _variables(name: str) -> str:
    names = [f"TIPLINE_{name.upper()}"]
    names += [OTHER_VARIABLES[name]] if name in OTHER_VARIABLES else []
    return " or ".join(f"`{one}`" for one in names)


def _unsaid(default: str) -> str:
    return default if " " in default or default in {"none", "nobody"} else f"`{default}`"
