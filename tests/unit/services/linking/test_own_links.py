"""What a provider may see: links between its own reports, and nothing from which others follow."""

from collections.abc import Sequence

from tests.unit.services.linking.links import LinkBook, edge
from tipline.domain.linking.decisions import VerdictState
from tipline.ports.linking import ArrivalRow, VerdictRow
from tipline.services.linking.own_links import own_links

PROVIDERS = {1: 1, 2: 1, 3: 2, 4: 1, 5: None}


class Book(LinkBook):
    """Knows who brought which report; report 6 is gone."""

    def arrivals(self, reports: Sequence[int]) -> dict[int, ArrivalRow]:
        return {
            number: ArrivalRow(number=number, opened_at=0, provider=PROVIDERS[number])
            for number in reports
            if number in PROVIDERS
        }


def said(other: int, state: VerdictState) -> VerdictRow:
    return VerdictRow(one=1, other=other, state=int(state), reason="", by=None, at=0)


def test_only_links_with_own_reports_are_told() -> None:
    book = Book()
    book.edges = [edge(10, number) for number in range(1, 7)]
    found = own_links(1, 1, book)
    assert ([link.report for link in found.links], found.more) == ([4, 2], False)


def test_the_desks_words_are_not_told_but_the_reports_own() -> None:
    book = Book()
    book.words = [said(2, VerdictState.JOINED), said(4, VerdictState.NAMED)]
    assert [link.report for link in own_links(1, 1, book).links] == [4]


def test_an_answer_has_an_end() -> None:
    book = Book()
    book.edges = [edge(10, number) for number in (1, 2, 3, 4)]
    found = own_links(1, 1, book, limit=1)
    assert ([link.report for link in found.links], found.more) == ([4], True)
