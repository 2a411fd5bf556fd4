"""How mappings, cases and the fields of a report look on a terminal and in JSON."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

import click
from msgspec import inspect
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tipline.cli.reports.present import present_document
from tipline.cli.reports.sources import printable
from tipline.codecs.platform import Field, Unfound, meaning_of, words_of
from tipline.domain.checks.limits import LONGEST
from tipline.domain.problems import Problem
from tipline.domain.report import Part, Report
from tipline.services.check_document import CheckedDocument
from tipline.services.filing.map_case import CheckedCase

_WIDTH_WITHOUT_TERMINAL: Final = 100
_MOST_WORDS: Final = 12
_TYPES: Final = {
    inspect.StrType: "text",
    inspect.IntType: "whole number",
    inspect.BoolType: "true or false",
    inspect.DecimalType: "number",
    inspect.DateType: "date",
    inspect.CustomType: "time",
    inspect.EnumType: "word",
    inspect.LiteralType: "code",
}


def present_mapping(
    file: str, problems: tuple[Problem, ...], checked: Sequence[tuple[str, CheckedCase]]
) -> None:
    """Print what was found in a mapping, and in the cases it was tried on."""
    present_document(file, CheckedDocument(readable=True, problems=problems, completeness=None))
    for name, case in checked:
        document = CheckedDocument(
            readable=case.readable, problems=case.problems, completeness=case.completeness
        )
        present_document(name, document)
        if case.report is not None:
            counts = ", ".join(f"{name} {count}" for name, count in becomes(case.report).items())
            click.echo(f"  Becomes a report with: {counts}\n")
    readable = [case for _, case in checked if case.readable]
    if readable:
        _present_unfound(readable)
        _present_untaken(readable)


def becomes(report: Report) -> dict[str, int]:
    """Return how many of each thing a report has, by the field."""
    counts: dict[str, int] = {}
    _count(report, "", counts)
    return counts


def _count(part: Part, above: str, counts: dict[str, int]) -> None:
    for name in part.__struct_fields__:
        value = getattr(part, name)
        path = f"{above}{name}"
        if isinstance(value, tuple) and value:
            counts[path] = counts.get(path, 0) + len(value)
        for inside in value if isinstance(value, tuple) else (value,):
            if isinstance(inside, Part):
                _count(inside, f"{path}.", counts)


def _present_unfound(cases: Sequence[CheckedCase]) -> None:
    """Print the paths that led nowhere in all of the cases."""
    everywhere = set.intersection(*({one.path for one in case.unfound} for case in cases))
    found = {one.path: one for case in cases for one in case.unfound if one.path in everywhere}
    if found:
        click.echo("Paths of the mapping that led nowhere in any case (not there, or a slip?)")
    for one in found.values():
        click.echo(f"  {printable(_sentence(one))}")


def _present_untaken(cases: Sequence[CheckedCase]) -> None:
    """Print what the cases have and the mapping does not look at."""
    names = dict.fromkeys(name for case in cases for name in case.untaken)
    if names:
        click.echo("In the cases, and not looked at by the mapping (is a fact among them?)")
    for name in names:
        click.echo(f"  {printable(name)}")


def _sentence(one: Unfound) -> str:
    return f"{one.path}{f'   Did you mean {one.close}?' if one.close else ''}"


def present_fields(fields: Iterable[Field]) -> None:
    """Print every field, part by part, with the places where such a part stands."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    parts: dict[type, dict[str, Field]] = {}
    places: dict[type, dict[str, None]] = {}
    for field in fields:
        parts.setdefault(field.part.cls, {}).setdefault(field.name, field)
        place = field.path.rpartition(".")[0]
        places.setdefault(field.part.cls, {})[place or "the report itself"] = None
    for part, rows in parts.items():
        about = (part.__doc__ or "").partition("\n")[0]
        console.print(Text(", ".join(places[part]), "bold"))
        console.print(Text(f"  {about}", "dim"))
        grid = Table.grid(padding=(0, 2))
        for style in ("", "dim", ""):
            grid.add_column(style=style, overflow="fold")
        for row in map(field_row, rows.values()):
            name = f"{row['name']}{' *' if row['required'] else ''}"
            grid.add_row(name, row["type"], _said(row))
        console.print(Padding(grid, (0, 0, 1, 2), expand=False))
    console.print("* cannot be left out of its part")


def _said(row: dict[str, Any]) -> str:
    words = row["words"]
    listed = f": {', '.join(words)}" if 0 < len(words) <= _MOST_WORDS else ""
    return f"{row['about']}{listed}"


def field_rows(fields: Iterable[Field]) -> list[dict[str, Any]]:
    """Return every field as `--json` prints it."""
    return [field_row(field) for field in fields]


def field_row(field: Field) -> dict[str, Any]:
    """Return what is known of one field."""
    kind = "part" if field.target.parts else _TYPES[type(field.target.leaf)]
    many = "list of " if field.target.many else ""
    return {
        "path": field.path,
        "name": field.path.rpartition(".")[2],
        "type": f"{many}{kind}{'s' if many and kind == 'part' else ''}",
        "required": field.required,
        "words": list(words_of(field.target.leaf)),
        "longest": LONGEST.get(cast("type[Part]", field.part.cls), {}).get(field.name),
        "about": meaning_of(field),
    }
