"""Puts an identifier that somebody typed on the stop list, and takes it off: real and test."""

from typing import TypedDict

import msgspec

from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.linking.decisions import StopReason
from tipline.domain.linking.grades import KIND_CODES, grade_of
from tipline.ports.operations import Request, StopIdentifier, Unknown, UnstopIdentifier
from tipline.ports.sealing import BlindIndex, Sealer
from tipline.ports.stores import Writer
from tipline.services.desk.find_reports import FORMS
from tipline.services.linking.stop_list import SEALED_UNDER, whole_form

_ACTOR = "service:command"


class StopPorts(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes."""

    writer: Writer
    index: BlindIndex
    sealer: Sealer


def parse_identifier(kind: IdentifierKind, text: str, service: str | None) -> Identifier | None:
    """Return what was typed in its normal form; None if it is nothing of this kind.

    `service` is the service of an account or a name, or the type of a device.
    """
    return FORMS[kind](text, service)


def stop_typed(identifier: Identifier, reason: StopReason, ports: StopPorts) -> bool:
    """Put an identifier on the stop list; False if it is there already.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed.
    """
    sealed = ports.sealer.seal(SEALED_UNDER, whole_form(identifier))
    operation = StopIdentifier(
        **_named(identifier, ports.index),
        kind=KIND_CODES[identifier.kind],
        grade=int(grade_of(identifier)),
        reason=reason,
        key=sealed.key,
        body=sealed.body,
    )
    result = ports.writer.write(Request(operation=operation, actor=_ACTOR))
    return not isinstance(result, Unknown)


def unstop_typed(identifier: Identifier, ports: StopPorts) -> bool:
    """Take an identifier off the stop list; False if it is not there.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed.
    """
    operation = UnstopIdentifier(**_named(identifier, ports.index))
    result = ports.writer.write(Request(operation=operation, actor=_ACTOR))
    return not isinstance(result, Unknown)


class _Named(TypedDict):
    blinds: tuple[bytes, ...]
    also: tuple[bytes, ...]
    keyed: tuple[bytes, ...]


def _named(identifier: Identifier, index: BlindIndex) -> _Named:
    """Return the blind values in real reports and in tests, under the keys there are."""
    named = (str(identifier.kind), identifier.scope, identifier.value)
    blinders = index.blinders()
    blinds = [
        tuple(one.blind(*named, is_test=is_test) for is_test in (False, True)) for one in blinders
    ]
    return _Named(
        blinds=blinds[0],
        also=blinds[1] if len(blinds) > 1 else (),
        keyed=tuple(one.fingerprint for one in blinders),
    )
