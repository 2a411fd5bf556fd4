"""What somebody types is stopped for real reports and for tests, and is nowhere in the clear."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.unit.services.linking.links import LinkBook
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import StopReason
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.operations import Done, StopIdentifier, Unknown, UnstopIdentifier
from tipline.ports.sealing import Sealed
from tipline.services.linking.stop_list import SEALED_UNDER
from tipline.services.linking.stop_typed import (
    StopPorts,
    parse_identifier,
    stop_typed,
    unstop_typed,
)

KEY = X25519PrivateKey.generate()
INDEX = HmacBlindIndex(bytes(32))
EMAIL = IdentifierKind.EMAIL


def ports(book: LinkBook) -> StopPorts:
    return StopPorts(writer=book, index=INDEX, sealer=HpkeSealer(KEY.public_key()))


def test_an_address_is_stopped_and_let_go_by_the_same_blind_values() -> None:
    book = LinkBook()
    found = parse_identifier(EMAIL, " User17@Example.NET", None)
    assert found is not None
    assert stop_typed(found, StopReason.OWN, ports(book))
    assert unstop_typed(found, ports(book))
    stopped, let_go = book.did
    assert isinstance(stopped, StopIdentifier)
    assert isinstance(let_go, UnstopIdentifier)
    named = ("email", found.scope, found.value)
    assert stopped.blinds == let_go.blinds
    assert stopped.blinds == tuple(INDEX.blind(*named, is_test=one) for one in (False, True))
    assert (stopped.kind, stopped.grade, stopped.reason) == (1, 5, StopReason.OWN)
    assert b"user17" not in msgspec.msgpack.encode(stopped)
    assert stopped.key is not None
    assert stopped.body is not None
    opened = HpkeOpener(KEY).open(SEALED_UNDER, Sealed(key=stopped.key, body=stopped.body))
    assert opened.body.startswith(b"user17@example.net")
    assert book.actors == {"service:command"}


def test_what_is_there_already_or_not_there_is_told() -> None:
    book = LinkBook(Unknown(), Unknown(), Done(number=1))
    found = parse_identifier(IdentifierKind.SCREEN_NAME, "user_17", "Example Chat")
    assert found is not None
    assert not stop_typed(found, StopReason.PLACEHOLDER, ports(book))
    assert not unstop_typed(found, ports(book))
    assert unstop_typed(found, ports(book))


@pytest.mark.parametrize("kind", [EMAIL, IdentifierKind.IP, IdentifierKind.URL])
def test_what_is_nothing_of_a_kind_is_none(kind: IdentifierKind) -> None:
    assert parse_identifier(kind, "", None) is None
