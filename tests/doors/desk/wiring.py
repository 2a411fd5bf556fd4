"""Wires the desk the way the program does, with a clock of its own and people who are in."""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl

import httpx
import msgspec
import pyotp
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.doors.desk import agencies
from tests.places import DocumentationIpCountry
from tests.unit import reports
from tipline.config.routing import read_rules
from tipline.domain.desk import DeskRole
from tipline.domain.directory.index import Directory
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State
from tipline.domain.referrals.dossier import Sender
from tipline.domain.report import Report
from tipline.doors.desk.parts import Outward, Parts, install
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.doors.theme.throttle import Throttle
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.delivery.links import HmacAnswerLinks
from tipline.gateways.one_time_codes import OneTimeCodes
from tipline.gateways.packages import AgeEncrypter, FolderSigner
from tipline.gateways.passwords import Argon2Passwords
from tipline.gateways.receipts.notes import HpkeNoteSealer
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.gateways.system_randomness import SystemRandomness
from tipline.ports.operations import (
    AddSupplement,
    AnyOperation,
    AnyResult,
    Done,
    ReplacePassword,
    Request,
    ReserveNumbers,
    StoredReport,
    SubmitReport,
)
from tipline.services.desk.admit_user import NewUser, admit_user
from tipline.services.prepare_report import Arrival, prepare_report
from tipline.services.referrals.advise import RuledAdviser, registry_of
from tipline.services.referrals.refer_case import House
from tipline.stores.cases.reading import DatabaseCaseReader
from tipline.stores.desk.reading import DatabaseDeskReader
from tipline.stores.linking.reading import DatabaseLinkReader
from tipline.stores.public.reading import DatabaseConversationReader
from tipline.stores.reading import DatabaseReader
from tipline.stores.referrals.reading import DatabaseReferralReader
from tipline.stores.writer.clients import DirectWriter

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://desk.example.org"
STEP = timedelta(seconds=30)
FROM_OUR_PAGE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
"""What browsers say of a form on a page whose referrer policy is `no-referrer`."""
PASSWORD = "several words in a row"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def wait(self, span: timedelta) -> None:
        self.moment += span


class WatchedWriter:
    """Applies operations and remembers them; `fails` makes the store unavailable."""

    def __init__(self, clock: SetClock) -> None:
        self._direct = DirectWriter(clock)
        self.fails = False
        self.written: list[AnyOperation] = []

    def write(self, request: Request) -> AnyResult:
        if self.fails:
            raise StoreUnavailableError
        self.written.append(request.operation)
        return self._direct.write(request)


class Desk:
    """A desk over the process's database."""

    def __init__(self, *, secure: bool = False) -> None:
        self.clock = SetClock()
        self.writer = WatchedWriter(self.clock)
        self.reader, self.desk = DatabaseReader(), DatabaseDeskReader()
        self.links, self.referrals = DatabaseLinkReader(), DatabaseReferralReader()
        self.cases, self.agencies = DatabaseCaseReader(), Directory(agencies.ALL)
        self.is_directory_old = False
        key = X25519PrivateKey.generate()
        self.sealer, self.index = HpkeSealer(key.public_key()), HmacBlindIndex(bytes(32))
        # The same algorithm at its cheapest: slowness is not what these tests are about.
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.passwords, self.randomness = Argon2Passwords(quick), SystemRandomness()
        self.factors = OneTimeCodes(bytes(32), "hotline.example.org")
        prepare_django(bytes(32), secure=secure)
        install(
            Parts(
                reader=self.reader,
                desk=self.desk,
                writer=lambda: self.writer,
                links=self.links,
                cases=self.cases,
                referrals=self.referrals,
                outward=self.outward(),
                conversations=DatabaseConversationReader(),
                opener=HpkeOpener(key),
                sealer=self.sealer,
                notes=HpkeNoteSealer(),
                index=self.index,
                passwords=self.passwords,
                factors=self.factors,
                randomness=self.randomness,
                clock=self.clock,
                throttle=Throttle(),
                secure=secure,
            )
        )
        door = django_door("tipline.doors.desk.urls")
        self.app = Starlette(routes=[Mount("/desk", door)])

    def outward(self) -> Outward:
        """Return what it takes to refer: fictional agencies and places, Tipline's own rules."""
        key = Ed25519PrivateKey.generate()
        return Outward(
            directory=lambda: self.agencies,
            is_directory_old=lambda: self.is_directory_old,
            adviser=RuledAdviser(
                directory=lambda: self.agencies,
                rules=lambda: read_rules(None),
                ip_country=DocumentationIpCountry(),
                own_country="US",
            ),
            registry=registry_of(DocumentationIpCountry(), self.clock),
            signer=lambda: FolderSigner(key),
            encrypter=AgeEncrypter(),
            links=HmacAnswerLinks(bytes(32), bytes(32)),
            house=House(
                sender=Sender(name="Hotline of Example", email="referrals@example.org"),
                legal_gate="Example Act, section 17.",
                answer_at=lambda token: f"https://report.example.org/answer/{token}/",
            ),
            preview_key=bytes(32),
        )

    def admit(self, name: str, role: DeskRole = DeskRole.ANALYST) -> NewUser:
        """Let somebody work here who has not come in yet."""
        return admit_user(
            name,
            role,
            self.writer,
            self.randomness,
            self.passwords,
            self.factors,
            actor="service:test",
        )

    def user(self, name: str, role: DeskRole = DeskRole.ANALYST) -> "Person":
        """Return somebody who has come in and chosen a password."""
        new = self.admit(name, role)
        known = self.desk.user(new.name)
        assert known is not None
        chosen = ReplacePassword(user=known.id, password=self.passwords.hash(PASSWORD), keep=b"")
        self.writer.write(Request(operation=chosen, actor="service:test"))
        person = Person(self, new.name, new.secret, known.id)
        assert person.log_in().status_code == 303
        return person

    def report(
        self,
        report: Report | None = None,
        *,
        urgent: bool = False,
        is_test: bool = False,
        to: int | None = None,
        provider: int = 0,
        state: State = State.FINISHED,
    ) -> int:
        """Store a finished report, or a supplement to one, and return its number."""
        said = reports.full_report() if report is None else report
        stored = self.prepared(said, is_test=is_test, state=state)
        stored = msgspec.structs.replace(stored, urgent=urgent)
        number = stored.number
        operation: AnyOperation = SubmitReport(report=stored)
        if to is not None:
            operation = AddSupplement(to=to, provider=provider, report=stored)
        self.writer.write(Request(operation=operation, actor="service:test"))
        return number

    def prepared(
        self, report: Report, *, is_test: bool = False, state: State = State.FINISHED
    ) -> StoredReport:
        """Return a report as it is stored, with a number nobody else has."""
        reserved = self.writer.write(Request(operation=ReserveNumbers(count=1), actor="test"))
        assert isinstance(reserved, Done)
        arrival = Arrival(
            number=reserved.number, door="public", provider=None, is_test=is_test, state=state
        )
        return prepare_report(report, arrival, self.sealer, self.index)

    def code(self, secret: str) -> str:
        """Return the code that is right now."""
        return str(pyotp.TOTP(secret).at(self.clock.moment))

    def guest(self, cookies: httpx.Cookies | None = None) -> "Browser":
        """Return a browser nobody has come in with, or one with somebody's cookies."""
        browser = Browser(self)
        browser.cookies = httpx.Cookies(cookies)
        return browser


class Page(NamedTuple):
    """An answer: its status, headers and text, and where it sends the browser."""

    status_code: int
    headers: httpx.Headers
    text: str
    content: bytes = b""

    @property
    def to(self) -> str:
        """Where it sends the browser, without query."""
        return str(self.headers.get("location", "")).partition("?")[0]


class Browser:
    """Loads pages and sends forms, with cookies; follows nothing by itself."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cookies = httpx.Cookies()
        self._kept: Page | None = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, **fields: str | list[str]) -> Page:
        """Send a form, with the token of the log-in or password page."""
        source = self.get("/password/") if self.cookies.get("desk") else self.get("/log-in/")
        return self._send_form(source, path, fields)

    def post_with_token(self, path: str, **fields: str) -> Page:
        """Send a form with a token of the log-in page, which needs no store and lasts."""
        if self._kept is None:
            self._kept = self.get("/log-in/")
        return self._send_form(self._kept, path, fields)

    def _send_form(self, source: Page, path: str, fields: Mapping[str, str | list[str]]) -> Page:
        found = _TOKEN.search(source.text)
        assert found is not None
        return self.send("POST", path, data={"csrfmiddlewaretoken": found[1], **fields})

    def send(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, str | list[str]] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.desk.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=BASE, cookies=self.cookies
            ) as client:
                found = await client.request(
                    method,
                    f"/desk{path}",
                    data=data,
                    content=content,
                    headers=FROM_OUR_PAGE if headers is None else headers,
                )
                self.cookies = client.cookies
                return found

        answer = asyncio.run(ask())
        return Page(answer.status_code, answer.headers, answer.text, answer.content)


class Person(Browser):
    """Somebody with a name, a password and a second factor."""

    def __init__(self, desk: Desk, name: str, secret: str, number: int) -> None:
        super().__init__(desk)
        self.name, self.secret, self.number = name, secret, number

    def log_in(self, password: str = PASSWORD, code: str | None = None) -> Page:
        typed = self.desk.code(self.secret) if code is None else code
        return self.post("/log-in/", name=self.name, password=password, code=typed)


def query_of(page: Page) -> dict[str, str]:
    """Return the query of the address a page sends to."""
    return dict(parse_qsl(page.headers["location"].partition("?")[2]))
