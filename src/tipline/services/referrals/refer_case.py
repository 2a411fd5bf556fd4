"""What goes to each agency of a case: the dossier that is shown before, and then released.

Releasing it is `release_order`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from tipline.codecs.package import decode_facts, open_bundle
from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.moments import to_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.domain.referrals.dossier import Dossier, Sender
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import LINK_LASTS, OverrideReason
from tipline.ports.desk import UserRow
from tipline.ports.linking import LinkReader
from tipline.ports.packages import PackageEncrypter, PackageSigner
from tipline.ports.referrals.links import AnswerLinks
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.desk.see_contact import Custody, look_at_access, open_contact
from tipline.services.referrals import compose_dossier as composing
from tipline.services.referrals import handle_referral as handling
from tipline.services.referrals.answer_referral import answer_token
from tipline.services.referrals.connect_reports import connect_reports
from tipline.services.referrals.study_case import Studied, Suggestion

_FACTS: Final = "facts.json"
_PREVIEW: Final = 0
"""The number that a referral goes by before it has one."""


class House(msgspec.Struct, frozen=True, kw_only=True):
    """What packages say of the hotline; `answer_at` makes the address of a link from its token.

    `legal_gate` is the law under which the hotline passes reports on, as its operator says; it is
    named where no rule names one.
    """

    sender: Sender
    legal_gate: str
    answer_at: Callable[[str], str] | None = None


class Referring(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to refer a case; `services` are the reporting services by id."""

    dispatch: handling.Dispatch
    links_between: LinkReader
    custody: Custody
    services: Mapping[int, str]
    registry: composing.Registry
    signer: PackageSigner
    encrypter: PackageEncrypter
    links: AnswerLinks
    house: House


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided for one agency: what it gets, why it in spite of the advice, who named it.

    `version` is the one that is to be released.
    """

    agency: Agency
    groups: frozenset[FactGroup]
    version: int
    override: OverrideReason | None = None
    redirected_from: int | None = None


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """What all orders of one release share; `at` is when it was shown, and made."""

    studied: Studied
    material: composing.Material
    at: datetime
    user: UserRow

    def __repr__(self) -> str:
        return f"Shared({self.studied.case.number})"


def contacts_for(
    studied: Studied, orders: tuple[Order, ...], user: UserRow, ports: Referring
) -> dict[int, ReporterContact]:
    """Return how reporters can be reached, where that is to go and this person may see it.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether the audit entries
            were written.
        SealBrokenError: what is stored was sealed to another key, or bytes have changed.
    """
    if not any(FactGroup.REPORTER_CONTACT in order.groups for order in orders):
        return {}
    found: dict[int, ReporterContact] = {}
    for one in studied.reports:
        public, number = one.report.public, one.row.number
        if public is None or public.contact_may_go_to_police is not True:
            continue
        if look_at_access(number, user, ports.custody).until is not None:
            contact = open_contact(number, user, ports.custody)
            found |= {} if contact is None else {number: contact}
    return found


def previous_dossier(row: ReferralRow | None, user: UserRow, ports: Referring) -> Dossier | None:
    """Return what the newest released version says; that it is read is recorded first."""
    if row is None or not row.version:
        return None
    opener = ports.custody.opener
    data = handling.read_package(row.number, row.version, user, ports.dispatch, opener)
    if not isinstance(data, bytes):
        return None
    documents = {one.name: one.data for one in open_bundle(data).documents}
    return decode_facts(documents[_FACTS])


def dossier_of(
    order: Order,
    shared: Shared,
    ports: Referring,
    *,
    row: ReferralRow | None = None,
    previous: Dossier | None = None,
) -> Dossier:
    """Return what an agency would get; without a referral, nothing of it can be answered."""
    suggested = shared.studied.suggestion(order.agency.id)
    decided = composing.Release(
        referral=_PREVIEW if row is None else row.number,
        version=order.version,
        made_at=shared.at,
        is_test=shared.studied.case.is_test,
        sender=ports.house.sender,
        agency=order.agency,
        groups=order.groups,
        legal_gate=gate_for(suggested, ports.house),
        reasons=_reasons(suggested, shared.studied),
        rests_on=() if suggested is None else suggested.findings,
        answer_at=None if row is None else _answer_at(row, order, shared, ports),
    )
    return composing.compose_dossier(decided, shared.material, previous)


def link_ends(shared: Shared) -> int:
    """Return when links of a release answer nothing more, in microseconds since 1970."""
    return to_microseconds(shared.at + LINK_LASTS)


def _answer_at(row: ReferralRow, order: Order, shared: Shared, ports: Referring) -> str | None:
    answer_at = ports.house.answer_at
    if answer_at is None:
        return None
    return answer_at(answer_token(row, order.version, link_ends(shared), ports.links))


def _reasons(suggested: Suggestion | None, studied: Studied) -> tuple[str, ...]:
    """Return why it goes there; to who is not recommended, a package tells findings alone."""
    if suggested is None:
        return ()
    if suggested.agency.id in studied.recommended:
        return suggested.reasons
    found = {one.reason for one in studied.advice.findings.findings}
    return tuple(one for one in suggested.reasons if one in found)


def gate_for(suggested: Suggestion | None, house: House) -> str:
    """Return the law a package names: that of the rules, or else what the operator said."""
    gates = () if suggested is None else suggested.gates
    return " ".join(gates) or house.legal_gate


def material_of(
    studied: Studied, contacts: Mapping[int, ReporterContact], ports: Referring
) -> composing.Material:
    """Return what dossiers of a case are made of."""
    numbers = [one.row.number for one in studied.reports]
    return composing.Material(
        reports=studied.reports,
        services=ports.services,
        registry=ports.registry,
        findings=studied.advice.findings.findings,
        connections=connect_reports(numbers, ports.links_between),
        contacts=contacts,
    )


def channel_of(agency: Agency, *, is_test: bool) -> Agency:
    """Return an agency as a package goes to it: tests never leave by themselves."""
    if not is_test:
        return agency
    return msgspec.structs.replace(agency, channel=Channel.DOWNLOAD)
