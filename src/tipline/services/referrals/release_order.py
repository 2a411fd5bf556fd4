"""Releases what was decided for one agency: chosen, written, encrypted, stored to be delivered."""

from enum import StrEnum

import msgspec

from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.errors import StoreUnavailableError, TiplineError
from tipline.ports.operations import Done
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.referrals import handle_referral as handling
from tipline.services.referrals.refer_case import (
    Order,
    Referring,
    Shared,
    channel_of,
    dossier_of,
    link_ends,
    previous_dossier,
)
from tipline.services.referrals.study_case import referrals_by_agency
from tipline.services.referrals.write_package import WRITERS, write_package


class Ending(StrEnum):
    """How the release of one order ended."""

    RELEASED = "released"
    BEFORE = "before"
    """This person released the same groups as this version already, as by a second click."""
    CHANGED = "changed"
    """The case or the referral was changed meanwhile; nothing was released."""
    UNWRITABLE = "unwritable"
    """The package could not be written or encrypted; nothing was released."""
    TOO_LARGE = "too_large"
    NOT_KNOWN = "not_known"
    """The store could not be reached: look before doing it again."""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How one order ended; `referral` is its number if it has one."""

    agency: Agency
    ending: Ending
    referral: int | None = None


def release_order(order: Order, shared: Shared, ports: Referring) -> Ended:
    """Release one order; whatever goes wrong is told, so that the others go on.

    A test goes nowhere by itself: it waits to be downloaded, whatever the order says. Done twice
    for the same version it is `BEFORE`.
    """
    agency = channel_of(order.agency, is_test=shared.studied.case.is_test)
    order = msgspec.structs.replace(order, agency=agency)
    number: int | None = None
    try:
        row = _chosen(order, shared, ports)
        if row is None:
            return Ended(agency=order.agency, ending=Ending.CHANGED)
        number = row.number
        ending = _release(order, row, shared, ports)
    except StoreUnavailableError:
        ending = Ending.NOT_KNOWN
    except TiplineError:
        ending = Ending.UNWRITABLE
    return Ended(agency=order.agency, ending=ending, referral=number)


def _chosen(order: Order, shared: Shared, ports: Referring) -> ReferralRow | None:
    """Return the referral of an order, a new one if there is none."""
    case, agency = shared.studied.case.number, order.agency.id
    row = referrals_by_agency(case, ports.dispatch.reader)[0].get(agency)
    if row is not None:
        return row
    if order.version != 1:
        return None  # it was withdrawn meanwhile: a new referral would begin with version 1
    handling.open_referral(
        case,
        agency,
        shared.user,
        ports.dispatch.writer,
        override=order.override,
        redirected_from=order.redirected_from,
    )
    return referrals_by_agency(case, ports.dispatch.reader)[0].get(agency)


def _release(order: Order, row: ReferralRow, shared: Shared, ports: Referring) -> Ending:
    if row.version >= order.version:
        return _before(order, row, shared, ports)
    if row.version + 1 != order.version:
        return Ending.CHANGED
    release = _made(order, row, shared, ports)
    if max(len(release.package), len(release.ciphertext or b"")) > handling.MOST_BYTES:
        return Ending.TOO_LARGE
    if isinstance(handling.release_referral(release, shared.user, ports.dispatch), Done):
        return Ending.RELEASED
    return _before(order, row, shared, ports)


def _before(order: Order, row: ReferralRow, shared: Shared, ports: Referring) -> Ending:
    """Tell whether this very order was released, or somebody released something else."""
    there = ports.dispatch.reader.version(row.number, order.version)
    is_same = (
        there is not None
        and there.released_by == shared.user.id
        and frozenset(there.groups) == order.groups
    )
    return Ending.BEFORE if is_same else Ending.CHANGED


def _made(order: Order, row: ReferralRow, shared: Shared, ports: Referring) -> handling.Release:
    """Return the version, written and encrypted to its agency."""
    previous = previous_dossier(row, shared.user, ports)
    dossier = dossier_of(order, shared, ports, row=row, previous=previous)
    package = write_package(dossier, ports.signer, WRITERS).data
    agency = order.agency
    sent = agency.channel is not Channel.DOWNLOAD
    key = agency.age_recipient or ""
    return handling.Release(
        referral=row.number,
        version=order.version,
        package=package,
        ciphertext=ports.encrypter.encrypt(package, [key]) if sent else None,
        reports=shared.studied.numbers,
        groups=dossier.groups,
        agency=agency,
        urgent=bool(dossier.urgency),
        link_expires_at=link_ends(shared),
    )
