"""Whatever a report holds, its pages can be set, and every letter of its facts is on them."""

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.laws.strategies import public_reports, reports
from tests.unit.codecs.printable.pieces import dossier, everything, printed, squeezed
from tipline.codecs.printable.bounds import lines
from tipline.codecs.printable.showable import replacements
from tipline.codecs.printable.typeset import missing
from tipline.domain.report import Part, Report

SLOW = settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

NEVER_DRAWN = set("\u200c\u200d\u200e\u200f")
"""Joiners and direction marks: they only change how other letters look."""


def texts(value: Any) -> list[str]:  # noqa: ANN401 - any part of a report
    """Return the texts of a report, but no pointers, which are printed in words."""
    if isinstance(value, Part):
        return [
            text
            for name in value.__struct_fields__
            if name != "of"
            for text in texts(getattr(value, name))
        ]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    return [value] if type(value) is str else []


def check(report: Report) -> None:
    stated = [line for text in texts(report) if text.strip() for line in lines(text)]
    shown = replacements(set("".join(stated)), missing)
    read = set(everything(printed(dossier(report))))
    for text in stated:
        assert set(squeezed(text.translate(shown))) - NEVER_DRAWN <= read


@SLOW
@given(reports())
def test_every_letter_of_a_provider_s_report_is_on_the_pages(report: Report) -> None:
    check(report)


@SLOW
@given(public_reports())
def test_every_letter_of_a_public_report_is_on_the_pages(report: Report) -> None:
    check(report)
