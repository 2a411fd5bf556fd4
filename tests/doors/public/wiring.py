"""Wires the public door the way the program does, with a clock of its own, and visitors."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import httpx
import lxml.html
import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.types import ASGIApp

from tests.doors.desk.wiring import FROM_OUR_PAGE, SetClock, WatchedWriter
from tipline.codecs import report_json
from tipline.config.public import PublicSite, read_site
from tipline.config.settings import Settings
from tipline.domain.moments import in_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.domain.report import Report
from tipline.doors.public.app import LARGEST_FORM, checks_of
from tipline.doors.public.gate import Gate
from tipline.doors.public.leave import Leave
from tipline.doors.public.parts import Parts, install
from tipline.doors.public.tokens import Tokens
from tipline.doors.public.turns import RATES, Rate
from tipline.doors.public.words import load_words
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.receipts.notes import HpkeNoteSealer
from tipline.gateways.receipts.visit_keys import page_key, visit_keys
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.gateways.system_randomness import SystemRandomness
from tipline.ports.sealing import Sealed
from tipline.services.public.counter import Counter, PublicNumbers
from tipline.stores import queries
from tipline.stores.public.reading import DatabaseConversationReader, DatabaseVisitReader
from tipline.stores.reading import DatabaseReader
from tipline.stores.referrals.reading import DatabaseReferredReader

BASE: Final = "https://hotline.example.org"
INDEX_KEY: Final = bytes(32)
SOON: Final = timedelta(seconds=60)
_FORM: Final = "application/x-www-form-urlencoded"


def plain_site(**changes: object) -> PublicSite:
    """Return the form as it comes, changed as a test needs it."""
    return msgspec.structs.replace(read_site(Settings(data=Path("/nowhere"))), **changes)


class Public:
    """A public door over the process's database."""

    def __init__(
        self,
        site: PublicSite | None = None,
        *,
        secure: bool = False,
        work_bits: int = 0,
        rates: dict[str, Rate] | None = None,
    ) -> None:
        self.clock = SetClock()
        self.writer = WatchedWriter(self.clock)
        self.site = site or plain_site()
        self.private = X25519PrivateKey.generate()
        self.opener = HpkeOpener(self.private)
        self.keys = visit_keys(INDEX_KEY)
        self.reader = DatabaseReader()
        self.conversations = DatabaseConversationReader()
        self._numbers = PublicNumbers()
        self._work_bits = work_bits
        prepare_django(bytes(32), secure=secure)
        parts = Parts(
            counter=self.counter,
            site=self.site,
            languages=load_words(self.site.languages, self.site.texts, {}),
            tokens=Tokens(page_key(INDEX_KEY)),
            randomness=SystemRandomness(),
            secure=secure,
            kept_days=365,
            same_time=0.0,  # how long it is, and alike, is for `make public-campaign`
        )
        install(parts)
        checks = checks_of(parts)
        door = django_door(
            "tipline.doors.public.urls",
            LARGEST_FORM,
            lambda pages: Gate(pages, checks, rates or RATES),
        )
        self.app: ASGIApp = Leave(door, self.site.exit_to, secure=secure)

    def counter(self) -> Counter:
        """Return what it takes to serve visitors."""
        return Counter(
            reader=DatabaseVisitReader(),
            referred=DatabaseReferredReader(),
            writer=self.writer,
            keys=self.keys,
            sealer=HpkeSealer(self.private.public_key()),
            notes=HpkeNoteSealer(),
            index=HmacBlindIndex(INDEX_KEY),
            clock=self.clock,
            numbers=self._numbers,
            categories={one.key: one.incident_type for one in self.site.categories},
            consent={"en": "1"},
            receipt_lasts=in_microseconds(timedelta(days=self.site.receipt_days)),
            work_bits=self._work_bits,
        )

    def visitor(self, language: str = "en") -> "Visitor":
        """Return a browser nobody has used."""
        return Visitor(self.app, language)

    def reports(self) -> list[int]:
        """Return the numbers of all stored reports, supplements too."""
        return [int(row[0]) for row in _rows("SELECT number FROM report ORDER BY number")]

    def drafts(self) -> int:
        """Return how many drafts there are."""
        return len(_rows("SELECT revision FROM draft"))

    def opened(self, number: int) -> Report:
        """Return what a report says."""
        sealed = self.reader.sealed(number)
        assert sealed is not None
        return report_json.decode_report(self.opener.open(number, sealed).body)

    def contact(self, number: int) -> ReporterContact | None:
        """Return how the reporter can be reached, if they left it."""
        note = self.conversations.contact(number)
        if note is None:
            return None
        plain = self.opener.open(number, Sealed(key=note.key, body=note.body)).body
        return msgspec.json.decode(plain, type=ReporterContact)


def _rows(statement: str) -> list[tuple[int, ...]]:
    return list(queries.raw_connection().execute(statement).fetchall())


@dataclass
class Page:
    """An answer: its status, headers and text, and the forms in it."""

    address: str
    status: int
    headers: httpx.Headers
    text: str
    tree: lxml.html.HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        self.tree = lxml.html.document_fromstring(self.text or "<html></html>")

    @property
    def to(self) -> str:
        """Where it sends the browser."""
        return str(self.headers.get("location", ""))

    @property
    def heading(self) -> str:
        return " ".join(self.tree.xpath("string(//h1)").split())

    @property
    def words(self) -> str:
        """All text that people read."""
        return " ".join(self.tree.xpath("string(//body)").split())

    @property
    def problems(self) -> list[str]:
        """What the error summary says."""
        listed = self.tree.xpath("//*[@class='govuk-list govuk-error-summary__list']//a")
        return [" ".join(one.text_content().split()) for one in listed]

    def shown(self, name: str) -> str:
        """Return what a field shows."""
        found = self.tree.xpath(f"//textarea[@name='{name}']")
        if found:
            return str(found[0].text or "").removeprefix("\n")
        listed = self.tree.xpath(f"//select[@name='{name}']/option[@selected]/@value")
        ticked = self.tree.xpath(f"//input[@name='{name}'][@checked]/@value")
        lines = self.tree.xpath(f"//input[@name='{name}'][not(@type='radio')]/@value")
        return str(next(iter([*ticked, *listed, *lines]), ""))

    def fields(self, ending: str) -> dict[str, str]:
        """Return what a browser would send from the form with this address, if nobody typed."""
        for form in self.tree.forms:
            if str(form.action).endswith(ending):
                return {
                    name: str(value) for name, value in form.form_values() if value is not None
                }
        raise AssertionError(f"no form for {ending}")


class Visitor:
    """Loads pages and sends forms, with one jar of cookies; follows where it is sent."""

    def __init__(self, app: ASGIApp, language: str = "en") -> None:
        self.app = app
        self.language = language
        self.cookies = httpx.Cookies()
        self.page = Page("", 0, httpx.Headers(), "")
        self.headers: dict[str, str] = {}

    def at(self, path: str) -> str:
        """Return an address in this visitor's language."""
        return path if path.startswith("/") else f"/{self.language}/{path}"

    def get(self, path: str) -> Page:
        """Load a page, and what it sends to."""
        return self._follow(self.send("GET", path))

    def post(self, path: str, **typed: str) -> Page:
        """Send the form on the present page that goes to an address, with what is typed."""
        fields = self.page.fields(self.at(path)) | typed
        return self._follow(self.send("POST", path, data=fields))

    def _follow(self, page: Page) -> Page:
        hops = 0
        while page.status == 303 and page.to.startswith("/") and hops < 5:
            page, hops = self.send("GET", page.to), hops + 1
        self.page = page
        return page

    def send(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send one request and follow nothing."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=BASE, cookies=self.cookies
            ) as client:
                return await client.request(
                    method,
                    self.at(path),
                    data=data,
                    content=content,
                    headers={**FROM_OUR_PAGE, **self.headers, **(headers or {})},
                )

        answer = asyncio.run(ask())
        for header in answer.headers.get_list("set-cookie"):
            name, _, rest = header.partition("=")
            value = rest.partition(";")[0].strip('"')
            self.cookies.delete(name) if name in self.cookies else None
            if value:
                self.cookies.set(name, value)
        return Page(self.at(path), answer.status_code, answer.headers, answer.text)

    def begin(self) -> Page:
        """Open the form."""
        return self.get("1/")

    def answer(self, key: str, **typed: str) -> Page:
        """Answer the page at an address; whatever comes next is the present page then."""
        if not self.page.address.endswith(self.at(f"{key}/")):
            self.get(f"{key}/")
        return self.post(f"{key}/", **typed)

    def fill(self, narrative: str = "Synthetic narrative 17.") -> Page:
        """Go through the whole form with one fact, to the page where answers are checked."""
        self.begin()
        for key in ("1", "2", "2b", "3"):
            self.answer(key)
        self.answer("4", kind="no")
        self.answer("5", narrative=narrative)
        for key in ("6", "7", "8"):
            self.answer(key)
        return self.answer("9", **{"reach-wish": "none"})

    def send_report(self) -> str:
        """Send what was filled in, and return the receipt code."""
        self.post("10/")
        return self.code()

    def code(self) -> str:
        """Return the code on the present page."""
        return "".join(self.page.tree.xpath("//p[@class='tl-code']//text()")).strip()
