"""`tipline link cuts`: from which number on an identifier is too common to link by."""

import os
from pathlib import Path
from typing import Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import Column, print_rows
from tipline.cli.options import data_option, json_option
from tipline.config import read_settings
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS, DEFAULT_LIMITS
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules, encode_rules
from tipline.ports.operations import Request, SetLinkRules

_ACTOR: Final = "service:command"
_NOT_KEPT: Final = IdentifierKind.DOMAIN
_LARGEST_CUT: Final = 10_000_000
_FEWEST_LINKED: Final = 2
_A_SIZE: Final = click.IntRange(_FEWEST_LINKED, _LARGEST_CUT)
_COLUMNS: Final = (Column("Kind", 28), Column("Links up to", 11), Column("Default", 11))
_LIMITS: Final = {
    "largest": "largest cluster made unasked",
    "large": "a cluster is large from",
    "at_once": "linked anew at once",
}


class _Cut(click.ParamType[tuple[IdentifierKind, int]]):
    """A kind and its cut, such as email=500."""

    name = "kind=n"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[IdentifierKind, int]:
        kind, _, text = str(value).partition("=")
        known = [one for one in IdentifierKind if one.value == kind and one is not _NOT_KEPT]
        if not known:
            kinds = ", ".join(one.value for one in IdentifierKind if one is not _NOT_KEPT)
            self.fail(
                f"expected a kind and a number, such as email=500; kinds: {kinds}", param, ctx
            )
        if not (text.isascii() and text.isdigit()):
            self.fail("expected a number of reports after the =, such as email=500", param, ctx)
        if len(text) > len(str(_LARGEST_CUT)) or int(text) > _LARGEST_CUT:
            self.fail(f"no more than {_LARGEST_CUT:,} reports", param, ctx)
        return known[0], int(text)


@click.command()
@click.option(
    "--set", "wanted", type=_Cut(), multiple=True, metavar="KIND=N", help="Such as email=500."
)
@click.option(
    "--largest",
    type=click.IntRange(2, _LARGEST_CUT),
    help="Reports of the largest cluster made unasked.",
)
@click.option(
    "--large", type=click.IntRange(2, _LARGEST_CUT), help="Reports from which a cluster is large."
)
@click.option("--reset", is_flag=True, help="Take back all that was set before.")
@data_option
@json_option
def cuts(
    wanted: tuple[tuple[IdentifierKind, int], ...],
    largest: int | None,
    large: int | None,
    data: Path | None,
    *,
    reset: bool,
    as_json: bool,
) -> None:
    """Show in how many reports an identifier may be and still link them, by kind; or change it.

    What is in more reports is too common: it links none of them, and is shown as such. A merge
    into a cluster beyond --largest waits for a person, and so does one of two clusters of --large
    reports or more that rests on a single phone number, name or profile page. What was stored
    keeps its state until `tipline link rebuild`.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    rules = hotline.link_reader.rules()
    changed = _changed(BUILT_IN if reset else rules, wanted, largest, large)
    if changed.limits.large > changed.limits.largest:
        raise click.UsageError(
            f"a cluster would be large from {changed.limits.large:,} reports on, and no larger one"
            f" than {changed.limits.largest:,} would be made; give --large at most --largest"
        )
    for kind, cut in wanted:
        if cut < _FEWEST_LINKED:
            click.echo(f"By {kind.value} nothing links with a cut of {cut}.", err=True)
    if changed != rules:
        operation = SetLinkRules(rules=encode_rules(changed))
        hotline.writer().write(Request(operation=operation, actor=_ACTOR))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_as_json(changed)), indent=2))
    else:
        _print(changed)
    if changed != rules:
        click.echo(
            f"This holds for what comes from now on. To apply it to the rest: {called()} link"
            " rebuild",
            err=True,
        )


def _changed(
    rules: LinkingRules,
    wanted: tuple[tuple[IdentifierKind, int], ...],
    largest: int | None,
    large: int | None,
) -> LinkingRules:
    own = {**rules.cuts, **dict(wanted)}
    limits = msgspec.structs.replace(
        rules.limits,
        largest=rules.limits.largest if largest is None else largest,
        large=rules.limits.large if large is None else large,
    )
    return LinkingRules(
        cuts={kind: cut for kind, cut in own.items() if cut != DEFAULT_CUTS[kind]}, limits=limits
    )


def _print(rules: LinkingRules) -> None:
    rows = [
        (kind.value.replace("_", " "), f"{rules.cut(kind):,}", f"{cut:,}")
        for kind, cut in DEFAULT_CUTS.items()
        if kind is not _NOT_KEPT
    ]
    rows += [
        (words, f"{getattr(rules.limits, name):,}", f"{getattr(DEFAULT_LIMITS, name):,}")
        for name, words in _LIMITS.items()
    ]
    print_rows(_COLUMNS, rows)


def _as_json(rules: LinkingRules) -> dict[str, object]:
    return {
        "cuts": [
            {"kind": kind.value, "cut": rules.cut(kind), "default": cut}
            for kind, cut in DEFAULT_CUTS.items()
            if kind is not _NOT_KEPT
        ],
        "limits": rules.limits,
    }
