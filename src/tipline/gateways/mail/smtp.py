"""Hands mail to an SMTP server, and tells what may have left from what has not.

The standard library's client: one mail at a time needs no event loop.
"""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

import msgspec

from tipline.ports.clock import Clock
from tipline.ports.outgoing import Delivery, Mail

PATIENCE_SECONDS: Final = 20.0
"""How long any one answer of the server may take."""

_FOR_GOOD: Final = 500
_HELLO: Final = "localhost"
"""What we call ourselves; the machine's own name is nobody's business."""


class SmtpServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail is handed over, how the connection is protected, and who logs in there."""

    host: str
    port: int
    starttls: bool
    tls: bool
    username: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return "SmtpServer(...)"


class SmtpMail:
    """Mail from one sender to the same people every time."""

    def __init__(
        self,
        server: SmtpServer,
        sender: str,
        recipients: Sequence[str],
        clock: Clock,
        *,
        context: ssl.SSLContext | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`context` decides which certificates are trusted: the system's, if it is left out."""
        self._server = server
        self._sender = sender
        self._recipients = tuple(recipients)
        self._clock = clock
        self._context = context or ssl.create_default_context()
        self._patience = patience

    def send(self, mail: Mail) -> Delivery:
        """Hand a mail over and say what came of it.

        A mail that some of the people get counts as taken. One whose last answer is missing may
        have left.
        """
        try:
            client = connected(self._server, self._context, self._patience)
        except (OSError, smtplib.SMTPException):
            return Delivery.LATER  # also a wrong password: somebody may mend it before we give up
        try:
            return handed_over(client, self._sender, self._recipients, self._message(mail))
        except (OSError, smtplib.SMTPException):
            return Delivery.LATER
        finally:
            client.close()

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{mail.token}@{self._sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def connected(server: SmtpServer, context: ssl.SSLContext, patience: float) -> smtplib.SMTP:
    """Return a connection to a server, protected and logged in as it should be.

    Raises:
        OSError: it cannot be reached, or cannot prove who it is.
        smtplib.SMTPException: it did not let us in.
    """
    where = (server.host, server.port)
    if server.tls:
        client: smtplib.SMTP = smtplib.SMTP_SSL(*where, _HELLO, timeout=patience, context=context)
    else:
        client = smtplib.SMTP(*where, _HELLO, timeout=patience)
    try:
        if server.starttls:
            client.starttls(context=context)
        if server.username is not None and server.password is not None:
            client.login(server.username, server.password)
    except BaseException:
        client.close()
        raise
    return client


def handed_over(
    client: smtplib.SMTP, sender: str, recipients: Sequence[str], message: EmailMessage
) -> Delivery:
    """Go step by step: once the text is sent, silence means that it may have left.

    Raises:
        OSError: the connection broke before that; nothing left.
        smtplib.SMTPException: the same.
    """
    client.ehlo_or_helo_if_needed()
    code, _ = client.mail(sender)
    if not _is_good(code):
        return _judged(code)
    codes = [client.rcpt(recipient)[0] for recipient in recipients]
    if not any(map(_is_good, codes)):
        return _judged(min(codes))  # one that may be taken later is worth another try
    try:
        code, _ = client.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    except smtplib.SMTPDataError as error:  # the server refused before the text was sent
        return _judged(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Delivery.UNKNOWN
    return Delivery.TAKEN if _is_good(code) else _judged(code)


def _is_good(code: int) -> bool:
    return 200 <= code < 300  # noqa: PLR2004 - RFC 5321, 4.2.1


def _judged(code: int) -> Delivery:
    return Delivery.REFUSED if code >= _FOR_GOOD else Delivery.LATER
