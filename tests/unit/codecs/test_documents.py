"""The errors a document can be refused with tell all problems and nothing of its content."""

import pytest

from tipline.codecs.documents import (
    MAX_DOCUMENT_BYTES,
    DocumentError,
    InvalidDocumentError,
    UnreadableDocumentError,
    UnwritableReportError,
    unreadable,
)
from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem


def test_one_mebibyte_is_the_limit() -> None:
    assert MAX_DOCUMENT_BYTES == 2**20


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DocumentError, "document_refused"),
        (UnreadableDocumentError, "document_unreadable"),
        (InvalidDocumentError, "document_invalid"),
        (UnwritableReportError, "report_unwritable"),
    ],
)
def test_an_error_has_a_code_and_all_problems(error: type[DocumentError], code: str) -> None:
    problems = [Problem(path="/a", code="b", message="secret17")]
    raised = error(problems)
    assert isinstance(raised, TiplineError)
    assert raised.code == code
    assert raised.problems == tuple(problems)
    assert "secret" not in str(raised)
    assert str(raised)


def test_an_unreadable_document_has_one_problem() -> None:
    error = unreadable("too_large", "Synthetic message 17.", (3, 4))
    assert isinstance(error, UnreadableDocumentError)
    assert error.problems == (
        Problem(path="", code="too_large", message="Synthetic message 17.", line=3, column=4),
    )
    (problem,) = unreadable("too_large", "Synthetic message 17.").problems
    assert (problem.line, problem.column) == (None, None)
