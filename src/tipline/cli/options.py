"""Options that many commands share."""

import os
from pathlib import Path

import click


class Folder(click.Path):
    """A folder that was named: an empty name would silently be the current one."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the folder."""
        if not os.fspath(value):
            self.fail("the name is empty; name a folder (. is the current one)", param, ctx)
        return super().convert(value, param, ctx)


data_option = click.option(
    "--data",
    type=Folder(path_type=Path, file_okay=False),
    help="The folder of the hotline (TIPLINE_DATA, or ./tipline-data).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
