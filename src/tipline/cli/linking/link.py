"""`tipline link`: what an operator decides about linking, and the rebuild."""

import click

from tipline.cli.linking.cuts import cuts
from tipline.cli.linking.held import held
from tipline.cli.linking.rebuild import rebuild
from tipline.cli.linking.stop import stop


@click.group()
def link() -> None:
    """Rebuild the links, and decide what links: how common is too common, and what never does.

    Works while `tipline serve` runs. No command here needs the private key.
    """


for _command in (rebuild, cuts, stop, held):
    link.add_command(_command)
