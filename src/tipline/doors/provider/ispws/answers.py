"""The answers of the XML surface: `reportResponse` and `reportDoneResponse` documents.

Source: CyberTipline API reference, sections 1.3 and 3.
"""

from starlette.responses import Response

from tipline.codecs.cybertipline import ReportDoneResponse, ReportResponse, encode_response
from tipline.domain.problems import Problem
from tipline.doors.provider.problems import answer_to, detail_of, headers_of, problems_of
from tipline.doors.provider.refusals import CredentialsRefusedError

XML = "application/xml"


def success(number: int | None = None, description: str = "Success") -> Response:
    """Return the answer to status, submit and retract."""
    return _document(ReportResponse(code=0, description=description, report_id=number))


def finished(number: int) -> Response:
    """Return the answer to finish: the receipt."""
    return _document(ReportDoneResponse(code=0, report_id=number))


def refusal(error: Exception) -> Response:
    """Return the answer to what was refused or failed: never a report id.

    Wrong credentials get an empty body, as the service gives.
    """
    answer, headers = answer_to(error), headers_of(error)
    if isinstance(error, CredentialsRefusedError):
        return Response(status_code=answer.status, headers=headers)
    document = ReportResponse(
        code=answer.response_code, description=_description(answer.title, error)
    )
    return _document(document, answer.status, headers)


def _document(
    document: ReportResponse | ReportDoneResponse,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    return Response(encode_response(document), status, headers, media_type=XML)


def _description(title: str, error: Exception) -> str:
    """Return a description that names every problem, each with its position first."""
    problems = "\n".join(map(_line, problems_of(error)))
    return f"{title}: {problems}" if problems else detail_of(error) or title


def _line(problem: Problem) -> str:
    position = "" if problem.line is None else f"[{problem.line},{problem.column}] "
    path = f"{problem.path}: " if problem.path else ""
    return f"{position}{path}{problem.message}"
