"""Makes reports that link, and looks at what is stored of it."""

import json

from tests.contracts import clusters
from tests.contracts.making import apply, digest, report
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import MergeLimits
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.in_force import LinkingRules, encode_rules
from tipline.ports import operations as ops
from tipline.services.linking.find_links import Links, find_links
from tipline.stores import queries
from tipline.stores.linking.reading import DatabaseLinkReader

READER = DatabaseLinkReader()
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
KINDS = {
    "email": (1, Grade.STRONG),
    "phone": (2, Grade.RECYCLED),
    "name": (4, Grade.RECYCLED),
    "ip": (7, Grade.TIMED),
    "any": (13, Grade.WEAK),
}


def key(
    name: str,
    kind: str = "email",
    *,
    side: int = 0,
    role: int = 1,
    at: int = 0,
    port: bytes = b"",
) -> ops.StoredKey:
    code, grade = KINDS[kind]
    if side == 2:
        grade = Grade.NONE
    return ops.StoredKey(
        blind=digest(f"{kind} {name}")[:16],
        side=side,
        kind=code,
        grade=int(grade),
        role=role,
        place=code,
        at=at,
        port=port,
    )


def submit(
    number: int, *keys: ops.StoredKey, provider: int | None = None, is_test: bool = False
) -> None:
    made = report(number, provider, keys=keys, is_test=is_test)
    (result,) = apply(ops.SubmitReport(report=made))
    assert isinstance(result, ops.Received)


def set_rules(**cuts: int) -> None:
    rules = LinkingRules(
        cuts={IdentifierKind(kind): cut for kind, cut in cuts.items()},
        limits=MergeLimits(largest=6, large=2),
    )
    apply(ops.SetLinkRules(rules=encode_rules(rules)))


def together() -> set[frozenset[int]]:
    clusters.check()
    return set(clusters.stored())


def links_of(number: int) -> Links:
    return find_links(number, READER)


def numbers_of(*keys: ops.StoredKey) -> tuple[int, ...]:
    blinds = [key.blind for key in keys]
    return tuple(row[0] for row in queries.rows_in("identifiers_by_blind", blinds))


def said() -> list[tuple[str, str]]:
    lines = [json.loads(bytes(line)) for _, line in queries.rows("audit_lines", 0, 1_000)]
    return [(line["action"], line["subject"]) for line in lines]
