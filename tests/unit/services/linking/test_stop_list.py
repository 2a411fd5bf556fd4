"""The stop list: what is sealed and written, and how entries are read again."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.unit.services.linking.links import ADA, LinkBook, edge, stop
from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.linking.decisions import StopReason
from tipline.domain.linking.grades import Side
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.operations import RecordSearch, StopIdentifier, Unknown, UnstopIdentifier
from tipline.ports.sealing import Sealed
from tipline.services.linking.stop_list import (
    MOST_STOPS,
    SEALED_UNDER,
    Register,
    parse_whole,
    read_stops,
    stop_identifier,
    unstop_identifier,
    whole_form,
)

KEY = X25519PrivateKey.generate()
SEALER, OPENER = HpkeSealer(KEY.public_key()), HpkeOpener(KEY)
SHOWN = "user17@example.net"


def register(book: LinkBook) -> Register:
    return Register(reader=book, writer=book, sealer=SEALER, opener=OPENER)


def sealed(text: str) -> tuple[bytes, bytes]:
    found = SEALER.seal(SEALED_UNDER, text.encode())
    return found.key, found.body


def test_an_identifier_is_stopped_by_its_blind_value_and_sealed_as_it_reads() -> None:
    book = LinkBook()
    book.blinds = {10: b"blind"}
    stop_identifier(edge(10, 1), SHOWN, StopReason.OWN, ADA, register(book))
    (did,) = book.did
    assert isinstance(did, StopIdentifier)
    assert (did.identifiers, did.kind, did.grade, did.user) == ((10,), 1, 5, 7)
    assert did.key is not None
    assert did.body is not None
    opened = OPENER.open(SEALED_UNDER, Sealed(key=did.key, body=did.body))
    assert opened.body.decode() == SHOWN


def test_an_identifier_that_is_gone_is_not_stopped() -> None:
    book = LinkBook()
    assert stop_identifier(edge(10, 1), SHOWN, StopReason.OWN, ADA, register(book)) == Unknown()
    assert book.did == []


def test_entries_are_read_once_for_all_their_sides() -> None:
    book = LinkBook()
    both = sealed(SHOWN)
    book.stopped = [
        stop(11, Side.VICTIM, both, n=2),
        stop(10, Side.INVOLVED, both, n=3),
        stop(12, Side.INVOLVED, None),
        stop(13, Side.INVOLVED, (b"other key", b"other body")),
    ]
    entries, whole = read_stops(ADA, register(book))
    assert [(one.identifier, one.shown, one.n) for one in entries] == [
        (10, SHOWN, 5),
        (12, None, 1),
        (13, None, 1),
    ]
    assert whole
    assert SHOWN not in repr(entries)
    assert book.did == [RecordSearch(user=7, kind="stop_list")]


def test_a_list_that_is_longer_says_so() -> None:
    book = LinkBook()
    book.stopped = [stop(one, Side.INVOLVED, None) for one in range(MOST_STOPS + 1)]
    entries, whole = read_stops(ADA, register(book))
    assert (len(entries), whole) == (MOST_STOPS, False)


def test_what_was_stopped_together_is_taken_off_together() -> None:
    book = LinkBook()
    both = sealed(SHOWN)
    book.stopped = [
        stop(10, Side.INVOLVED, both),
        stop(11, Side.VICTIM, both),
        stop(12, Side.INVOLVED, both),
        stop(13, Side.INVOLVED, None),
    ]
    book.blinds = {10: b"real", 11: b"real", 12: b"test", 13: b"another", 14: b"old"}
    for one in (11, 13, 14):
        unstop_identifier(one, ADA, register(book))
    assert book.did == [
        UnstopIdentifier(identifiers=(10, 11, 12), user=7),
        UnstopIdentifier(identifiers=(13,), user=7),
        UnstopIdentifier(identifiers=(14,), user=7),
    ]


def test_what_is_typed_is_sealed_whole_and_shown_as_it_reads() -> None:
    book, typed = LinkBook(), Identifier(IdentifierKind.ACCOUNT, "example chat", "user17")
    body = whole_form(typed)
    assert parse_whole(IdentifierKind.ACCOUNT, body) == typed
    assert parse_whole(IdentifierKind.ACCOUNT, SHOWN.encode()) is None
    book.stopped = [stop(10, Side.INVOLVED, sealed(body.decode()))]
    ((entry,), _) = read_stops(ADA, register(book))
    assert entry.shown == "user17"
