"""The rules that look at a report as a whole, and that only a provider's report must keep.

A member of the public may be anonymous and know neither type nor time, so none of these applies to
a report with public answers. Source: CyberTipline API reference, sections 2.1, 2.2 and 2.13.
"""

from collections.abc import Callable, Iterator
from typing import Final

from tipline.domain.problems import Problem
from tipline.domain.report import EmailIncident, NewsgroupIncident, Person, Report


def type_and_time_given(report: Report) -> Iterator[Problem]:
    """The two facts every provider's report has: what kind of incident, and when."""
    if report.summary.incident_type is None:
        message = "A provider's report names its incident type."
        yield Problem(path="/summary/incident_type", code="type_missing", message=message)
    if report.summary.incident_time is None:
        message = "A provider's report says when it happened, with the time zone."
        yield Problem(path="/summary/incident_time", code="time_missing", message=message)


def reporter_can_be_written_to(report: Report) -> Iterator[Problem]:
    """R1: the reporting person has an e-mail address."""
    if not any(email.address.strip() for email in report.reporter.person.emails):
        message = "The reporting person needs an e-mail address."
        yield Problem(
            path="/reporter/person/emails", code="reporter_email_missing", message=message
        )


def incident_emails_belong_to_someone(report: Report) -> Iterator[Problem]:
    """R2: an address in an e-mail or newsgroup incident is also given under a person."""
    stated = [
        (number, incident)
        for number, incident in enumerate(report.incidents)
        if isinstance(incident, (EmailIncident, NewsgroupIncident)) and incident.emails
    ]
    if stated:
        owned = {_same(email.address) for person in _people(report) for email in person.emails}
        for number, incident in stated:
            for index, email in enumerate(incident.emails):
                if _same(email.address) not in owned:
                    message = (
                        "Give this address as well under the person it belongs to:"
                        " reported, intended recipient or victim."
                    )
                    path = f"/incidents/{number}/emails/{index}"
                    yield Problem(path=path, code="incident_email_unowned", message=message)


def one_reported(report: Report) -> Iterator[Problem]:
    """R14: one person or account is reported at a time."""
    for index in range(1, len(report.reported)):
        message = (
            "Only one person or account can be reported at a time: send a report for each, or"
            " give the person's other accounts as associated accounts."
        )
        yield Problem(path=f"/reported/{index}", code="several_reported", message=message)


def _people(report: Report) -> Iterator[Person]:
    for subject in (*report.reported, *report.recipients, *report.victims):
        if subject.person is not None:
            yield subject.person


def _same(address: str) -> str:
    return address.strip().casefold()


WHOLE_RULES: Final[tuple[Callable[[Report], Iterator[Problem]], ...]] = (
    type_and_time_given,
    reporter_can_be_written_to,
    incident_emails_belong_to_someone,
    one_reported,
)
"""What a provider's report must keep as a whole."""
