"""Sends parcels by e-mail: the encrypted package as the attachment of a mail that says nothing.

The Message-ID follows from the parcel's id, so a mail that comes twice can be known again. What
became of a mail nobody can look up: if the last answer is missing, a person has to ask.
"""

import re
import smtplib
import socket
import ssl
from concurrent.futures import Future
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from threading import Lock, Timer
from types import TracebackType
from typing import Final, Self

from tipline.gateways.delivery.deadlines import begin_apart
from tipline.gateways.mail.smtp import SmtpServer, connected, handed_over
from tipline.ports.clock import Clock
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

DEADLINE_SECONDS: Final = 60.0
PATIENCE_SECONDS: Final = 20.0
"""How long any one answer of the server may take."""

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9\[][A-Za-z0-9.:\]_-]{0,252}"
)
"""What every mail server takes (RFC 5321, 4.1.2): ASCII without quotes; hosts in their ASCII form.
Others would need SMTPUTF8 on the whole way (RFC 6531), which nobody can tell beforehand."""
_FAILURES: Final = (OSError, smtplib.SMTPException, UnicodeError)
"""What talking to a server may end with; the last is for a name or password that is not ASCII."""

_TROUBLES: Final = {
    Delivery.TAKEN: Trouble.NONE,
    Delivery.LATER: Trouble.NOT_NOW,
    Delivery.REFUSED: Trouble.REFUSED,
    Delivery.UNKNOWN: Trouble.BROKE_OFF,
}


class MailedParcels:
    """Deliveries by e-mail from one sender, through one server."""

    can_look: Final = False

    def __init__(
        self,
        server: SmtpServer,
        sender: str,
        hotline: str,
        clock: Clock,
        *,
        context: ssl.SSLContext | None = None,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        """`hotline` is its public name; `context` as in `SmtpMail`."""
        self._server = server
        self._sender = sender
        self._hotline = hotline
        self._clock = clock
        self._context = context or ssl.create_default_context()
        self.deadline = deadline

    def deliver(self, parcel: Parcel) -> Handed:
        """Hand the mail over and say what came of it."""
        if not _ADDRESS.fullmatch(parcel.address):
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        patience = min(PATIENCE_SECONDS, self.deadline)
        with _TimeLimit(self.deadline) as limit:
            try:
                message = self._message(parcel)
                connecting = begin_apart(lambda: connected(self._server, self._context, patience))
                client = limit.connected(connecting, self.deadline)
                outcome = handed_over(client, self._sender, [parcel.address], message)
            except _FAILURES as error:
                return Handed(outcome=Delivery.LATER, trouble=_why_not(error))
        return Handed(outcome=outcome, trouble=_TROUBLES[outcome])

    def look(self, _parcel: Parcel) -> bool | None:
        """Return None: nobody can look into another's mailbox."""
        return None

    def _message(self, parcel: Parcel) -> EmailMessage:
        what = f"Referral {parcel.referral}, version {parcel.version}"
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = parcel.address
        message["Subject"] = f"Test: {what}" if parcel.is_test else what
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{parcel.id}@{self._sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(
            f"{what}, from {self._hotline}.\n\n"
            "The attachment is encrypted with age to the key that we have of you.\n"
            "This message says nothing of what it is, on purpose. If it comes twice, it is the"
            " same.\n"
        )
        message.add_attachment(
            parcel.data, maintype="application", subtype="octet-stream", filename=parcel.name
        )
        return message


class _TimeLimit:
    """One time for all of a delivery, however slowly the server talks.

    Looking up the server, and its greeting, are in a thread of their own, in which nothing is sent
    that could be a mail. A connection that comes too late is closed unused.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._cut_off)
        self._timer.daemon = True
        self._lock = Lock()
        self._is_over = False
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._client is not None:
            self._client.close()

    def connected(self, connecting: "Future[smtplib.SMTP]", seconds: float) -> smtplib.SMTP:
        """Return the connection, if it comes in time.

        Raises:
            TimeoutError: it did not.
            OSError, smtplib.SMTPException, UnicodeError: it ended with that.
        """
        try:
            client = connecting.result(seconds)
        except TimeoutError:
            connecting.add_done_callback(_close_late)
            raise
        with self._lock:
            self._client = client
            if self._is_over:
                raise TimeoutError
        return client

    def _cut_off(self) -> None:
        with self._lock:
            self._is_over = True
            client = self._client
        if client is not None and client.sock is not None:
            with suppress(OSError):
                client.sock.shutdown(socket.SHUT_RDWR)


def _close_late(connecting: "Future[smtplib.SMTP]") -> None:
    if connecting.exception() is None:
        connecting.result().close()


def _why_not(error: Exception) -> Trouble:
    if isinstance(error, ssl.SSLError):
        return Trouble.NOT_TRUSTED
    if isinstance(error, TimeoutError):
        return Trouble.TIMED_OUT
    if isinstance(error, (smtplib.SMTPAuthenticationError, UnicodeError)):
        return Trouble.LOG_IN
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Trouble.BROKE_OFF
    return Trouble.NOT_NOW if isinstance(error, smtplib.SMTPException) else Trouble.NO_CONNECTION
