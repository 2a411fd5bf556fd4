"""Deliveries by e-mail to real servers: neutral, encrypted, and never twice without a person."""

import email
import email.policy
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller

from tests.delivery.parcels import TAKEN, later, parcel, refused, unknown
from tests.unit.gateways.mail.servers import CUT, HANG, Scripted, certificate, serving
from tipline.gateways.delivery.smtp import MailedParcels
from tipline.gateways.mail.smtp import SmtpServer
from tipline.ports.referrals.delivery import Handed, Trouble

ADDRESS = "intake@agency-a.example.org"
LONG, SHORT = 10.0, 0.4


class Noon:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC)


class Inbox:
    """Takes what comes, as aiosmtpd's handler."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        self.letters.append(envelope)
        return "250 taken"


@contextmanager
def real_server(inbox: Inbox, context: ssl.SSLContext | None = None) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    words: dict[str, Any] = {} if context is None else {"tls_context": context}
    controller = Controller(inbox, hostname="127.0.0.1", port=port, data_size_limit=2**25, **words)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def gateway(port: int, deadline: float = LONG) -> MailedParcels:
    server = SmtpServer(host="127.0.0.1", port=port, starttls=False, tls=False)
    return MailedParcels(
        server, "referrals@hotline.example.org", "Hotline", Noon(), deadline=deadline
    )


def test_the_package_is_the_one_attachment_of_a_mail_that_says_nothing() -> None:
    inbox, one = Inbox(), parcel(ADDRESS, data=bytes(range(256)) * 4_000)
    with real_server(inbox) as port:
        assert gateway(port).deliver(one) == TAKEN
        assert gateway(port).deliver(msgspec.structs.replace(one, is_test=True)) == TAKEN
    first, second = (
        email.message_from_bytes(one.content, policy=email.policy.default) for one in inbox.letters
    )
    assert inbox.letters[0].rcpt_tos == [ADDRESS]
    assert first["Subject"] == "Referral 7, version 1"
    assert second["Subject"] == "Test: Referral 7, version 1"
    assert first["Message-ID"] == second["Message-ID"] == f"<{one.id}@hotline.example.org>"
    (attachment,) = first.iter_attachments()
    assert attachment.get_filename() == "referral-7-v1.zip.age"
    assert attachment.get_content() == one.data
    body = first.get_body()
    assert body is not None
    assert not re.search("child|abuse|victim|suspect|urgent", body.get_content(), re.IGNORECASE)


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ({"banner": CUT}, later(Trouble.BROKE_OFF)),
        ({"banner": HANG}, later(Trouble.TIMED_OUT)),
        ({"banner": "421 busy"}, later(Trouble.NOT_NOW)),
        ({"MAIL": "451 later"}, later(Trouble.NOT_NOW)),
        ({"RCPT": "550 nobody"}, refused(Trouble.REFUSED)),
        ({"RCPT": CUT}, later(Trouble.BROKE_OFF)),
        ({"DATA": HANG}, unknown(Trouble.BROKE_OFF)),
        ({"text": "552 too large"}, refused(Trouble.REFUSED)),
        ({"text": CUT}, unknown(Trouble.BROKE_OFF)),
        ({"text": HANG}, unknown(Trouble.BROKE_OFF)),
    ],
)
def test_what_a_server_does_is_told_apart(says: dict[str, str], expected: Handed) -> None:
    with serving(Scripted(says)) as port:
        found = gateway(port, SHORT).deliver(parcel(ADDRESS))
    assert found.outcome is expected.outcome
    assert found.trouble in {expected.trouble, Trouble.TIMED_OUT, Trouble.BROKE_OFF}


def test_nobody_at_the_port_or_no_address() -> None:
    assert gateway(9).deliver(parcel(ADDRESS)) == later(Trouble.NO_CONNECTION)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "intake",
        "a@b c",
        "\u00fcnit@agency-a.example.org",
        "intake@b\u00fccher.example.org",
        "in\x01take@agency-a.example.org",
        "in\u202etake@agency-a.example.org",
        "intake@agency-a.example.org\r\nBcc: b@example.org",
        "a@b@example.org",
    ],
)
def test_addresses_that_not_every_server_takes_are_refused(address: str) -> None:
    inbox = Inbox()
    with real_server(inbox) as port:
        assert gateway(port).deliver(parcel(address)) == refused(Trouble.BAD_ADDRESS)
    assert inbox.letters == []


class Endless:
    """Greets without end, until it is over; then it ends the greeting and hears what comes."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.gave_up = False
        self.heard = b"nothing yet"

    def run(self, listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line:
            for _ in range(1_000):
                line.sendall(b"220-one more line\r\n")
                if self.over.wait(0.02):
                    break
            else:
                self.gave_up = True
            line.sendall(b"220 well\r\n")
            self.heard = line.recv(1_000)


def test_a_greeting_without_end_ends_in_time_and_what_comes_late_is_not_used() -> None:
    peer = Endless()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=peer.run, args=(listening,))
        thread.start()
        found = gateway(int(listening.getsockname()[1]), SHORT).deliver(parcel(ADDRESS))
        peer.over.set()
        thread.join(10)
    assert found == later(Trouble.TIMED_OUT)
    assert not peer.gave_up
    assert peer.heard == b""


def test_a_password_that_cannot_be_said_waits_for_somebody() -> None:
    with serving(Scripted({"EHLO": "250-mail.example.org\r\n250 AUTH PLAIN"})) as port:
        server = SmtpServer(
            host="127.0.0.1", port=port, starttls=False, tls=False, username="a", password="\u00fc"
        )
        sender = MailedParcels(server, "referrals@hotline.example.org", "Hotline", Noon())
        assert sender.deliver(parcel(ADDRESS)) == later(Trouble.LOG_IN)


def test_a_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    shown, _ = certificate(tmp_path)
    inbox = Inbox()
    with real_server(inbox, shown) as port:
        server = SmtpServer(host="127.0.0.1", port=port, starttls=True, tls=False)
        sender = MailedParcels(server, "referrals@hotline.example.org", "Hotline", Noon())
        assert sender.deliver(parcel(ADDRESS)) == later(Trouble.NOT_TRUSTED)
    assert inbox.letters == []


def test_nobody_can_look_into_a_mailbox() -> None:
    assert not MailedParcels.can_look
    assert gateway(9).look(parcel(ADDRESS)) is None
