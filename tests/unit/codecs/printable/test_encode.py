"""What is on the pages: all of it, in order, and nothing that a page should not have."""

import io
import re
from collections.abc import Mapping

import msgspec
import pytest
from pypdf import PdfReader

from tests.unit.codecs.printable.pieces import (
    FINDING,
    LINK,
    MADE_AT,
    dossier,
    everything,
    pages,
    printed,
    report,
    sizes,
    squeezed,
)
from tests.unit.reports import full_report
from tipline.codecs.printable import PrintFailedError, encode_print
from tipline.domain import report as r
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals import dossier as d
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AgeBand, Answer

ARABIC = "مثال تجريبي"
HEBREW = "דוגמה ניסיונית"


def test_page_one_says_what_an_officer_must_know_first() -> None:
    first, second, *_ = pages(printed(dossier(report())))
    for text in (
        "Referral 417, version 2",
        "Hotline of Example to Agency A of Example (task force)",
        "Made 2026-11-22 21:48:57 UTC",
        "TEST",
        "URGENT",
        "The reporter says that somebody is in danger now.",
        "The agency covers this place.",
        "The law of Example allows it.",
        "1 report · 2 subjects",
        "United States (US), Nevada (US-NV), county 32003 (FIPS)",
        "user-1",
        LINK,
        "desk@hotline.example.org",
        "Confidential: for the named agency",
        "page 1 of",
    ):
        assert squeezed(text) in first, text
    assert second.startswith("Detailsofthereferral")


def test_a_moment_between_two_seconds_is_printed_to_the_second() -> None:
    made = msgspec.structs.replace(
        dossier(report()), made_at=Timestamp("2026-11-22T23:48:57.654321+02:00")
    )
    first, *_ = pages(printed(made))
    assert squeezed("Made 2026-11-22 21:48:57 UTC") in first


def test_nothing_urgent_and_nothing_known_is_said() -> None:
    bare = dossier(is_test=False, urgency=(), reasons=(), findings=(), answer_at=None)
    parts = printed(bare)
    assert len(parts) == 1
    first, second = pages(parts)
    assert squeezed("The reporter declared nothing urgent.") in first
    assert squeezed("Nothing is known.") in first
    assert "TEST" not in first
    assert squeezed("By the contact below.") in second


def test_sections_come_in_order_and_standing_texts_once() -> None:
    many = [report(number) for number in range(1, 6)]
    text = everything(printed(dossier(*many)))
    heads = ["Subjectsheets", "IPeventsOnerow", "ReportsWebaddresses", "Annex:standingtexts"]
    assert [text.count(head) for head in heads] == [1, 1, 1, 1]
    assert sorted(heads, key=text.index) == heads
    assert text.count("Standingtext.") == 1
    assert "Of5reports." in text
    assert "seetext1oftheannex" in text


def test_an_ip_event_is_a_row_with_all_it_needs() -> None:
    one = dossier(
        report(),
        registry=(
            d.RegistryCountry(
                address="192.0.2.17",
                country="US",
                source="registry",
                as_of=dossier().made_at,
            ),
        ),
    )
    text = everything(printed(one))
    row = "192.0.2.17 2026-11-20 10:00:12 UTC 40017 login, may be a proxy user-1"
    assert squeezed(row) in text
    assert squeezed("US as of 2026-11-22") in text
    assert squeezed("IP events: 2, see rows 1 to 2 of the table") in text


def test_an_ip_event_without_a_row_is_printed_where_it_stands() -> None:
    one = dossier(report())
    text = everything(encode_print(one, (), ()))
    assert squeezed("IP events: 192.0.2.17; what happened login; when 2026") in text
    assert squeezed("IP events: 2, see") not in text
    text = everything(encode_print(one, ip_rows(one)[:1], ()))
    assert squeezed("IP events: 1, see row 1 of the table") in text
    assert squeezed("IP events: 198.51.100.1; may be a proxy no") in text


def test_changes_connections_and_supplements_are_told() -> None:
    one = dossier(
        report(),
        connections=(d.Connection(one=1001, other=1002, reason="The same phone number."),),
        changes=(
            d.Change(kind="added", report=1002),
            d.Change(kind="changed", report=1001, path="/reported/0/person/age"),
        ),
    )
    more = d.ReferredReport(
        number=1002,
        received_at=one.made_at,
        source="Example Service",
        report=r.Report(),
        supplement_to=1001,
    )
    one = dossier(reports=(*one.reports, more), connections=one.connections, changes=one.changes)
    first, *rest = pages(printed(one))
    assert squeezed("Changes against the version before: 2") in first
    assert squeezed("added, report 1002, the whole report") in first
    text = "".join(rest)
    assert squeezed("report 1001 report 1002 The same phone number.") in text
    assert squeezed("changed report 1001 reported person or account 1, person, age") in text
    assert squeezed("from Example Service. Adds to report 1001.") in text


@pytest.mark.parametrize("size", [1, 7])
def test_page_one_is_one_page_whatever_comes(size: int) -> None:
    word, sentence = "N" * 2_000, "Synthetic words " * 60
    one = dossier(
        *[report(number) for number in range(size)],
        sender=d.Sender(name=word, email=word, phone=word, page=word),
        addressee=d.Addressee(id="a", name=sentence, kind=AgencyKind.FEDERAL_OFFICE),
        legal_gate=sentence,
        urgency=(sentence, word) * size,
        reasons=(word, sentence) * size,
        findings=(FINDING,) * 4 * size,
        changes=(d.Change(kind="changed", report=1001, path="/reported/0/" + "x" * 900),) * size,
        answer_at=LINK + "a" * 500 * size,
    )
    first, second, *_ = pages(printed(one))
    assert "URGENT" in first
    assert "page1of" in first
    assert squeezed("more: see page") in first
    assert second.startswith("Detailsofthereferral")


def test_an_address_too_long_for_page_one_is_on_another() -> None:
    first, second, *_ = pages(printed(dossier(answer_at=LINK + "a" * 700)))
    assert squeezed("The address is long: see page 2.") in first
    assert LINK + "a" * 700 in second


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/example:0.1.0"',
        '#include "main.typ"',
        "*a* _b_ `c` ```d``` $e^2$ \\ # = - + / // /* <label> @reference ~ [x] {y}",
        "= Heading",
        '"); #panic("x',
        "https://example.org/#fragment",
        "</text> & &amp; %PDF-1.4 (x) endobj",
    ],
)
def test_markup_in_a_narrative_is_only_text(text: str) -> None:
    read = everything(printed(dossier(report(1, text))))
    assert read.count(squeezed(text)) >= 3


def test_pages_have_no_links_no_files_and_no_scripts() -> None:
    (one,) = printed(dossier(report(1, "https://example.org/page mailto:user@example.org")))
    document = PdfReader(io.BytesIO(one))
    assert all("/Annots" not in page for page in document.pages)
    for word in (b"/EmbeddedFile", b"/URI", b"/Launch", b"/JavaScript", b"/OpenAction", b"/AA"):
        assert word not in one
    assert not document.attachments


def test_the_document_says_its_title_language_and_standard() -> None:
    (one,) = printed(dossier(report(), is_test=False))
    document = PdfReader(io.BytesIO(one))
    assert document.metadata is not None
    assert document.metadata.title == "Referral 417, version 2"
    assert document.metadata.creation_date == dossier().made_at.instant
    for said in (rb"/Lang\s*\(en\)", rb"/Marked\s+true"):
        assert re.search(said, one)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in one


def test_the_same_dossier_gives_the_same_bytes() -> None:
    one = dossier(report(), report(2, ARABIC))
    assert printed(one) == printed(one)


def test_long_words_stay_on_the_page() -> None:
    word, address = "W" * 2_000, "https://example.org/" + "a" * 2_000
    long = r.Report(
        incidents=(r.WebPageIncident(urls=(address,)),),
        reported=(r.Reported(account_id=word),),
    )
    parts = printed(dossier(long, r.Report(additional_info=ARABIC.replace(" ", "") * 40)))
    text = everything(parts)
    assert word in text
    assert address in text
    for part in parts:
        for left, bottom, width, most, line in sizes(part):
            assert left >= 0, line
            assert left + width <= most, line
            assert bottom >= 0, line


def test_every_script_is_there() -> None:
    text = f"{ARABIC} 123 example.org\n{HEBREW} ABC\nΓ and Ж"
    read = everything(printed(dossier(report(1, text))))
    for word in ("Γ", "Ж", "123", "example.org", "ABC"):
        assert word in read
    for letters in (ARABIC, HEBREW):
        assert set(squeezed(letters)) <= set(read)


def test_what_cannot_be_drawn_is_spelled_and_never_fatal() -> None:
    text = "a\U0001f4deb \ue000 c\u202ed \U0001fffe \x00 \u2764\ufe0f"
    read = everything(printed(dossier(report(1, text))))
    assert "a[telephonereceiver]b[U+E000]c[U+202E]d[U+1FFFE][U+0000]" in read


def test_a_text_without_end_is_cut_and_says_where_the_rest_is() -> None:
    one = dossier(r.Report(additional_info="first\n" + "\n" * 398 + "last\nunprinted\n"))
    read = everything(encode_print(one, (), ()))
    assert squeezed("first last The rest is in facts.json.") in read
    assert "unprinted" not in read


def test_of_very_many_identifiers_some_are_printed() -> None:
    urls = tuple(f"http://e.example/{number}" for number in range(501))
    one = dossier(r.Report(incidents=(r.WebPageIncident(urls=urls),)))
    seen: list[str] = []

    def press(data: Mapping[str, object], _made_at: Timestamp) -> bytes:
        seen.append(squeezed(str({name: data[name] for name in ("subjects", "reports")})))
        return b""

    encode_print(one, (), identifier_rows(one), press)
    assert seen[0].count("e.example/499") == 2
    assert "e.example/500" not in seen[0]
    assert squeezed("The rest is in facts.json.") in seen[0]
    assert squeezed("see identifiers.csv") in seen[0]


def test_what_the_compiler_panicked_at_is_printed() -> None:
    text = "".join(chr(code) for code in range(0x780, 0x7B2))
    read = everything(printed(dossier(r.Report(additional_info=text))))
    assert set(squeezed(text)) <= set(read) or "[U+0780][U+0781]" in read


def test_a_part_that_fails_is_set_again_with_more_spelled() -> None:
    one = dossier(r.Report(additional_info=f"{ARABIC} \u0627\u064e"))
    seen: list[str] = []

    def press(data: Mapping[str, object], made_at: Timestamp) -> bytes:
        seen.append(str(data))
        if len(seen) < fails:
            raise PrintFailedError
        return f"{made_at}".encode()

    fails = 3
    assert encode_print(one, (), (), press) == (str(MADE_AT).encode(),)
    assert ["\u064e" in data for data in seen] == [True, False, False]
    assert ["\u0645" in data for data in seen] == [True, True, False]
    fails = 9
    with pytest.raises(PrintFailedError):
        encode_print(one, (), (), press)
    assert len(seen) == 6


def test_every_fact_of_a_full_report_is_printed() -> None:
    read = everything(printed(dossier(full_report())))
    for text in _texts(full_report()):
        assert squeezed(text) in read, text


def _texts(value: object) -> list[str]:
    """Return the texts and numbers of a report as they are printed."""
    if isinstance(value, r.Part):
        return [
            text for field in value.__struct_fields__ for text in _texts(getattr(value, field))
        ]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    if value is None or isinstance(value, bool):
        return []
    return [str(value).replace("_", " ") if hasattr(value, "value") else str(value)]


def test_what_a_public_reporter_answered_is_printed() -> None:
    answers = r.PublicAnswers(
        danger_now=Answer.YES,
        child_age=AgeBand.FROM_10_TO_12,
        seen=(r.Seen(of="/incidents/0", day="2026-11", about=True),),
    )
    read = everything(printed(dossier(r.Report(public=answers, additional_info="   "))))
    for text in (
        "Somebody is in danger now: yes",
        "About how old the child is: from 10 to 12",
        "Seen: of incident 1; day 2026-11; about that time yes",
    ):
        assert squeezed(text) in read
    assert squeezed("contact wish") not in read.lower()
    assert squeezed("In the reporter's words") not in read


def test_a_time_is_also_given_as_stated_if_that_says_more() -> None:
    stated = ("2026-11-20T10:00:12.125Z", "2026-11-20T10:00:12+02:00", "2026-11-20T10:00:12Z")
    events = tuple(r.IpEvent(address="192.0.2.1", at=Timestamp(one)) for one in stated)
    one = dossier(r.Report(reported=(r.Reported(ip_events=(*events, r.IpEvent(address="::1"))),)))
    read = everything(printed(one))
    assert squeezed("2026-11-20 10:00:12 UTC stated as 2026-11-20T10:00:12.125Z") in read
    assert squeezed("2026-11-20 08:00:12 UTC stated as 2026-11-20T10:00:12+02:00") in read
    assert squeezed("stated as 2026-11-20T10:00:12Z") not in read
