"""Wires up what the partner door needs: links, a way to keep answers, and the directory."""

from typing import TYPE_CHECKING

# Types only: a process should load what it uses.
if TYPE_CHECKING:
    from tipline.bootstrap.hotline import Hotline
    from tipline.domain.directory.index import Directory
    from tipline.ports.referrals.links import AnswerLinks
    from tipline.services.referrals.answer_referral import Answering


def answering_for(hotline: "Hotline", links: "AnswerLinks") -> "Answering":
    """Return what it takes to let agencies answer; the way to change the store is found anew."""
    from tipline.services.referrals.answer_referral import Answering  # noqa: PLC0415
    from tipline.stores.referrals.reading import DatabaseReferralReader  # noqa: PLC0415

    return Answering(
        reader=DatabaseReferralReader(),
        writer=hotline.writer(),
        sealer=hotline.sealer,
        links=links,
        clock=hotline.clock,
    )


def agencies_of(hotline: "Hotline") -> "Directory":
    """Return the agencies that can be named, as the records stand now.

    Raises:
        SettingsError: the operator's records cannot be used; all problems together.
    """
    from tipline.config.agencies import read_directory  # noqa: PLC0415
    from tipline.domain.directory.index import Directory  # noqa: PLC0415

    return Directory(read_directory(hotline.settings.data))
