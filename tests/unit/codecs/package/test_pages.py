"""The page that explains a package, and the annex of standing texts."""

import msgspec

from tests.unit import reports as made
from tests.unit.domain.referrals.dossiers import dossier_of, full_dossier
from tipline.codecs.package import Document
from tipline.codecs.package.annex import write_annex
from tipline.codecs.package.readme import write_readme
from tipline.domain import report as r
from tipline.domain.referrals.dossier import Sender

DOCUMENTS = (Document("facts.json", "", b""), Document("cybertipline/17.xml", "", b""))


def text_of(*documents: Document) -> list[str]:
    return [document.data.decode() for document in documents]


def test_the_page_names_what_is_there_and_how_to_check_it() -> None:
    (text,) = text_of(write_readme(full_dossier(), DOCUMENTS, [18, 19]))
    assert text.startswith("referral-7-v2.zip\nTHIS IS A TEST.")
    assert "  facts.json " in text
    assert "  cybertipline/ " in text
    assert "xarf" not in text
    assert "No XML, which has no room for what they say: 18, 19." in text
    assert "https://hotline.example.org/answer/token" in text
    assert "openssl pkeyutl -verify" in text
    assert "desk@hotline.example.org" in text


def test_the_page_is_silent_about_what_is_not_there() -> None:
    dossier = msgspec.structs.replace(
        dossier_of(), is_test=False, answer_at=None, sender=Sender(name="Example Hotline")
    )
    (text,) = text_of(write_readme(dossier, DOCUMENTS))
    assert "TEST" not in text
    assert "PLEASE ANSWER" not in text
    assert "No XML" not in text


def test_a_standing_text_is_annexed_once() -> None:
    other = r.Report(reporter=r.Reporter(legal_url="https://example.org/other"))
    pages = write_annex(dossier_of(made.full_report(), other, made.full_report()))
    assert [page.name for page in pages] == [f"annex/{number}.txt" for number in range(1, 5)]
    texts = text_of(*pages)
    assert texts[0] == (
        "Standing text of the service\nFrom: Example Service\nIn reports: 17, 19\n\n"
        "Synthetic narrative 7.\n"
    )
    assert texts[1].endswith("In reports: 17, 19\n\nSynthetic narrative 8.\n")
    assert texts[2].endswith("In reports: 17, 19\n\nhttps://example.org/legal\n")
    assert texts[3].endswith("In reports: 18\n\nhttps://example.org/other\n")


def test_no_standing_text_no_annex() -> None:
    assert write_annex(dossier_of(made.provider_report())) == ()
