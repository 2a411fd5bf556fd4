"""The golden files are current; where they are not, `make golden` and a look at the difference."""

from collections.abc import Callable

import pytest

from tests.golden.full_report import FULL_REPORT
from tests.golden.rebuild import GOLDEN, ROOT
from tests.laws.report_fields import ALL_FIELDS, stated_in
from tipline.codecs.cybertipline import decode_report


@pytest.mark.parametrize(("name", "make"), GOLDEN, ids=[name for name, _ in GOLDEN])
def test_a_golden_file_is_current(name: str, make: Callable[[], bytes]) -> None:
    assert (ROOT / name).read_bytes() == make()


def test_the_golden_document_reads_as_the_report_it_was_made_of() -> None:
    assert decode_report((ROOT / "tests/golden/full.xml").read_bytes()) == FULL_REPORT


def test_the_golden_report_uses_every_field_of_a_provider() -> None:
    unused = {
        field
        for field in ALL_FIELDS - stated_in(FULL_REPORT)
        if field[0] not in {"PublicAnswers", "Seen"}
    }
    assert unused == {("Report", "public")}
