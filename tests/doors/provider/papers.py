"""Documents that providers send, and how their clients read the answers."""

from lxml import etree

from tipline.codecs import cybertipline, report_json
from tipline.codecs.cybertipline import ReportDoneResponse, ReportResponse

MINIMAL = """<report>
  <incidentSummary>
    <incidentType>Child Sex Trafficking</incidentType>
    <incidentDateTime>2026-01-31T13:45:00Z</incidentDateTime>
  </incidentSummary>
  <reporter>
    <reportingPerson>
      <email>desk@example.org</email>
    </reportingPerson>
  </reporter>
</report>
"""
"""The least that is taken: type, time, and whom to write to."""

URGENT = MINIMAL.replace(
    "    <incidentDateTime>",
    "    <escalateToHighPriority>Synthetic reason 17.</escalateToHighPriority>\n"
    "    <incidentDateTime>",
)
AS_JSON = report_json.encode_report(cybertipline.decode_report(MINIMAL.encode()))


def wrong(document: str = MINIMAL) -> str:
    """Return a document with three things wrong: a word, a time, an address."""
    return (
        document.replace("Child Sex Trafficking", "Something else")
        .replace("2026-01-31", "2031-01-31")
        .replace("desk@example.org", "nobody")
    )


def response(body: bytes) -> ReportResponse:
    """Read a `reportResponse`."""
    answer = cybertipline.decode_response(body)
    assert isinstance(answer, ReportResponse)
    return answer


def done(body: bytes) -> ReportDoneResponse:
    """Read a `reportDoneResponse`."""
    answer = cybertipline.decode_response(body)
    assert isinstance(answer, ReportDoneResponse)
    return answer


def tags(body: bytes) -> list[str]:
    """Name the elements of a document in order."""
    return [str(element.tag) for element in etree.fromstring(body).iter()]
