"""`tipline convert`: the same report in another format."""

import sys

import click

from tipline.bootstrap import system_clock
from tipline.cli.exits import EXIT_BY_CODE, PROBLEMS
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.reports.sources import printable, read_source
from tipline.codecs.documents import DocumentError
from tipline.services.convert_document import convert_document
from tipline.services.read_document import Format


@click.command(epilog="Exit status: 0 written; 1 not convertible; 2 not well-formed or hostile.")
@click.argument("file", metavar="FILE", type=click.UNPROCESSED)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Choice([form.value for form in Format]),
    help="The format to write.",
)
@click.option(
    "--omit-public",
    is_flag=True,
    help="Leave out the answers of a public reporter, which XML has no place for.",
)
def convert(file: str, *, target: str, omit_public: bool) -> None:
    """Write a report in another format, to standard output, without losing a fact.

    FILE is a CyberTipline document (XML) or a report in JSON; - reads standard input. If a fact
    has no place in the other format, nothing is written and the fact is named.
    """
    try:
        now = system_clock().now()
        document = convert_document(
            read_source(file), Format(target), now, omit_public=omit_public
        )
    except DocumentError as error:
        from tipline.cli.reports.present import present_refusal  # noqa: PLC0415 - rich only when needed

        present_refusal(file, error.problems)
        sys.exit(EXIT_BY_CODE[error.code])
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        click.echo(f"{printable(file)}: {reason}", err=True)
        sys.exit(PROBLEMS)
    with reader_may_leave():
        click.echo(document, nl=False)
