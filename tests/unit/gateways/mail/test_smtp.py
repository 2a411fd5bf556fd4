"""Mail is handed to real servers on loopback: good ones, protected ones, and all kinds of bad."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.unit.gateways.mail.servers import CUT, HANG, Scripted, certificate, serving
from tipline.gateways.mail.smtp import SmtpMail, SmtpServer
from tipline.ports.outgoing import Delivery, Mail

MAIL = Mail(subject="[hotline] Something waits", text="Please log in.\n", token="abc123")
PEOPLE = ("desk@example.org", "other@example.org")
LONG, SHORT = 10.0, 0.3


class Noon:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC)


def plain(port: int, patience: float = LONG) -> SmtpMail:
    server = SmtpServer(host="127.0.0.1", port=port, starttls=False, tls=False)
    return SmtpMail(server, "hotline@example.org", PEOPLE, Noon(), patience=patience)


class Inbox:
    """Takes what comes, as aiosmtpd's handler."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        self.letters.append(envelope)
        return "250 taken"


def knows(_server: Any, _session: Any, _envelope: Any, _how: str, told: Any) -> AuthResult:  # noqa: ANN401
    right = isinstance(told, LoginPassword) and told == LoginPassword(b"desk", b"secret")
    return AuthResult(success=right, handled=False)


@contextmanager
def real_server(
    inbox: Inbox, context: ssl.SSLContext | None = None, *, tls: bool
) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    words: dict[str, Any] = {}
    if context is not None:
        words = {"authenticator": knows}
        # This server takes log-ins over implicit TLS only where it asks for neither.
        words |= {"ssl_context": context, "auth_require_tls": False} if tls else {}
        words |= {} if tls else {"tls_context": context, "require_starttls": True}
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **words)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_a_mail_arrives_whole_and_neutral() -> None:
    inbox = Inbox()
    with real_server(inbox, tls=False) as port:
        assert plain(port).send(MAIL) is Delivery.TAKEN
    (letter,) = inbox.letters
    assert (letter.mail_from, tuple(letter.rcpt_tos)) == ("hotline@example.org", PEOPLE)
    text = letter.content.decode()
    assert "Subject: [hotline] Something waits\r\n" in text
    assert "Message-ID: <abc123@example.org>\r\n" in text
    assert "Auto-Submitted: auto-generated\r\n" in text
    assert "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n" in text
    assert text.endswith("\r\n\r\nPlease log in.\r\n")
    assert socket.gethostname() not in text


@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize(
    ("password", "delivery"), [("secret", Delivery.TAKEN), ("wrong", Delivery.LATER)]
)
def test_tls_and_log_in(tmp_path: Path, password: str, delivery: Delivery, tls: bool) -> None:
    shown, trusting = certificate(tmp_path)
    inbox = Inbox()
    with real_server(inbox, shown, tls=tls) as port:
        server = SmtpServer(
            host="127.0.0.1",
            port=port,
            starttls=not tls,
            tls=tls,
            username="desk",
            password=password,
        )
        mail = SmtpMail(server, "hotline@example.org", PEOPLE, Noon(), context=trusting)
        assert mail.send(MAIL) is delivery
    assert len(inbox.letters) == (delivery is Delivery.TAKEN)


def test_a_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    shown, _ = certificate(tmp_path)
    inbox = Inbox()
    with real_server(inbox, shown, tls=False) as port:
        server = SmtpServer(host="127.0.0.1", port=port, starttls=True, tls=False)
        mail = SmtpMail(server, "hotline@example.org", PEOPLE, Noon())
        assert mail.send(MAIL) is Delivery.LATER
    assert inbox.letters == []


def test_starttls_is_never_left_out_because_a_server_lacks_it() -> None:
    script = Scripted({})
    with serving(script) as port:
        server = SmtpServer(host="127.0.0.1", port=port, starttls=True, tls=False)
        mail = SmtpMail(server, "hotline@example.org", PEOPLE, Noon())
        assert mail.send(MAIL) is Delivery.LATER
    assert script.texts == []


@pytest.mark.parametrize(
    ("says", "delivery", "patience", "left"),
    [
        ({}, Delivery.TAKEN, LONG, 1),
        ({"banner": "421 busy"}, Delivery.LATER, LONG, 0),
        ({"banner": "554 no"}, Delivery.LATER, LONG, 0),
        ({"banner": HANG}, Delivery.LATER, SHORT, 0),
        ({"banner": CUT}, Delivery.LATER, LONG, 0),
        ({"MAIL": "451 later"}, Delivery.LATER, LONG, 0),
        ({"MAIL": "550 never"}, Delivery.REFUSED, LONG, 0),
        ({"MAIL": CUT}, Delivery.LATER, LONG, 0),
        ({"RCPT": "450 later"}, Delivery.LATER, LONG, 0),
        ({"RCPT": "550 nobody here"}, Delivery.REFUSED, LONG, 0),
        ({"DATA": "452 full"}, Delivery.LATER, LONG, 0),
        ({"DATA": "554 never"}, Delivery.REFUSED, LONG, 0),
        ({"text": "451 later"}, Delivery.LATER, LONG, 1),
        ({"text": "554 not this"}, Delivery.REFUSED, LONG, 1),
        ({"text": CUT}, Delivery.UNKNOWN, LONG, 1),
        ({"text": HANG}, Delivery.UNKNOWN, SHORT, 1),
    ],
)
def test_what_a_server_does_is_told_apart(
    says: dict[str, str], delivery: Delivery, patience: float, left: int
) -> None:
    script = Scripted(says)
    with serving(script) as port:
        assert plain(port, patience).send(MAIL) is delivery
    assert len(script.texts) == left


def test_nobody_at_the_port_means_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    assert plain(port).send(MAIL) is Delivery.LATER


def test_the_password_is_in_no_repr() -> None:
    server = SmtpServer(host="h", port=1, starttls=True, tls=False, password="secret")
    assert "secret" not in repr(server)
