"""Wires up referrals: what the desk, the answer page and whoever delivers need of them."""

from typing import TYPE_CHECKING

from tipline.bootstrap.surroundings import system_randomness
from tipline.domain.directory.agency import Channel

# Types only: a process should load what it uses.
if TYPE_CHECKING:
    from tipline.bootstrap.hotline import Hotline
    from tipline.ports.referrals.delivery import DeliveryGateway
    from tipline.ports.referrals.links import AnswerLinks
    from tipline.ports.referrals.readers import (
        DeliveryReader,
        ReferralReader,
        ReferredReader,
    )
    from tipline.ports.stores import Writer
    from tipline.services.referrals.answer_referral import Answering
    from tipline.services.referrals.deliver_referrals import Carrier
    from tipline.services.referrals.handle_referral import Dispatch


def referral_reader() -> "ReferralReader":
    """Return the desk's view of referrals."""
    from tipline.stores.referrals.reading import DatabaseReferralReader  # noqa: PLC0415

    return DatabaseReferralReader()


def delivery_reader() -> "DeliveryReader":
    """Return what a process that delivers sees."""
    from tipline.stores.referrals.reading import DatabaseDeliveryReader  # noqa: PLC0415

    return DatabaseDeliveryReader()


def referred_reader() -> "ReferredReader":
    """Return what the reporter's page sees of referrals."""
    from tipline.stores.referrals.reading import DatabaseReferredReader  # noqa: PLC0415

    return DatabaseReferredReader()


def answer_links(hotline: "Hotline") -> "AnswerLinks":
    """Return what makes and checks the links by which agencies answer."""
    from tipline.gateways.delivery import links  # noqa: PLC0415
    from tipline.gateways.key_files import load_index_key  # noqa: PLC0415

    return links.answer_links(load_index_key(hotline.settings.keys))


def dispatch(hotline: "Hotline") -> "Dispatch":
    """Return what it takes to work with referrals at the desk."""
    from tipline.services.referrals.handle_referral import Dispatch  # noqa: PLC0415

    return Dispatch(reader=referral_reader(), writer=hotline.writer(), sealer=hotline.sealer)


def answering(hotline: "Hotline") -> "Answering":
    """Return what it takes to let agencies answer by their links; it opens nothing."""
    from tipline.services.referrals.answer_referral import Answering  # noqa: PLC0415

    return Answering(
        reader=referral_reader(),
        writer=hotline.writer(),
        sealer=hotline.sealer,
        links=answer_links(hotline),
        clock=hotline.clock,
    )


def carrier(hotline: "Hotline", writer: "Writer") -> "Carrier":
    """Return what it takes to deliver; e-mail only if there is a mail server in the settings.

    Raises:
        SettingsError: the file with the mail server's password cannot be used.
    """
    from tipline.services.referrals.deliver_referrals import Carrier  # noqa: PLC0415

    return Carrier(
        writer=writer,
        reader=delivery_reader(),
        gateways=_gateways(hotline),
        randomness=system_randomness(),
        clock=hotline.clock,
    )


def writer_process(hotline: "Hotline") -> "Writer":
    """Return the way to the running writer, for a process that never writes without it."""
    from tipline.stores.writer.clients import SocketWriter  # noqa: PLC0415

    return SocketWriter(hotline.settings.writer_socket)


def _gateways(hotline: "Hotline") -> "dict[Channel, DeliveryGateway]":
    from tipline.bootstrap.surroundings import smtp_server  # noqa: PLC0415
    from tipline.gateways.delivery.credentials import Credentials  # noqa: PLC0415
    from tipline.gateways.delivery.https import HttpsDrop  # noqa: PLC0415
    from tipline.gateways.delivery.sftp import SftpDrop  # noqa: PLC0415
    from tipline.gateways.delivery.smtp import MailedParcels  # noqa: PLC0415

    settings = hotline.settings
    credentials = Credentials(settings.keys)
    found: dict[Channel, DeliveryGateway] = {
        Channel.HTTPS: HttpsDrop(credentials),
        Channel.SFTP: SftpDrop(credentials),
    }
    server = smtp_server(settings)
    if server is not None and settings.mail_from is not None:
        found[Channel.EMAIL] = MailedParcels(
            server, settings.mail_from, settings.name, hotline.clock
        )
    return found
