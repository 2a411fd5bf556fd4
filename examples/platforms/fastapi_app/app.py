"""A platform with FastAPI: closing a case and reporting it are one transaction of its database.

README.md beside this file says how to run it. Who may close a case is left to the platform.
"""

import asyncio
import logging
import os
import secrets
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import sqlalchemy as sa
from fastapi import FastAPI, HTTPException
from pydantic import AwareDatetime, BaseModel

from tipline.config.filing import read_filing
from tipline.domain import report as r
from tipline.domain.problems import Problem
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType
from tipline.filing import Filer
from tipline.filing.errors import NotEnqueuedError
from tipline.filing.relay import (
    SourceUnavailableError,
    Unsettled,
    Waiting,
    keep_filing,
    noted,
    row_document,
)
from tipline.filing.surroundings import UntilStopped

tables = sa.MetaData()
cases = sa.Table(
    "moderation_case",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("happened_at", sa.String(40), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False, default=False),
)
pending = sa.Table(
    "pending_report",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(32), nullable=False, unique=True),
    sa.Column("case_id", sa.ForeignKey("moderation_case.id"), nullable=False),
    sa.Column("state", sa.String(8), nullable=False, default="waiting", index=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("item", sa.BigInteger),
    sa.Column("report_id", sa.BigInteger),
    sa.Column("problems", sa.JSON, nullable=False, default=list),
)


class NewCase(BaseModel):
    """A case to open: in the body, for addresses stand in access logs."""

    account: str
    happened_at: AwareDatetime


class PlatformSource:
    """The table of pending reports as Tipline's relay uses it: one statement, one commit."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def waiting(self, limit: int) -> list[Waiting]:
        """Return what waits, oldest first."""
        found = sa.select(pending.c.key, pending.c.document).where(pending.c.state == "waiting")
        rows = self._run(found.order_by(pending.c.id).limit(limit))
        return [Waiting(key, document.encode()) for key, document in rows]

    def taken(self, key: str, item: int) -> None:
        """The outbox has it on disk, sealed: the document is erased here."""
        self._change(key, state="taken", item=item, document="", problems=[])

    def refused(self, key: str, problems: Sequence[Problem]) -> None:
        """A person has to look."""
        self._change(key, state="refused", problems=msgspec.to_builtins(noted(problems)))

    def filed(self, key: str, report_id: int) -> None:
        """It is filed."""
        self._change(key, state="filed", report_id=report_id, problems=[])

    def unsettled(self, after: str, limit: int) -> list[Unsettled]:
        """Return what was taken and is not known to be filed, by key."""
        rows = self._run(
            sa.select(pending.c.key, pending.c.state)
            .where(pending.c.state.in_(("taken", "refused")), pending.c.item.is_not(None))
            .where(pending.c.key > after)
            .order_by(pending.c.key)
            .limit(limit)
        )
        return [Unsettled(key, state == "refused") for key, state in rows]

    def _change(self, key: str, **columns: object) -> None:
        row = (pending.c.key == key) & (pending.c.state != "filed")
        self._run(sa.update(pending).where(row).values(**columns))

    def _run(self, statement: sa.Executable) -> Sequence[Any]:
        try:
            with self._engine.begin() as connection:
                result = connection.execute(statement)
                return result.all() if result.returns_rows else ()
        except sa.exc.DBAPIError:
            raise SourceUnavailableError from None


def report_of(case: Any) -> r.Report:  # noqa: ANN401 - a row
    """Return what this platform reports of a case."""
    return r.Report(
        summary=r.Summary(
            incident_type=IncidentType.ONLINE_ENTICEMENT,
            incident_time=Timestamp(case.happened_at),
            platform="Example Chat",
        ),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address="desk@example.org"),))),
        reported=(r.Reported(screen_name=case.account),),
    )


def make_app() -> FastAPI:
    """Return the platform; its settings come from the environment."""
    logging.basicConfig()  # what is stuck is said in the log, and nowhere else
    database = os.environ.get("DATABASE_URL", "sqlite:///platform.sqlite3")
    engine = sa.create_engine(database, hide_parameters=True)  # errors repeat no report
    settings = read_filing(os.environ)
    filer = Filer(settings.outbox, settings.endpoint, settings.credentials)
    until = UntilStopped()
    filing = threading.Thread(target=keep_filing, args=(PlatformSource(engine), filer, until))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tables.create_all(engine)
        filing.start()
        yield
        until.stop()
        await asyncio.to_thread(filing.join)

    app = FastAPI(lifespan=lifespan)

    @app.post("/cases", status_code=201)
    def open_case(new: NewCase) -> dict[str, int]:
        with engine.begin() as connection:
            row = cases.insert().values(
                account=new.account, happened_at=new.happened_at.isoformat()
            )
            (number,) = connection.execute(row).inserted_primary_key or (0,)
        return {"case": number}

    @app.post("/cases/{number}/close", status_code=202)
    def close_case(number: int) -> dict[str, str]:
        """Close a case and report it: both are committed, or neither."""
        with engine.begin() as connection:
            is_open = (cases.c.id == number) & (cases.c.closed == sa.false())
            closing = sa.update(cases).where(is_open).values(closed=True)
            if connection.execute(closing).rowcount != 1:
                raise HTTPException(404, "No such open case.")
            case = connection.execute(sa.select(cases).where(cases.c.id == number)).one()
            try:
                document = row_document(report_of(case))
            except NotEnqueuedError as error:  # raising undoes the closing too
                raise HTTPException(422, msgspec.to_builtins(noted(error.problems))) from None
            key = secrets.token_hex(16)
            row = {"key": key, "case_id": number, "document": document}
            connection.execute(pending.insert().values(row))
        return {"key": key}

    @app.get("/cases/{number}")
    def show_case(number: int) -> dict[str, Any]:
        """Say how a case and its report stand."""
        found = (
            sa.select(cases.c.closed, pending.c.state, pending.c.report_id, pending.c.problems)
            .outerjoin_from(cases, pending)
            .where(cases.c.id == number)
        )
        with engine.connect() as connection:
            row = connection.execute(found).mappings().one_or_none()
        if row is None:
            raise HTTPException(404, "No such case.")
        return dict(row)

    @app.get("/health")
    def health() -> dict[str, bool]:
        """Say whether reports are filed from this process."""
        return {"filing": filing.is_alive()}

    return app
