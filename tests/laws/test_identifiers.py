"""Laws of identifiers: total, idempotent, shown as they compare; and of sightings in reports."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.strategies import public_reports, reports
from tests.unit.reports import value_at
from tipline.domain.identifiers import (
    Identifier,
    IdentifierKind,
    account,
    device,
    display_form,
    email,
    group,
    ip,
    known_common,
    phone,
    prior_report,
    screen_name,
    specificity,
    weaker_keys,
)
from tipline.domain.identifiers.text.folding import ascii_digits, fold, single_spaced, tidy, whole
from tipline.domain.identifiers.text.lookalikes import look
from tipline.domain.identifiers.text.refang import refang, refang_at
from tipline.domain.identifiers.text.service import service_scope
from tipline.domain.identifiers.web import hosts, profile_url, url
from tipline.domain.report import Report
from tipline.domain.sightings import find_sightings

NormalForm = Callable[[str, str], Identifier | None]

NORMAL_FORMS: dict[IdentifierKind, NormalForm] = {
    IdentifierKind.EMAIL: lambda text, _: email.normal_form(text),
    IdentifierKind.PHONE: lambda text, _: phone.normal_form(text),
    IdentifierKind.ACCOUNT: account.normal_form,
    IdentifierKind.SCREEN_NAME: screen_name.normal_form,
    IdentifierKind.PROFILE_URL: lambda text, _: profile_url.normal_form(text),
    IdentifierKind.URL: lambda text, _: url.normal_form(text),
    IdentifierKind.IP: lambda text, _: ip.normal_form(text),
    IdentifierKind.DEVICE: device.normal_form,
    IdentifierKind.GROUP: group.normal_form,
    IdentifierKind.PRIOR_REPORT: lambda text, _: prior_report.normal_form(text),
}

PIECES = (
    *("@", "[at]", "(dot)", "[.]", "hxxps://", "https://", "mailto:", "www.", "m.", "//", "/"),
    *("example.org", "example.com", "localhost", "xn--", "?", "&", "a=1", "utm_source=1", "#"),
    *("user17", "User_17", "admin", "0", "1", "17", "+1", "+44", "0044", "(0)", "ext 5", "%2e"),
    *("202 555 0117", "01632 960017", "192.0.2.17", "2001:db8::", "::ffff:192.0.2.17", ":80"),
    *("[", "]", "<", ">", '"', "\\", "%", "-", ".", "..", "~", " ", "\t", "\n", "\0", "\x7f"),
    *("\u0130", "\u0131", "\u00df", "\u03c2", "\ufb01", "\u0345", "\u1fb3", "\u3164", "\u2462"),
    *("\u3002", "\uff0e", "\uff20", "\uff12", "\u0661", "\u200b", "\u202e", "\ufeff", "\ufe0f"),
    *("\u0430", "\u0456", "\u03bf", "\u0142", "\u00e6", "\ud800", "\udc17", "\U0010ffff"),
)
"""What addresses, numbers and names are made of, and what has broken other people's code."""

any_text = st.text(st.characters(min_codepoint=0, exclude_categories=[]), max_size=20)
pieces = st.lists(st.sampled_from(PIECES) | any_text, max_size=7).map("".join)
numbers = st.text("+0123456789 ()-.", max_size=20)
texts = pieces | any_text | numbers


def test_every_kind_that_is_stated_has_a_normal_form() -> None:
    derived = {
        IdentifierKind.EMAIL_VARIANT,
        IdentifierKind.SCREEN_NAME_VARIANT,
        IdentifierKind.SCREEN_NAME_ANY,
        IdentifierKind.URL_VARIANT,
        IdentifierKind.DOMAIN,
        IdentifierKind.IP_NETWORK,
    }
    assert {*NORMAL_FORMS} | derived == {*IdentifierKind}


@pytest.mark.parametrize("kind", NORMAL_FORMS)
@given(text=texts, context=texts)
def test_normal_forms_are_total_and_idempotent(
    kind: IdentifierKind, text: str, context: str
) -> None:
    identifier = NORMAL_FORMS[kind](text, context)
    if identifier is not None:
        assert identifier.kind is kind
        assert identifier.value
        assert (identifier.scope + identifier.value).encode()
        assert NORMAL_FORMS[kind](identifier.value, identifier.scope) == identifier


@pytest.mark.parametrize("kind", NORMAL_FORMS)
@given(text=texts, context=texts)
def test_what_is_shown_is_the_same_identifier(
    kind: IdentifierKind, text: str, context: str
) -> None:
    identifier = NORMAL_FORMS[kind](text, context)
    if identifier is not None:
        assert NORMAL_FORMS[kind](display_form(identifier), identifier.scope) == identifier


@pytest.mark.parametrize("kind", NORMAL_FORMS)
@given(text=texts, context=texts)
def test_derived_keys_say_no_more_and_end_there(
    kind: IdentifierKind, text: str, context: str
) -> None:
    identifier = NORMAL_FORMS[kind](text, context)
    if identifier is None:
        return
    keys = weaker_keys(identifier)
    assert not (keys and known_common(identifier))
    for key in keys:
        assert key.value
        assert key != identifier
        assert display_form(key)
        assert specificity(key) <= specificity(identifier)
        assert weaker_keys(key) == ()


@given(
    text=texts, code=st.none() | texts, region=st.none() | st.sampled_from(("US", "GB", "", "A1"))
)
def test_phone_numbers_are_total_in_any_context(
    text: str, code: str | None, region: str | None
) -> None:
    identifier = phone.normal_form(text, code, region)
    if identifier is not None:
        assert phone.normal_form(identifier.value) == identifier


@pytest.mark.parametrize("form", [fold, look, service_scope, single_spaced, whole, ascii_digits])
@given(text=texts)
def test_foldings_are_total_and_idempotent(form: Callable[[str], str], text: str) -> None:
    assert form(form(text)) == form(text)


@pytest.mark.parametrize("form", [tidy, refang, refang_at])
@given(text=texts)
def test_repairs_are_total(form: Callable[[str], str], text: str) -> None:
    form(text)


@given(text=texts)
def test_hosts_are_total(text: str) -> None:
    hosts.registrable_domain(hosts.host_of(text))
    hosts.is_shared_host(text)


@given(report=reports() | public_reports())
def test_every_report_has_its_sightings(report: Report) -> None:
    found = find_sightings(report)
    assert found == find_sightings(report)
    keys = [(s.identifier, s.role, s.subject, s.at, s.port) for s in found]
    assert len({*keys}) == len(keys)
    for sighting in found:
        assert sighting.path.startswith(f"{sighting.subject}/")
        assert sighting.display.endswith(str(value_at(report, sighting.path)))
        assert sighting.display.encode()
