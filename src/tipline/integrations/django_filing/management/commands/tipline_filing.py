"""`manage.py tipline_filing`: takes pending reports, files them, says how they stand.

Exit status: 0 all is well; 1 something needs a person; 75 safe, and not filed yet.
"""

import json
import logging
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from tipline.domain.errors import TiplineError
from tipline.filing import Worker
from tipline.filing.errors import OutboxBusyError
from tipline.filing.filer import Filer
from tipline.filing.relay import keep_filing, relay, settle
from tipline.filing.surroundings import UntilStopped
from tipline.integrations.django_filing.models import PendingReport
from tipline.integrations.django_filing.settings import aliases, open_filer
from tipline.integrations.django_filing.source import DjangoSource
from tipline.integrations.django_filing.standing import Standing, retry, standing

_log: Final = logging.getLogger("tipline.filing")
_NEEDS_YOU: Final = 1
_LATER: Final = 75


class Command(BaseCommand):
    """The command; every action may be called again and by several processes at once."""

    help = (
        "run: file what comes, until SIGTERM. once: file what can be filed now. status: say how"
        " all stand. retry: try again what was refused before it was in the outbox."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one action."""
        parser.add_argument("action", choices=("run", "once", "status", "retry"))
        parser.add_argument("--json", action="store_true", help="Say it for programs.")

    def handle(self, *_words: str, action: str, json: bool, **_options: object) -> None:
        """Do it."""
        _demand_tables()
        missing = 0
        try:
            with _heard():
                if action == "run":
                    self._run(as_json=json)
                elif action == "once":
                    missing = self._once()
                elif action == "retry":
                    retry(aliases())
        except TiplineError as error:
            raise CommandError(f"{error} ({error.code})") from None
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        stands = standing(aliases())
        self._say(stands, as_json=json)
        if action == "run":
            return
        if stands.needs_you or missing:
            sys.exit(_NEEDS_YOU)
        if action == "once" and not stands.is_done:
            sys.exit(_LATER)

    def _run(self, *, as_json: bool) -> None:
        with closing(open_filer()) as filer, _until_asked() as until:
            told = {"event": "running", "to": filer.endpoint.base_url, "kind": filer.endpoint.kind}
            words = "Files with {to} ({kind}). Ctrl-C or SIGTERM ends it."
            self.stdout.write(json.dumps(told) if as_json else words.format(**told))
            self.stdout.flush()
            keep_filing(DjangoSource(aliases()), filer, until)

    def _once(self) -> int:
        """File what can be filed; return how many reports the outbox should know and does not."""
        source = DjangoSource(aliases())
        with closing(open_filer()) as filer:
            while relay(source, filer).may_have_left:
                pass
            self._drain(filer)
            return settle(source, filer).missing

    def _drain(self, filer: Filer) -> None:
        try:
            with _until_asked() as until, Worker(filer, rest=until) as worker:
                worker.drain()
        except OutboxBusyError:
            self.stderr.write("Another process works on this outbox and files them.")

    def _say(self, stands: Standing, *, as_json: bool) -> None:
        lines = [json.dumps(stands.for_programs())] if as_json else stands.lines()
        for line in lines:
            self.stdout.write(line)


def _demand_tables() -> None:
    table = PendingReport._meta.db_table  # noqa: SLF001 - documented
    for alias in aliases():
        if table not in connections[alias].introspection.table_names():
            raise CommandError(f"The table is missing: manage.py migrate --database {alias}")


@contextmanager
def _heard() -> Iterator[None]:
    """Let warnings of filing be read on standard error, if the platform's logging does not."""
    heard = (*_log.handlers, *logging.getLogger().handlers)
    if any(not isinstance(handler, logging.NullHandler) for handler in heard):
        yield
        return
    handler = logging.StreamHandler()
    _log.addHandler(handler)
    try:
        yield
    finally:
        _log.removeHandler(handler)


@contextmanager
def _until_asked() -> Iterator[UntilStopped]:
    """Give a wait that ends with SIGINT or SIGTERM."""
    until = UntilStopped()

    def stop(_number: int, _frame: FrameType | None) -> None:
        until.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield until
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
