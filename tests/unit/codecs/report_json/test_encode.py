"""What is written: every stated fact, nothing for what was not stated, and never bad JSON."""

import copy
import json
from decimal import Decimal

import pytest

from tests.unit.reports import full_report, leaves, provider_report, put
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnwritableReportError
from tipline.codecs.report_json import decode_report, encode_report
from tipline.codecs.report_json.encode import _encode_own
from tipline.domain import report as r
from tipline.domain import vocabulary as v


def refusal(report: r.Report) -> tuple[str, str]:
    for indent in (False, True):
        with pytest.raises(UnwritableReportError) as caught:
            encode_report(report, indent=indent)
        assert caught.value.__cause__ is None
    (problem,) = caught.value.problems
    return problem.path, problem.code


def test_nothing_is_written_for_what_was_not_stated() -> None:
    assert encode_report(r.Report()) == b"{}"
    assert encode_report(provider_report()) == (
        b'{"summary":{"incident_type":"sex_tourism",'
        b'"incident_time":"2026-01-31T13:45:00.123456789+02:00"},'
        b'"reporter":{"person":{"emails":[{"address":"desk@example.org"}]}}}'
    )


def test_equal_reports_give_equal_bytes() -> None:
    for indent in (False, True):
        one = encode_report(full_report(), indent=indent)
        assert one == encode_report(full_report(), indent=indent)
        assert one == encode_report(decode_report(one), indent=indent)


def test_an_empty_part_is_written_alike_however_it_came_to_be() -> None:
    stated = b'{"summary":{"annotations":{}},"reporter":{"person":{}},"victims":[{"person":{}}]}'
    report = decode_report(stated)
    assert report == r.Report(victims=(r.Victim(),))
    assert encode_report(report) == encode_report(r.Report(victims=(r.Victim(),)))
    assert encode_report(report) == b'{"victims":[{}]}'
    kept = r.Report(reported=(r.Reported(location=r.EstimatedLocation()),))
    assert encode_report(kept) == b'{"reported":[{"location":{}}]}'
    for one in (full_report(), kept, r.Report(additional_info="{}")):
        assert encode_report(copy.deepcopy(one)) == encode_report(one)
        assert decode_report(encode_report(one)) == one


def test_indented_it_is_the_same_document() -> None:
    plain, indented = (encode_report(full_report(), indent=indent) for indent in (False, True))
    assert json.loads(plain) == json.loads(indented)
    assert indented.startswith(b'{\n  "summary": {\n    "incident_type": ')
    assert b"\n" not in plain


def test_every_stated_fact_is_in_the_document() -> None:
    document = json.loads(encode_report(full_report()), parse_float=Decimal)
    for pointer, value in leaves(full_report()):
        if value is None or (value is False and "/annotations/" in pointer):
            continue
        inside = document
        for segment in pointer.split("/")[1:]:
            inside = inside[int(segment)] if isinstance(inside, list) else inside[segment]
        assert str(inside) == str(value)


def test_each_incident_names_its_technology() -> None:
    document = json.loads(encode_report(full_report()))
    assert [incident["on"] for incident in document["incidents"]] == [
        *("web_page", "email", "newsgroup", "chat", "game", "phone", "offline", "peer_to_peer")
    ]


@pytest.mark.parametrize("digits", ["51.50740", "-0.10", "17", "1E+5", "1E-999", "1E+5000"])
def test_coordinates_are_numbers_with_every_digit(digits: str) -> None:
    report = r.Report(incidents=(r.PhoneIncident(latitude=Decimal(digits)),))
    assert encode_report(report) == (
        b'{"incidents":[{"on":"phone","latitude":' + digits.encode() + b"}]}"
    )


@pytest.mark.parametrize("name", ["latitude", "longitude"])
@pytest.mark.parametrize("digits", ["NaN", "sNaN17", "Infinity", "-Infinity"])
def test_what_is_no_number_is_never_written(name: str, digits: str) -> None:
    report = put(full_report(), f"/incidents/5/{name}", Decimal(digits))
    assert refusal(report) == (f"/incidents/5/{name}", "not_a_number")


@pytest.mark.parametrize("mark", [chr(0xD800), chr(0xDC00), chr(0xDFFF) + chr(0xD800)])
def test_half_a_character_is_never_written(mark: str) -> None:
    assert refusal(r.Report(additional_info=f"Synthetic {mark}")) == ("", "not_unicode")
    assert refusal(put(full_report(), "/victims/0/display_names/1", mark)) == ("", "not_unicode")


def test_numbers_of_any_size_survive() -> None:
    report = r.Report(reported=(r.Reported(prior_reports=(10**400, -(2**63) - 1, 2**64)),))
    assert decode_report(encode_report(report)) == report


def test_the_size_has_one_limit() -> None:
    frame = len(b'{"additional_info":""}')
    report = r.Report(additional_info="n" * (MAX_DOCUMENT_BYTES - frame))
    assert len(encode_report(report)) == MAX_DOCUMENT_BYTES
    assert refusal(put(report, "/additional_info", f"{report.additional_info}n")) == (
        "",
        "too_large",
    )


def test_control_characters_are_escaped() -> None:
    data = encode_report(r.Report(additional_info="\x00\x1b\n\x7f"))
    assert b"\x00" not in data
    assert b"\x1b" not in data
    assert decode_report(data).additional_info == "\x00\x1b\n\x7f"


def test_only_our_own_text_types_need_help() -> None:
    with pytest.raises(TypeError, match="object"):
        _encode_own(object())
    assert encode_report(r.Report(public=r.PublicAnswers(contact_wish=v.ContactWish.BY_CODE))) == (
        b'{"public":{"contact_wish":"by_code"}}'
    )
