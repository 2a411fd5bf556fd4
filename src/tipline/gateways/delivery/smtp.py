"""Sends parcels by e-mail: the encrypted package as the attachment of a mail that says nothing.

The Message-ID follows from the parcel's id, so a mail that comes twice can be known again. What
became of a mail nobody can look up: if the last answer is missing, a person has to ask.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from threading import Timer
from typing import Final

from tipline.gateways.mail.smtp import SmtpServer, connected, handed_over
from tipline.ports.clock import Clock
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

DEADLINE_SECONDS: Final = 60.0
PATIENCE_SECONDS: Final = 20.0
"""How long any one answer of the server may take."""

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
        if "@" not in parcel.address or any(mark.isspace() for mark in parcel.address):
            return Handed(outcome=Delivery.REFUSED, trouble=Trouble.BAD_ADDRESS)
        message = self._message(parcel)
        patience = min(PATIENCE_SECONDS, self.deadline)
        try:
            client = connected(self._server, self._context, patience)
        except (OSError, smtplib.SMTPException) as error:
            return Handed(outcome=Delivery.LATER, trouble=_why_not(error))
        try:
            with _cut_off_after(self.deadline, client):
                outcome = handed_over(client, self._sender, [parcel.address], message)
        except (OSError, smtplib.SMTPException) as error:
            return Handed(outcome=Delivery.LATER, trouble=_why_not(error))
        finally:
            client.close()
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


@contextmanager
def _cut_off_after(seconds: float, client: smtplib.SMTP) -> Iterator[None]:
    """End the connection when the time is over, however slowly the server still talks."""

    def cut_off() -> None:
        if client.sock is not None:
            with suppress(OSError):
                client.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _why_not(error: Exception) -> Trouble:
    if isinstance(error, ssl.SSLError):
        return Trouble.NOT_TRUSTED
    if isinstance(error, TimeoutError):
        return Trouble.TIMED_OUT
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.LOG_IN
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Trouble.BROKE_OFF
    return Trouble.NOT_NOW if isinstance(error, smtplib.SMTPException) else Trouble.NO_CONNECTION
