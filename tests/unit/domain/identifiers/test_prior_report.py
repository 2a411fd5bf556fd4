"""Numbers of earlier reports."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, prior_report


def report(value: str) -> Identifier:
    return Identifier(IdentifierKind.PRIOR_REPORT, "", value)


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        (12_345_678, "12345678"),
        ("12345678", "12345678"),
        (" #0012345678 ", "12345678"),
        ("No. 12345678", "12345678"),
        ("\u0661\u0667", "17"),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_normal_form(stated: str | int, normal: str) -> None:
    assert prior_report.normal_form(stated) == report(normal)


@pytest.mark.parametrize("stated", ["", "0", 0, -17, "none", "17 and 18", "17a"])
def test_no_report(stated: str | int) -> None:
    assert prior_report.normal_form(stated) is None


def test_display_form_is_the_number() -> None:
    assert prior_report.display_form(report("17")) == "17"


@pytest.mark.parametrize(("value", "common"), [("99999999", True), ("7", False), ("17", False)])
def test_known_common(value: str, common: bool) -> None:
    assert prior_report.known_common(report(value)) is common
