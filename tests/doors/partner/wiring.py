"""Wires the partner door the way the program does, with a clock of its own, and referrals."""

from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.contracts import referring
from tests.doors.desk import agencies
from tests.doors.desk.wiring import SetClock, WatchedWriter
from tests.doors.public.wiring import Page, Visitor
from tipline.domain.directory.agency import Channel
from tipline.domain.directory.index import Directory
from tipline.domain.errors import StoreUnavailableError
from tipline.doors.partner.app import LARGEST_FORM
from tipline.doors.partner.gate import Gate
from tipline.doors.partner.parts import House, Parts, install
from tipline.doors.theme.django_app import django_door, prepare_django
from tipline.doors.theme.turns import Rate
from tipline.gateways.delivery.links import answer_links
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.referrals.rows import AnswerRow, ReferralRow, VersionRow
from tipline.services.referrals.answer_referral import Answering, open_note
from tipline.stores.referrals.reading import DatabaseReferralReader

LINKS: Final = answer_links(bytes(32))
HOUSE: Final = House(
    name="Hotline of Example",
    email="desk@hotline.example.org",
    phone="+1 202 555 0117",
    page="https://hotline.example.org/",
)


class WatchedReader:
    """Looks into the store and counts how often; `fails` makes it unavailable."""

    def __init__(self) -> None:
        self._direct = DatabaseReferralReader()
        self.fails = False
        self.looks = 0

    def referral(self, number: int) -> ReferralRow | None:
        self._look()
        return self._direct.referral(number)

    def version(self, number: int, version: int) -> VersionRow | None:
        self._look()
        return self._direct.version(number, version)

    def answers(self, number: int) -> list[AnswerRow]:
        self._look()
        return self._direct.answers(number)

    def _look(self) -> None:
        self.looks += 1
        if self.fails:
            raise StoreUnavailableError


class Partner:
    """A partner door over the process's database."""

    def __init__(
        self,
        rates: dict[str, Rate] | None = None,
        directory: Callable[[], Directory] = lambda: Directory(agencies.ALL),
    ) -> None:
        self.clock = SetClock()
        self.writer, self.reader = WatchedWriter(self.clock), WatchedReader()
        key = X25519PrivateKey.generate()
        self.opener, self.sealer = HpkeOpener(key), HpkeSealer(key.public_key())
        prepare_django(bytes(32), secure=False)
        install(Parts(answering=self.answering, directory=directory, house=HOUSE, same_time=0.0))
        door = django_door(
            "tipline.doors.partner.urls", LARGEST_FORM, lambda pages: Gate(pages, LINKS, rates)
        )
        self.app = Starlette(routes=[Mount("/answer", door)])

    def answering(self) -> Answering:
        """Return what it takes to let agencies answer."""
        return Answering(
            reader=self.reader,
            writer=self.writer,
            sealer=self.sealer,
            links=LINKS,
            clock=self.clock,
        )

    def released(self, channel: Channel = Channel.EMAIL) -> tuple[int, int]:
        """Release a referral of a case; return its number and the analyst's."""
        return referring.a_released(channel)

    def notes(self, referral: int) -> list[str]:
        """Return what was written with each answer, opened as the desk does."""
        return [open_note(row, self.opener) for row in self.answers(referral)]

    def answers(self, referral: int) -> list[AnswerRow]:
        """Return the answers there are."""
        return DatabaseReferralReader().answers(referral)

    def visitor(self, referral: int, version: int = 1) -> "Recipient":
        """Return somebody with a link."""
        return Recipient(self, link(referral, version))


def link(referral: int, version: int = 1) -> str:
    """Return the path of a link; one for what is not there ends as that of the first version."""
    token = LINKS.token(referral, version)
    for there in ((referral, version), (1, 1)):
        if referring.REFERRALS.version(*there) is not None:
            return f"/answer/{token}{referring.token(*there, LINKS)[len(token) :]}/"
    return f"/answer/{token}{'A' * 22}/"


class Recipient(Visitor):
    """Somebody who has a link; follows where they are sent."""

    def __init__(self, partner: Partner, address: str) -> None:
        super().__init__(partner.app)
        self.address = address

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"{self.address}{path}"

    def open(self, page: str = "") -> Page:
        """Load the page of the link, or one of its forms."""
        return self.get(page)

    def answer(self, key: str = "", **typed: str) -> Page:
        """Load a form and send it."""
        self.open(key)
        return self.post(key, **typed)
