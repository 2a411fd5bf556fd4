"""What every exchange format carries, and reads back: the dossier in lines, and its flat rows."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from tipline.codecs.exchange.leaves import lines_of, value_of
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.report import Report
from tipline.domain.report.part import Part
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp

_ROLES: Final = {
    "incidents": Role.INCIDENT,
    "reporter": Role.REPORTER,
    "reported": Role.REPORTED,
    "recipients": Role.RECIPIENT,
    "victims": Role.VICTIM,
}
"""Who the parts of a report are about; all else is about the report itself."""

REFERRAL: Final = "referral"
_REPORT: Final = "report "

PartT = TypeVar("PartT", bound=Part)


class Facts(Part, frozen=True, kw_only=True):
    """All that one exchange document says."""

    dossier: Dossier
    ip: tuple[IpRow, ...] = ()
    identifiers: tuple[IdentifierRow, ...] = ()


class Chapter(NamedTuple):
    """Lines about one subject, incident or report, or about the referral (`report` is None).

    The pointers in the lines, and `subject`, start at the report, or at the dossier.
    """

    report: int | None
    role: Role | None
    subject: str
    lines: tuple[str, ...]


def without_answer(dossier: Dossier) -> Dossier:
    """Return a dossier without the address by which the agency answers.

    Exchange documents are made to be passed on, and whoever has that address can answer.
    """
    return msgspec.structs.replace(dossier, answer_at=None)


def chapters(dossier: Dossier) -> Iterator[Chapter]:
    """Yield everything a dossier says, in its order, first what is not of one report.

    Reports are told apart by their numbers, which are different.
    """
    bare = tuple(msgspec.structs.replace(held, report=Report()) for held in dossier.reports)
    whole = stated_of(msgspec.structs.replace(without_answer(dossier), reports=bare))
    for held in whole.get("reports", ()):
        del held["report"]
    yield Chapter(None, None, "", tuple(lines_of(whole)))
    for referred in dossier.reports:
        yield from _chapters_of(referred.number, stated_of(referred.report))


def _chapters_of(number: int, report: dict[str, Any]) -> Iterator[Chapter]:
    rest = {name: value for name, value in report.items() if name not in _ROLES}
    if rest or not report:
        yield Chapter(number, None, "", tuple(lines_of(rest)))
    for name, role in _ROLES.items():
        value = report.get(name)
        if isinstance(value, dict):
            yield Chapter(number, role, f"/{name}", tuple(lines_of(value, f"/{name}")))
        for index, inside in enumerate(value if isinstance(value, list | tuple) else ()):
            at = f"/{name}/{index}"
            yield Chapter(number, role, at, tuple(lines_of(inside, at)))


def dossier_of(told: Iterable[tuple[int | None, Iterable[str]]]) -> Dossier:
    """Return the dossier that lines were made of; each goes with its report's number, or None.

    Raises:
        ValueError: a line is no fact, or two lines contradict each other.
        msgspec.ValidationError: the lines do not make a dossier.
    """
    of: dict[int | None, list[str]] = {None: []}
    for number, lines in told:
        of.setdefault(number, []).extend(lines)
    whole = value_of(of[None])
    for held in whole.get("reports", ()):
        held["report"] = value_of(of.get(held["number"], ()))
    return named(Dossier, whole)


def context_of(number: int | None) -> str:
    """Return how a document names what a pointer starts at: `referral`, or `report 17`."""
    return REFERRAL if number is None else f"{_REPORT}{number}"


def report_of(context: str) -> int | None:
    """Return the number of the report a context names; None for the referral.

    Raises:
        ValueError: it names neither.
    """
    return None if context == REFERRAL else int(context.removeprefix(_REPORT))


def stated_of(part: Part) -> dict[str, Any]:
    """Return what a part states, by name, as plain values."""
    stated: dict[str, Any] = msgspec.to_builtins(part, enc_hook=str.__str__)
    return stated


def named(kind: type[PartT], stated: object) -> PartT:
    """Return the part that plain values are of.

    Raises:
        msgspec.ValidationError: they are not of this kind of part.
    """
    return msgspec.convert(stated, kind, dec_hook=_decode_own)


def _decode_own(_: type[Any], value: Any) -> Timestamp:  # noqa: ANN401 - the decoder's hook
    """Return one of our own text types; only timestamps are any."""
    return Timestamp(value)
