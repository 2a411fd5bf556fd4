"""The annex: what a reporting service says in every report, once for all reports that say it."""

from tipline.codecs.package.bundle import Document
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.report import Report

_TEXT: str = "text/plain; charset=utf-8"
_STANDING = (
    ("company_template", "Standing text of the service"),
    ("terms_of_service", "Terms of service, as the service states them"),
    ("legal_url", "Where the service takes legal process"),
)


def write_annex(dossier: Dossier) -> tuple[Document, ...]:
    """Return a text document for each different standing text, numbered, with its reports.

    Lone surrogates become question marks; the facts say more exactly what was sent.
    """
    said: dict[tuple[str, str, str], list[int]] = {}
    for held in dossier.reports:
        for title, text in _standing(held.report):
            said.setdefault((held.source, title, text), []).append(held.number)
    return tuple(
        Document(f"annex/{number}.txt", _TEXT, _page(*key, reports))
        for number, (key, reports) in enumerate(said.items(), 1)
    )


def _standing(report: Report) -> list[tuple[str, str]]:
    stated = ((title, getattr(report.reporter, name)) for name, title in _STANDING)
    return [(title, text) for title, text in stated if text]


def _page(source: str, title: str, text: str, reports: list[int]) -> bytes:
    numbers = ", ".join(map(str, reports))
    page = f"{title}\nFrom: {source}\nIn reports: {numbers}\n\n{text}\n"
    return page.encode("utf-8", "replace")
