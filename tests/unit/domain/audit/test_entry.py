"""The lines of the audit log, and what is read out of them."""

from datetime import UTC, datetime

import pytest

from tipline.domain.audit.entry import Entry, entry_line, subject_in


def test_a_line_names_its_subject() -> None:
    entry = Entry(
        number=7,
        at=datetime(2026, 11, 22, 12, tzinfo=UTC),
        actor="provider:1",
        action="report.submitted",
        subject="report:17",
    )
    assert subject_in(entry_line(entry)) == "report:17"


@pytest.mark.parametrize(
    "line", [b"", b"\xff", b"{}", b"[]", b'{"subject":7}', b'{"subject":"\xff"}']
)
def test_what_is_no_line_names_none(line: bytes) -> None:
    assert subject_in(line) is None
