"""Options that many commands share."""

from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the hotline (TIPLINE_DATA, or ./tipline-data).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
