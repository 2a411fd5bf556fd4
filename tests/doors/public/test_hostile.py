"""Everything a visitor should not send, over 2,000 times: refused kindly, and stored nowhere."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from urllib.parse import quote

import msgspec
import pytest

from tests import stores
from tests.doors.public.hostile import DISGUISES, binary, multipart, payloads
from tests.doors.public.wiring import INDEX_KEY, SOON, Page, Public
from tipline.domain.checks.controls import CONTROLS
from tipline.doors.public.tokens import Tokens
from tipline.doors.public.turns import RATES, Rate
from tipline.gateways.receipts.visit_keys import page_key
from tipline.services.public.keep_draft import Kept, find_draft
from tipline.stores import queries

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
AT_ONCE: Final = {kind: Rate(1e6, 1_000) for kind in RATES}
TAKEN: Final = frozenset({200, 201, 202, 204, 303})

FIELDS: Final = (
    *(("5/", "narrative"),) * 3,
    *(("6/", name) for name in ("child-region", "child-name", "child-details", "child-country")),
    *(("7/", name) for name in ("other-names", "other-region", "other-details", "other-country")),
    *(("8/", name) for name in ("region", "country")),
    *(("9b/", name) for name in ("reach-email", "reach-times")),
    *(("4/a/", name) for name in ("text", "time", "day", "zone")),
    *(("4/b/", name) for name in ("service", "text")),
    *(("4/1/", name) for name in ("text", "year", "month")),
    *(("4/c/", name) for name in ("service", "text")),
    *(("4/d/", name) for name in ("text", "time")),
)
"""Every field that takes text, with its page."""

CHOICES: Final = (
    *(("1/", name) for name in ("relation", "send_if_left", "unheard-of")),
    *(("2/", "danger_now"), ("2b/", "meeting_planned"), ("3/", "category"), ("4/", "kind")),
    *(("6/", "child-age"), ("9/", "reach-wish"), ("9b/", "reach-is_private")),
    *(("4/a/", "still_there"), ("code/", "unheard-of")),
)
"""Fields that take no text, and some that are not there."""

POSTED: Final = (
    *("", "erase/", "done/", "code/", "code/add/", "code/stop/", "4/", "4/a/", "4/1/"),
    *("4/1/remove/", "10/", "1/", "2/", "2b/", "3/", "5/", "6/", "7/", "8/", "9/", "9b/"),
)
"""Every address that takes a form."""

KINDS: Final = ("application/json", "application/octet-stream", "text/plain", "image/png", "")


class Stored(NamedTuple):
    """What is in the store: how many rows each table has, and what the visitor answered."""

    rows: dict[str, int]
    kept: Kept | None


class Storm:
    """A visitor with a draft, who then sends what nobody should."""

    def __init__(self, public: Public) -> None:
        self.public = public
        self.visitor = public.visitor()
        self.counts: Counter[str] = Counter()
        self.signs: set[str] = set()
        self.visitor.fill("Synthetic narrative 17.")
        self.visitor.answer("4", kind="a")
        self.visitor.post("4/a/", text="example.org/page-17")
        self.visitor.answer("9", **{"reach-wish": "by_email"})
        self.visitor.answer("9b", **{"reach-email": "reader@example.net"})
        self.token = self.visitor.get("5/").fields("5/")["t"]
        self.cookie = self.visitor.cookies["visit"]
        self.before = self.stored()
        assert self.before.kept is not None
        self.number = self.before.kept.draft.number

    def stored(self) -> Stored:
        rows = {}
        for table in stores.TABLES:
            question = f"SELECT count(*) FROM {table}"  # noqa: S608 - names from here
            rows[table] = int(queries.raw_connection().execute(question).fetchone()[0])
        return Stored(rows, kept_by(self.public, self.cookie))

    def send(self, kind: str, path: str, **more: object) -> Page:
        """Send one request that has to leave the store as it was."""
        self.visitor.cookies.clear()
        self.visitor.cookies.set("visit", self.cookie)
        page = self.visitor.send(more.pop("method", "POST"), path, **more)  # type: ignore[arg-type]
        self.counts[kind] += 1
        assert page.status < 500, (kind, path)
        if page.text:
            assert "tl-languages" in page.text, (kind, path)
        return page

    def unchanged(self, what: object) -> None:
        """Hold the store against what it was."""
        now = self.stored()
        assert now.rows == self.before.rows, what
        assert now.kept is not None, what
        assert self.before.kept is not None
        assert now.kept.draft == self.before.kept.draft, what


def kept_by(public: Public, cookie: str) -> Kept | None:
    """Open a visitor's draft with what their browser holds."""
    tokens, counter = Tokens(page_key(INDEX_KEY)), public.counter()
    now = int(public.clock.now().timestamp())
    held = tokens.read_cookie(cookie, now)
    assert held is not None
    return find_draft(counter.keys.draft_key(held.secret), counter)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have temporary files made where they are seen."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("store")
def test_nothing_of_2000_hostile_submissions_is_kept(
    sqlite: Path,
    temporary: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    stores.empty()
    public = Public(rates=AT_ONCE)
    storm = Storm(public)
    chance = Random(17)  # noqa: S311 - a test's choices
    disguised_texts(storm, chance)
    bodies(storm, chance)
    methods(storm, chance)
    controls(storm, chance)
    choices(storm, chance)
    assert storm.counts.total() >= 2_000, storm.counts
    storm.unchanged("the end")
    queries.raw_connection().execute("PRAGMA wal_checkpoint(PASSIVE)")
    said = capfd.readouterr()
    places = [*files(sqlite), *files(temporary), f"{said}{caplog.text}".encode()]
    assert len(storm.signs) > 300
    for sign in storm.signs:
        assert not any(sign.encode() in place for place in places)
    assert [*temporary.iterdir()] == []
    stores.empty()


def files(folder: Path) -> Iterator[bytes]:
    """Read every file below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()


def disguised_texts(storm: Storm, chance: Random) -> None:
    """Put files in disguise into every field that takes text, with honest words around them."""
    for payload, (path, name) in zip(payloads(chance), FIELDS * 42, strict=False):
        before, after = f"Before{chance.randrange(10**6)}", f"After{chance.randrange(10**6)}"
        text = f"{before} seen\n{payload.text}\n{after} seen"
        other = "other-names" if name != "other-names" else "other-region"
        fields = {"t": storm.token, name: text, other: "Beside17", "text": text}
        if path in {"4/a/", "4/b/", "4/c/", "4/d/", "4/1/"}:
            fields = {"t": storm.token, "text": "Beside17", name: text}
        page = storm.send(payload.kind, path, data=fields)
        what = (path, name, payload.kind, payload.text[:200])
        assert page.status not in TAKEN, what
        storm.unchanged(what)
        storm.signs.update(payload.signs)
        assert not any(sign in page.text for sign in payload.signs), what
        if name not in {"child-country", "other-country", "country", "zone"}:
            assert before in page.text, what
            assert after in page.text, what
        if path in {"7/", "4/a/", "4/b/", "4/d/"} and name != "text":
            assert "Beside17" in page.text, what
        assert "Send it now" not in page.text


def choices(storm: Storm, chance: Random) -> None:
    """Put them where something is chosen, or where no field is: it is no answer there."""
    for payload, (path, name) in zip(payloads(chance), CHOICES * 10, strict=False):
        storm.send(
            f"{payload.kind} as a choice", path, data={"t": storm.token, name: payload.text}
        )
        kept = kept_by(storm.public, storm.cookie)
        assert kept is not None
        assert not any(sign in str(kept.draft) for sign in payload.signs)
        storm.signs.update(payload.signs)
    storm.before = storm.stored()


def controls(storm: Storm, chance: Random) -> None:
    """Send what is no text: controls, halves of characters, bytes of no encoding."""
    texts = ("\0", "\0" * 500, "\x01\x02\x7f\x9f", "\ufffe\uffff", "\x1b[2J", "\ud83d")
    for (path, name), text in product(dict.fromkeys(FIELDS), texts):
        said = quote(f"Before17{text}", errors="surrogatepass")
        body = f"t={storm.token}&{name}={said}".encode()
        storm.send("controls", path, content=body, headers=FORM)
    for path, name in dict.fromkeys(FIELDS):
        body = f"t={storm.token}&{name}=Before17%20".encode()
        for ending in (binary(chance), b"\xff\xfe%ff%C3", quote(binary(chance)).encode()):
            storm.send("bytes", path, content=body + ending, headers=FORM)
    kept = kept_by(storm.public, storm.cookie)
    assert kept is not None
    assert not CONTROLS.search(str(msgspec.to_builtins(kept.draft)))
    assert kept.draft.number == storm.number
    storm.before = storm.stored()


def bodies(storm: Storm, chance: Random) -> None:
    """Send bodies that are no form of ours, to every address that takes one."""
    for path in POSTED * 5:
        body, kind = multipart(chance)
        page = storm.send("multipart", path, content=body, headers={"Content-Type": kind})
        assert page.status == 415, path
        storm.unchanged(path)
        assert "We cannot take files" in page.text
    for path, kind in product(POSTED, KINDS):
        body = binary(chance) if kind != "application/json" else b'{"narrative": "seventeen"}'
        page = storm.send("no form", path, content=body, headers={"Content-Type": kind})
        assert page.status == 415, (path, kind)
        storm.unchanged((path, kind))
    for path, size in product(POSTED, (300_000, 2_000_000)):
        body = f"t={storm.token}&narrative=".encode() + b"seventeen " * (size // 10)
        page = storm.send("oversized", path, content=body, headers=FORM)
        assert page.status == 413, (path, size)
        storm.unchanged((path, size))
    for path, name in dict.fromkeys(FIELDS):
        text = "Before17 " + "a word and " * 1_200
        data = {"t": storm.token, name: text, "text": text if name == "text" else "Beside17"}
        page = storm.send("too long", path, data=data)
        assert page.status == 422, (path, name)
        assert "Before17" in page.text or "country" in name or name == "zone"
        storm.unchanged((path, name))


def methods(storm: Storm, chance: Random) -> None:
    """Ask with methods no page knows, and without a token."""
    for path, method in product(POSTED, ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")):
        page = storm.send("methods", path, method=method)
        assert page.status == 405, (path, method)
        storm.unchanged((path, method))
    for path, token in product(POSTED, ("", "x", storm.token[:-1], "\0", "é" * 22)):
        text = f"Before17 {next(payloads(chance)).text}"
        data = {"t": token, "narrative": text, "text": text, "code": text, "once": text}
        storm.send("foreign token", path, data=data)
        if path not in {"erase/", "done/"}:
            storm.unchanged((path, token))


def test_the_way_back_takes_no_file_either(public: Public) -> None:
    public = Public(rates=AT_ONCE)
    visitor = public.visitor()
    visitor.fill()
    public.clock.wait(SOON)
    code = visitor.send_report()
    visitor = public.visitor()
    visitor.get("code/")
    way = visitor.post("code/", code=code)
    fields = way.fields("code/add/")
    before, chance = public.reports(), Random(18)  # noqa: S311 - a test's choices
    for number, payload in zip(range(120), payloads(chance), strict=False):
        name, other = ("narrative", "places") if number % 2 else ("places", "narrative")
        data = {**fields, name: f"Before17\n{payload.text}\nAfter17", other: "Beside17"}
        page = visitor.send("POST", "code/add/", data=data)
        what = (name, payload.kind, payload.text[:200])
        assert page.status == 422, what
        assert not any(sign in page.text for sign in payload.signs), what
        for word in ("Before17", "After17", "Beside17"):
            assert word in page.text, (word, *what)
        assert public.reports() == before
    for _, payload in zip(range(120), payloads(chance), strict=False):
        data = {"t": fields["t"], "code": f"Before17 {payload.text}"}
        page = visitor.send("POST", "code/", data=data)
        assert page.status == 422, payload.kind
        assert payload.text not in page.text


def test_the_disguises_are_of_many_kinds() -> None:
    chance = Random(17)  # noqa: S311 - a test's choices
    made = [payload for _, payload in zip(range(700), payloads(chance), strict=False)]
    assert Counter(payload.kind for payload in made) == dict.fromkeys(DISGUISES, 100)
    assert len({payload.text for payload in made}) > 600
