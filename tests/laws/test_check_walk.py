"""The planned walk of the checks finds what a plain walk finds, in the same order."""

import ipaddress
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import ada_url
from hypothesis import example, given
from hypothesis import strategies as st

from tests.laws.strategies import public_reports, reports, xml_texts
from tests.unit.reports import NOW, full_report, leaves, parts, public_report, put
from tipline.domain.checks import check_report, formats, smuggling
from tipline.domain.checks.controls import CONTROLS
from tipline.domain.checks.disguises import legible
from tipline.domain.checks.limits import LONGEST
from tipline.domain.checks.rules import ABOUT, RULES
from tipline.domain.checks.whole import WHOLE_RULES
from tipline.domain.report import Part, Report
from tipline.domain.timestamp import Timestamp, is_past

FULL: Final = put(full_report(), "/public", public_report().public)
PLACES: Final = [at for at, _ in leaves(FULL)]

SPOILT: Final[tuple[object, ...]] = (
    *(None, True, False, 0, -1, 151, 65_536, 10**18, Decimal("NaN"), Decimal("1E+1000")),
    *("", " ", "17\x00", "17\ud800", "n" * 256, "n" * 2_084, "n" * 3_001, "US", "XX", "+1"),
    *("data:,17", "data:text/plain,Synthetic", "DATA:image/png;base64,AAAA", "%64ata%3Atext,AAAA"),
    *("&#100;ata:text/plain,17", "\uff44ata:text/plain,17", "ff" * 64, "ff " * 128, "a b@", "a b"),
    *(Timestamp("2026-06-01T12:00:00.500001Z"), Timestamp("2036-01-01T00:00:00Z")),
    *(date(2026, 6, 1), date(2036, 1, 1), ("17\x00", "data:text/plain,17"), ()),
)

Found = tuple[str, str]
"""The path and the code of a problem."""


def plainly_checked(report: Report) -> Iterator[Found]:
    """Yield what is wrong with a report: values by their kind, then every rule."""
    yield from _part(report, "")
    if report.public is None:
        for rule in WHOLE_RULES:
            yield from ((problem.path, problem.code) for problem in rule(report))


def _part(part: Part, path: str) -> Iterator[Found]:
    longest = LONGEST.get(type(part), {})
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _value(item, f"{path}/{name}/{index}", longest.get(name))
        elif name != "reenabled_at":
            yield from _value(value, f"{path}/{name}", longest.get(name))
    for rule in RULES.get(type(part), ()):
        yield from ((problem.path, problem.code) for problem in rule(path, part))


def _value(value: object, path: str, longest: int | None) -> Iterator[Found]:
    if isinstance(value, Part):
        yield from _part(value, path)
    elif type(value) is str:
        if longest is not None and len(value) > longest:
            yield path, "too_long"
        if CONTROLS.search(value):
            yield path, "control_character"
        if len(value) >= 12 and plainly_hides(value):
            yield path, "file_in_text"
    elif isinstance(value, Timestamp | date) and not is_past(value, NOW):
        yield path, "not_past"


def plainly_hides(text: str) -> bool:
    """Tell whether a text hides a file, without the quick look at short texts."""
    return smuggling._hides_file(legible(text), smuggling._MOST_LAYERS)


def found_in(report: Report) -> list[Found]:
    return [(problem.path, problem.code) for problem in check_report(report, NOW)]


@given(reports() | public_reports())
def test_the_same_is_found_in_any_report(report: Report) -> None:
    assert found_in(report) == list(plainly_checked(report))


@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(SPOILT), max_size=3))
def test_the_same_is_found_where_facts_are_wrong(spoilt: dict[str, object]) -> None:
    report = FULL
    for pointer, value in spoilt.items():
        # What a fact is made of stays: rules ask of a time or a number what only that can do.
        old = dict(leaves(report)).get(pointer)
        if type(old) is type(value) or (value is None and not pointer[-1].isdecimal()):
            report = put(report, pointer, value)
    try:
        expected = list(plainly_checked(report))
    except (AttributeError, TypeError):
        return  # a fact that no report can be without is absent
    assert found_in(report) == expected


def test_a_rule_is_spared_only_where_it_has_nothing_to_say() -> None:
    """Whatever else is stated: without what a rule is about it finds nothing."""
    for pointer, part in parts(FULL):
        bare = put(part, "", part)
        for rule in RULES.get(type(part), ()):
            for name in ABOUT.get(rule, ()):
                if name in part.__struct_fields__:
                    empty: object = () if isinstance(getattr(part, name), tuple) else None
                    bare = put(bare, f"/{name}", empty)
            if rule in ABOUT:
                assert list(rule(pointer, bare)) == []


@example("data:")
@example("\u212aata:text,")
@example("DaTa:text/plain,")
@given(
    st.lists(st.sampled_from(["data", "DATA", ":", ",", "%", "&", "a"]) | st.text()).map("".join)
)
def test_the_quick_look_passes_no_text_that_hides_a_file(text: str) -> None:
    assert smuggling.hides_file(text) == plainly_hides(text)
    if smuggling._DATA_URI.search(text):
        assert "data:" in text.lower()


@given(
    st.sampled_from(
        ["ff ", "ff,", "ff:", "ff, ", f"000000{'ff' * 16}\n", f"000000: {'ff ' * 16}\n"]
    ),
    st.integers(7, 9) | st.integers(125, 129),
    xml_texts,
)
def test_the_look_at_a_glance_passes_no_dump(row: str, times: int, text: str) -> None:
    dump = row * times + text
    if smuggling._HEX_DUMP.search(dump):
        assert smuggling._may_be_dump(dump)


@given(st.from_regex(formats._PLAIN_IPV4, fullmatch=True))
def test_plain_ipv4_addresses_are_addresses(text: str) -> None:
    assert str(ipaddress.IPv4Address(text)) == text


@example("1::2:3:4:5:6:7")
@example("1:2:3:4:5:6::7")
@example("1:2:3:4:5:6::7:8")
@given(st.from_regex(formats._PLAIN_IPV6, fullmatch=True))
def test_plain_ipv6_addresses_are_addresses(text: str) -> None:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        assert not formats.is_ip_address(text)
    else:
        assert formats.is_ip_address(text)


@given(st.from_regex(formats._PLAIN_URL, fullmatch=True))
def test_plain_web_addresses_are_addresses(text: str) -> None:
    assert not formats._UNFIT_FOR_URL.search(text)
    assert ada_url.check_url(text)
