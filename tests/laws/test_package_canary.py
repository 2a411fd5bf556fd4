"""The canary: no document of a package says what is internal, or what was withheld."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from tests.unit import reports as made
from tests.unit.services.referrals.cases import (
    CANARY,
    HOLDER,
    SERVICES,
    opened,
    registry,
    release,
)
from tipline.domain import report as r
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup as G
from tipline.domain.referrals.release import count_groups, keep_groups
from tipline.gateways.packages import load_referral_signer
from tipline.services.referrals.compose_dossier import Material, compose_dossier
from tipline.services.referrals.write_package import WRITERS, Package, write_package


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def material(*reports: r.Report) -> Material:
    """Return a case of public and provider reports, each with a supplement."""
    return Material(
        reports=[
            opened(10 * number, one, one, provider=5 if one.public is None else None)
            for number, one in enumerate(reports, 1)
        ],
        services=SERVICES,
        registry=registry,
    )


def public_report() -> r.Report:
    """Return a public report with every fact, whose reporter agreed to be reached."""
    public = made.public_report().public
    return msgspec.structs.replace(made.full_report(), public=public)


def written(dossier: Dossier, keys: Path) -> Package:
    return write_package(dossier, load_referral_signer(keys), WRITERS)


def marked(report: r.Report, tag: str) -> r.Report:
    """Return a report whose every free text tells where it stands, and in which group."""
    for at, part in list(made.parts(report)):
        for name in made.text_fields(type(part)):
            value = getattr(part, name)
            if not isinstance(value, str | tuple):
                continue
            if name in {"of", "day", "zone", "calling_code", "address", "number", "urls"}:
                continue
            mark = f"canary{tag}" + re.sub("[^a-z0-9]", "z", f"{at}/{name}/end")
            report = made.put(
                report, f"{at}/{name}", (mark,) * len(value) if isinstance(value, tuple) else mark
            )
    return report


def texts(report: r.Report) -> set[str]:
    """Return every text a report states that tells by itself where it is from."""
    return {
        str(value)
        for _, value in made.leaves(report)
        if isinstance(value, str) and "canary" in value
    }


def contents(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield everything that can be read in a package, also inside of its documents."""
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            yield name, data + name.encode()
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    for inner in book.namelist():
                        yield f"{name}/{inner}", book.read(inner)
            if name.endswith(".pdf"):
                reader = pypdf.PdfReader(io.BytesIO(data))
                pages = "".join(page.extract_text() for page in reader.pages)
                # Long words are broken over lines.
                yield f"{name} text", re.sub(r"\s|\u00ad|\u200b", "", pages).encode()
                yield f"{name} about", repr(reader.metadata).encode()


def leaks(package: Package, words: set[str]) -> list[tuple[str, str]]:
    return [
        (name, word) for name, data in contents(package) for word in words if word.encode() in data
    ]


INTERNAL = {CANARY, str(HOLDER), "7700777", "1770000000", "2026-02-02T"}


def test_nothing_internal_is_inside(keys: Path) -> None:
    dossier = compose_dossier(release(), material(made.full_report(), public_report()))
    assert leaks(written(dossier, keys), INTERNAL) == []


EVERY = tuple(G)


@pytest.mark.parametrize("pair", [*zip(EVERY[::2], EVERY[1::2], strict=True)])
def test_no_document_says_what_was_withheld(pair: tuple[G, G], keys: Path) -> None:
    """Two groups are withheld at a time: each package takes seconds to write and to read."""
    reports = (marked(made.full_report(), "a"), marked(public_report(), "b"))
    groups = frozenset(G) - {*pair}
    dossier = compose_dossier(release(groups), material(*reports))
    withheld: set[str] = set()
    for report in reports:
        withheld |= texts(report) - texts(keep_groups(report, groups))
    for held in dossier.reports:
        assert not {*pair} & {*count_groups(held.report)}
    assert withheld
    assert leaks(written(dossier, keys), withheld | INTERNAL) == []


def test_the_marks_are_found_where_they_are_released(keys: Path) -> None:
    """The test above would see a leak: what is released is seen in the same way."""
    report = marked(made.full_report(), "a")
    found = leaks(written(compose_dossier(release(), material(report)), keys), texts(report))
    words = {word for _, word in found}
    assert texts(report) <= words
    seen: dict[str, Any] = {name: None for name, _ in found}
    assert {"facts.json", "print.pdf text", "case-uco.jsonld", "stix.json"} <= set(seen)
    assert {"identifiers.csv", "facts.xlsx/xl/sharedStrings.xml"} <= set(seen)


def test_withheld_identifiers_are_in_no_row(keys: Path) -> None:
    """Addresses and numbers have no room for marks: each group has its own here."""

    def person(name: str, last: int) -> dict[str, Any]:
        return {
            "person": r.Person(
                emails=(r.Email(address=f"canary-{name}@example.org"),),
                phones=(r.Phone(number=f"+1 202 555 01{last}"),),
            ),
            "ip_events": (r.IpEvent(address=f"192.0.2.2{last}"),),
            "profile_urls": (f"https://example.org/canary-{name}",),
        }

    report = r.Report(
        incidents=(r.WebPageIncident(urls=("https://example.org/canary-web",)),),
        reported=(r.Reported(**person("reported", 31)),),
        recipients=(r.Recipient(**person("recipient", 32)),),
        victims=(r.Victim(**person("victim", 33)),),
    )
    words = {
        G.REPORTED: {"canary-reported", "555 0131", "5550131", "192.0.2.231"},
        G.RECIPIENTS: {"canary-recipient", "555 0132", "5550132", "192.0.2.232"},
        G.VICTIMS: {"canary-victim", "555 0133", "5550133", "192.0.2.233"},
        G.CONNECTIONS: {"192.0.2.231", "192.0.2.232", "192.0.2.233"},
        G.WEB_ADDRESSES: {"canary-web"},
    }
    for group, withheld in words.items():
        dossier = compose_dossier(release(frozenset(G) - {group}), material(report))
        assert leaks(written(dossier, keys), withheld) == []
    everything = written(compose_dossier(release(), material(report)), keys)
    for withheld in words.values():
        assert {word for _, word in leaks(everything, withheld)} >= {max(withheld)}
