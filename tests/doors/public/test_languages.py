"""Every text of the public door is there in every language, and easy to read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.support import Translations

from tests import stores
from tests.doors.public.wiring import SOON, Page, Public, Visitor, plain_site
from tests.golden.messages import FOLDER, LANGUAGES, collect
from tipline.config.public import BUILT_IN_LANGUAGES
from tipline.doors.public.parts import install, present
from tipline.doors.public.words import BUILT_IN, Words, choose, load_words

PLACEHOLDER = re.compile(r"%\([a-z]+\)s|%\{[a-z]+\}")
OPEN, SHUT = "⟦", "⟧"
LONGEST_SENTENCE = 25
"""Words; plain-language guides ask for 15 to 20 on average at most."""
HARDEST = 37
"""LIX, the readability index of Björnsson: under 40 is easy, newspapers have 50 or so."""


def messages(language: str) -> dict[str, Message]:
    with FOLDER.joinpath(f"{language}.po").open("rb") as file:
        return {str(key_of(one)): one for one in read_po(file, locale=language) if one.id}


def key_of(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[-1])


def texts_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_ours_are_the_ones_that_the_operator_may_choose() -> None:
    assert BUILT_IN == BUILT_IN_LANGUAGES == ("en", *sorted(LANGUAGES, key="es fr ar".index))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated(language: str) -> None:
    wanted = {key_of(one) for one in collect() if one.id}
    found = messages(language)
    assert wanted - found.keys() == set()
    assert found.keys() - wanted == set()
    assert [key for key, one in found.items() if one.fuzzy or not all(texts_of(one))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    for key, message in messages(language).items():
        for text in texts_of(message):
            found, wanted = (sorted(PLACEHOLDER.findall(one)) for one in (text, key))
            # A form for one or two may say the number in a word.
            assert found == wanted or (not isinstance(message.string, str) and not found), key


def english() -> list[str]:
    return [key_of(one) for one in collect() if one.id]


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"[.!?؟:;]\s+|[.!?؟]$", text) if one.strip()]


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", PLACEHOLDER.sub("1", text))


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_sentences_are_short(language: str) -> None:
    texts = (
        english()
        if language == "en"
        else [text for one in messages(language).values() for text in texts_of(one)]
    )
    long = [
        one for text in texts for one in sentences(text) if len(words_in(one)) > LONGEST_SENTENCE
    ]
    assert long == []


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_texts_are_easy_to_read(language: str) -> None:
    """LIX: words in a sentence, plus the share of words with more than six letters."""
    texts = (
        english()
        if language == "en"
        else [text for one in messages(language).values() for text in texts_of(one)]
    )
    said = [one for text in texts for one in sentences(text) if len(words_in(one)) > 3]
    words = [word for one in said for word in words_in(one)]
    long = sum(len(word) > 6 for word in words)
    assert len(words) / len(said) + 100 * long / len(words) <= HARDEST


class Marked(Translations):
    """A language in which every text stands in brackets, so that others are seen."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{SHUT}"

    def ngettext(self, msgid1: str, msgid2: str, num: int) -> str:
        return f"{OPEN}{msgid1 if num == 1 else msgid2}{SHUT}"


@pytest.fixture
def marked(store: None) -> Iterator[Public]:  # noqa: ARG001 - it must be there
    """Open a door that speaks the marked language."""
    stores.empty()
    public = Public(plain_site(countries=("FR",), languages=("en",), phone="+1 202 555 0117"))
    parts = present()
    install(
        type(parts)(
            **{name: getattr(parts, name) for name in parts.__struct_fields__}
            | {"languages": {"en": Words("en", Marked(), {})}}
        )
    )
    yield public
    stores.empty()


def test_no_text_is_outside_of_the_catalogue(marked: Public) -> None:
    visitor = marked.visitor()
    pages = list(every_page(marked, visitor))
    assert len({page.address for page in pages}) >= 20
    for page in pages:
        assert unmarked(page) == [], page.address


def every_page(marked: Public, visitor: Visitor) -> Iterator[Page]:
    """Yield all pages there are, with and without problems."""
    for path in ("/", "/en/", "/en/privacy/", "/en/nowhere/", "/en/code/"):
        yield visitor.get(path)
    yield visitor.begin()
    yield visitor.answer("1", relation="young_person", homepage="x")
    visitor.answer("1", relation="young_person")
    visitor.answer("2", danger_now="yes")
    yield visitor.page
    visitor.answer("2b")
    yield visitor.page
    visitor.answer("3", category="unsure")
    yield visitor.page
    for letter in "abcd":
        yield visitor.answer("4", kind=letter)
        yield visitor.post(f"4/{letter}/", text="user_17", day="99")
        visitor.post(f"4/{letter}/", text="user_17", day="")
    yield visitor.page
    visitor.answer("4", kind="no")
    yield visitor.answer("5", narrative="data:image/png;base64,AAAAAAAAAAAAAAAA")
    visitor.answer("5", narrative="Synthetic narrative 17.")
    for key in ("6", "7", "8"):
        yield visitor.page
        visitor.answer(key)
    yield visitor.page
    visitor.answer("9", **{"reach-wish": "by_email"})
    yield visitor.answer("9b")
    yield visitor.answer("9b", **{"reach-email": "reader@example.org"})
    marked.clock.wait(SOON)
    code = visitor.send_report()
    yield visitor.page
    yield visitor.post("done/")
    visitor.get("code/")
    yield visitor.post("code/", code="K7M")
    yield visitor.post("code/", code=code)
    yield visitor.post("code/stop/")
    yield visitor.post("code/add/")
    marked.writer.fails = True
    yield marked.visitor().get("1/")


NOT_TEXT = re.compile(r"[\W\d_]*")
OWN_NAMES = {
    "Hotline",
    "English",
    "France",
    "user_17",
    "Synthetic narrative 17.",
    "reader@example.org",
}
"""What is no text of ours: names, and what was typed."""
READ_ALOUD = ("aria-label", "alt", "title", "placeholder", "value")


def unmarked(page: Page) -> list[str]:
    """Return what people read or hear of a page that stands in no brackets."""
    found = []
    for node in page.tree.xpath("//title | //body//*[not(self::script)]"):
        texts = [node.text, *(child.tail for child in node)]
        texts += [node.get(name) for name in READ_ALOUD if node.tag not in {"input", "option"}]
        if node.tag in {"option", "textarea", "code"} or "tl-code" in (node.get("class") or ""):
            continue
        if node.getparent() is not None and "tl-code" in (node.getparent().get("class") or ""):
            continue
        for text in texts:
            left = re.sub(f"{OPEN}[^{SHUT}]*{SHUT}", "", " ".join((text or "").split()))
            for name in OWN_NAMES | helplines():
                left = left.replace(name, "")
            if not NOT_TEXT.fullmatch(left):
                found.append(left)
    return found


def helplines() -> set[str]:
    """Return the names in the operator's lists: nobody translates them."""
    site = present().site
    lines = [line for listed in site.helplines.values() for line in listed]
    names = {part for line in lines for part in (line.name, line.hours, line.web, line.text)}
    names |= {part for one in site.support for part in (one.name, one.address)}
    months = {"November 2026", "May 2027"}
    return {name for name in names if name} | months


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,en;q=0.5", "fr"),
        ("de,es;q=0.8,fr;q=0.9", "fr"),
        ("ar-EG", "ar"),
        ("*", "en"),
        ("es;q=0", "en"),
        (";;;,,q=x," * 50, "en"),
    ],
)
def test_the_browsers_language_is_taken(accepted: str, language: str) -> None:
    assert choose(accepted, BUILT_IN) == language


def test_an_operator_words_it_differently_and_adds_a_language(tmp_path: Path) -> None:
    file = tmp_path / "pt.po"
    file.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '\nmsgid "Start"\nmsgstr "Começar"\n',
        "utf-8",
    )
    found = load_words(("en", "pt"), {"en": {"Start": "Begin"}}, {"pt": file.open})
    assert found["en"]("Start") == "Begin"
    assert found["pt"]("Start") == "Começar"
    assert found["pt"]("Continue") == "Continue"
    assert (found["pt"].direction, found["en"].country("FR")) == ("ltr", "France")
