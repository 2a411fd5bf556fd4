"""`tipline schema`: the published schemas."""

import click

from tipline.cli.reports.pipes import reader_may_leave
from tipline.codecs import cybertipline, report_json
from tipline.services.read_document import Format


@click.command()
@click.argument("kind", type=click.Choice(["xsd", Format.JSON.value]))
def schema(kind: str) -> None:
    """Print the XML Schema (xsd) or the JSON Schema (json) of a report.

    The schemas say what a document may hold and in which order. What it says is checked apart:
    see `tipline check`.
    """
    document = report_json.schema_document() if kind == "json" else cybertipline.xsd_document()
    with reader_may_leave():
        click.echo(document, nl=False)
