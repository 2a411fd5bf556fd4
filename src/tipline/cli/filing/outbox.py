"""`tipline outbox`: what waits to be filed, what was filed, and what needs a person."""

import sys
from pathlib import Path

import click
import msgspec

from tipline.bootstrap import system_clock
from tipline.cli.called import called
from tipline.cli.columns import counted, print_array, print_rows
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.filing.account import (
    ITEM,
    filing_settings,
    open_filer,
    open_outbox,
    outbox_option,
    service_options,
)
from tipline.cli.filing.exporting import export
from tipline.cli.filing.say import (
    COLUMNS,
    WORDS,
    Shown,
    cells,
    event_words,
    gate_words,
    moment,
    next_of,
    shown,
    why,
)
from tipline.cli.filing.working import until_asked
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.domain.moments import to_microseconds
from tipline.filing import Worker
from tipline.filing.export import open_item
from tipline.filing.keeper import Outbox
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State


class _Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a report's history, as `--json` prints it."""

    at: str
    what: str


class _Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its history, as `--json` prints it."""

    report: Shown
    history: tuple[_Happened, ...]
    said: str


@click.group()
def outbox() -> None:
    """See what waits to be filed, what was filed, and what needs you.

    Reports come in with `tipline file`, `tipline watch`, or a platform's own program.
    """


outbox.add_command(export)


@outbox.command()
@service_options
@click.option("--hotline", is_flag=True, help="Deliver what a hotline has released instead.")
@data_option
@click.option("--once", is_flag=True, help="With --hotline: only what is due now.")
def run(
    to: str | None,
    kind: str | None,
    outbox: Path | None,
    *,
    hotline: bool,
    data: Path | None,
    once: bool,
) -> None:
    """File what is in the outbox, and what comes, until Ctrl-C or SIGTERM.

    For a service manager; one at a time works on an outbox. Whatever happens, start it again: it
    knows where it stood.

    With --hotline it delivers the referrals that a hotline has released to agencies. `tipline
    serve` does that by itself; this is for a machine that may reach the agencies when the one
    that serves may not, and both together do no harm. It needs no private key.
    """
    if hotline:
        if to or kind or outbox:
            raise click.UsageError("--hotline goes with --data and --once only.")
        _deliver(data, once=once)
        return
    if once or data is not None:
        raise click.UsageError("--once and --data go with --hotline only.")
    settings = filing_settings(to, kind, outbox)
    with open_filer(settings) as filer, until_asked() as rest, Worker(filer, rest=rest) as worker:
        service = f"{settings.endpoint.base_url} ({settings.endpoint.kind})"
        click.echo(f"Filing with {service}. Ctrl-C ends it.", err=True)
        worker.run(lambda item: _tell(item, _now()))


@outbox.command(
    name="list", epilog="Exit status: 0 nothing needs you; 1 something does, for a monitor."
)
@click.option("--all", "everything", is_flag=True, help="Those that are filed too.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@outbox_option
@json_option
def list_items(*, everything: bool, limit: int, outbox: Path | None, as_json: bool) -> None:
    """List what is not filed, and say what needs you."""
    with open_outbox(outbox) as box, reader_may_leave():
        now, needed = _now(), box.needs_person()
        found = list(_some(box, limit)) if everything else box.book.unfiled()[:limit]
        if as_json:
            print_array(shown(item, now) for item in found)
        else:
            _print_list(box, found, now)
    sys.exit(PROBLEMS if needed else OK)


@outbox.command()
@click.argument("item", type=ITEM)
@click.option("--words", is_flag=True, help="What the service said of it; that may quote it.")
@outbox_option
@json_option
def show(item: int, *, words: bool, outbox: Path | None, as_json: bool) -> None:
    """Show how a report stands, and everything that happened to it."""
    with open_outbox(outbox) as box, reader_may_leave():
        found, now = box.item(item), _now()
        said = ""
        if words and found.state is State.REFUSED:
            said = open_item(box, item, "why it was refused").said
        if as_json:
            taken = _Happened(at=moment(found.queued_at), what="taken in")
            history = tuple(
                _Happened(at=moment(event.at), what=event_words(event))
                for event in box.events(item)
            )
            whole = _Whole(report=shown(found, now), history=(taken, *history), said=said)
            click.echo(msgspec.json.format(msgspec.json.encode(whole)).decode())
            return
        _print_item(box, found, now, said)


@outbox.command()
@click.argument("items", nargs=-1, type=ITEM, metavar="[ITEM...]")
@click.option("--all", "everything", is_flag=True, help="All that wait; not those refused.")
@outbox_option
def retry(items: tuple[int, ...], *, everything: bool, outbox: Path | None) -> None:
    """Have reports tried again by the next run, also one that was refused.

    The next run is `tipline outbox run`, `tipline watch` or `tipline file`.
    """
    if bool(items) == everything:
        raise click.UsageError("Name reports, or say --all.")
    with open_outbox(outbox) as box:
        waiting = (item.number for item in box.book.unfiled() if item.state is not State.REFUSED)
        chosen = [*waiting] if everything else [*items]
        for number in chosen:
            box.retry(number)
    click.echo(f"{counted(len(chosen), 'report', 'reports')} to be tried again.")


@outbox.command()
@click.argument("item", type=ITEM)
@click.option("--reason", required=True, help="Why; it is kept in its history.")
@outbox_option
def drop(item: int, reason: str, *, outbox: Path | None) -> None:
    """End a report that was refused, or was not sent yet: it will not be filed.

    For one that was mended and filed anew, or should not have been a report. Its content is kept
    sealed for the same term as if it had been filed.
    """
    with open_outbox(outbox) as box:
        box.drop(item, reason)
    click.echo(f"Item {item} is dropped: it will not be filed.")


@outbox.command()
@click.argument("item", type=ITEM)
@click.option("--reason", help="Why it is kept longer: legal process, for one.")
@click.option("--release", is_flag=True, help="Let it go when its preservation is over.")
@outbox_option
def hold(item: int, reason: str | None, *, release: bool, outbox: Path | None) -> None:
    """Keep a report beyond its preservation, or let it go again."""
    if bool(reason) == release:
        raise click.UsageError("Say --reason TEXT, or --release.")
    with open_outbox(outbox) as box:
        box.hold(item, reason)
    click.echo(f"Item {item} is {'held' if reason else 'held no more'}.")


def _deliver(data: Path | None, *, once: bool) -> None:
    # Only here: a platform has no hotline, and needs none of its libraries.
    from tipline.cli.serving.delivering import deliver_for  # noqa: PLC0415

    sys.exit(OK if deliver_for(data, None if once else until_asked) else PROBLEMS)


def _some(box: Outbox, limit: int) -> list[Item]:
    found: list[Item] = []
    for item in box.items():
        if len(found) == limit:
            break
        found.append(item)
    return found


def _print_list(box: Outbox, found: list[Item], now: int) -> None:
    counts = box.book.counts()
    if not counts:
        click.echo(f"The outbox is empty. Take a report in with: {called()} file FILE")
        return
    if not print_rows(COLUMNS, (cells(item, now) for item in found)):
        click.echo("Everything is filed.")
    told = ", ".join(f"{counts[state]:,} {WORDS[state]}" for state in State if counts.get(state))
    owner = box.owner()
    click.echo(f"{told}; with {owner.base_url} ({owner.kind}).", err=True)
    gate = gate_words(box.gate(), now)
    if gate:
        click.echo(gate, err=True)
    stuck = box.stuck()
    if stuck:
        need = counted(len(stuck), "report needs", "reports need")
        show = f"{called()} outbox show {stuck[0].number}"
        click.echo(f"{need} you (marked !). Begin with: {show}", err=True)


def _print_item(box: Outbox, found: Item, now: int, said: str) -> None:
    click.echo(f"Item {found.number}: {WORDS[found.state]}; {next_of(found, now)}")
    if found.report_id is not None:
        click.echo(f"Report {found.report_id} at {box.owner().base_url}")
    if found.follows:
        click.echo(f"Follows {', '.join(map(str, found.follows))}")
    if found.hold:
        click.echo(f"Held: {found.hold}")
    click.echo(f"{moment(found.queued_at)}  taken in")
    for event in box.events(found.number):
        click.echo(f"{moment(event.at)}  {event_words(event)}")
    if said:
        click.echo(f"\nThe service said:\n{_visible(said)}")
    elif found.state is State.REFUSED:
        words = f"{called()} outbox show {found.number} --words"
        click.echo(f"\nWhat the service said of it (that may quote the report): {words}")
        click.echo(
            "Mend the report, file it anew and drop this one:"
            f" {called()} outbox drop {found.number} --reason TEXT\n"
            f"Or, if the service was wrong: {called()} outbox retry {found.number}"
        )


def _visible(text: str) -> str:
    return "\n".join(
        "".join(mark if mark.isprintable() else "?" for mark in line) for line in text.split("\n")
    )


def _tell(item: Item, now: int) -> None:
    reason = f": {why(item.trouble)}" if item.trouble else ""
    click.echo(f"Item {item.number}: {WORDS[item.state]}, {next_of(item, now)}{reason}")


def _now() -> int:
    return to_microseconds(system_clock().now())
