"""What is stored of links, as the use cases see it: rows in lists, and what was written."""

from collections.abc import Sequence

from tipline.domain.desk import DeskRole
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, Side
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules
from tipline.domain.sightings import Role
from tipline.ports.desk import UserRow
from tipline.ports.linking import (
    ApartRow,
    ArrivalRow,
    ClusterRow,
    EdgeRow,
    HeldRow,
    LinkHealth,
    MetRow,
    StopRow,
    VerdictRow,
)
from tipline.ports.operations import AnyOperation, AnyResult, Done, Request

ADA = UserRow(
    id=7,
    name="ada",
    role=DeskRole.ANALYST,
    password="",
    must_change=False,
    factor=b"",
    last_step=None,
    disabled=False,
)


class LinkBook:
    """A link reader over rows that a test puts in, and a writer that notes what it is asked."""

    def __init__(self, *answers: AnyResult) -> None:
        self.answers = list(answers)
        self.edges: list[EdgeRow] = []
        self.kept_apart: list[ApartRow] = []
        self.words: list[VerdictRow] = []
        self.trees: dict[int, ClusterRow] = {}
        self.stopped: list[StopRow] = []
        self.blinds: dict[int, bytes] = {}
        self.did: list[AnyOperation] = []
        self.actors: set[str] = set()

    def write(self, request: Request) -> AnyResult:
        self.did.append(request.operation)
        self.actors.add(request.actor)
        return self.answers.pop(0) if self.answers else Done(number=1)

    def edges_of(self, report: int, limit: int) -> list[EdgeRow]:
        return [edge for edge in self.edges if edge.report == report][:limit]

    def met(self, identifier: int, limit: int) -> list[MetRow]:
        return [
            MetRow(
                report=one.report,
                role=one.role,
                at=0,
                port=b"",
                source=one.report,
                place=one.place,
            )
            for one in self.edges
            if one.identifier == identifier
        ][:limit]

    def met_between(self, identifier: int, first: int, last: int, limit: int) -> list[MetRow]:
        raise NotImplementedError((identifier, first, last, limit))

    def apart(self, identifiers: Sequence[int]) -> list[ApartRow]:
        return [row for row in self.kept_apart if row.identifier in identifiers]

    def verdicts(self, report: int, limit: int) -> list[VerdictRow]:
        return [row for row in self.words if report in {row.one, row.other}][:limit]

    def clusters_of(self, reports: Sequence[int]) -> dict[int, ClusterRow]:
        return {one: row for one, row in self.trees.items() if one in reports}

    def members(self, report: int, limit: int) -> list[int]:
        raise NotImplementedError((report, limit))

    def clusters(self, before: tuple[int, int] | None, limit: int) -> list[ClusterRow]:
        raise NotImplementedError((before, limit))

    def edges_in(self, reports: Sequence[int]) -> list[EdgeRow]:
        return [edge for edge in self.edges if edge.report in reports]

    def edges_up_to(self, reports: Sequence[int], limit: int) -> list[EdgeRow]:
        return self.edges_in(reports)[:limit]

    def arrivals(self, reports: Sequence[int]) -> dict[int, ArrivalRow]:
        raise NotImplementedError(reports)

    def held(self, after: tuple[int, int], limit: int) -> list[HeldRow]:
        raise NotImplementedError((after, limit))

    def stops(self, limit: int) -> list[StopRow]:
        return self.stopped[:limit]

    def blinds_of(self, identifier: int) -> tuple[bytes, ...]:
        return (self.blinds[identifier],) if identifier in self.blinds else ()

    def rules(self) -> LinkingRules:
        return BUILT_IN

    def held_count(self) -> int:
        return sum(row.held for row in self.kept_apart)

    def health(self) -> LinkHealth:
        raise NotImplementedError


def edge(
    identifier: int,
    report: int,
    *,
    kind: IdentifierKind = IdentifierKind.EMAIL,
    grade: Grade = Grade.STRONG,
) -> EdgeRow:
    return EdgeRow(
        identifier=identifier,
        kind=kind,
        side=Side.INVOLVED,
        grade=grade,
        state=IdentifierState.LINKS,
        n=2,
        report=report,
        at=0,
        port=b"",
        role=Role.REPORTED,
        source=report,
        place=identifier,
    )


def apart(identifier: int, report: int, part: int, *, held: bool = False) -> ApartRow:
    return ApartRow(
        identifier=identifier,
        report=report,
        part=part,
        held=held,
        reason="held" if held else "shared",
        by=None if held else 7,
        at=1,
    )


def stop(identifier: int, side: Side, sealed: tuple[bytes, bytes] | None, n: int = 1) -> StopRow:
    key, body = sealed or (None, None)
    return StopRow(
        identifier=identifier,
        kind=IdentifierKind.EMAIL,
        side=side,
        n=n,
        reason="own",
        by=7,
        at=1,
        key=key,
        body=body,
    )
