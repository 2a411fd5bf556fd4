"""The chapters of a referral, and how what belongs to a report finds it again."""

import msgspec
import pytest

from tests.golden.full_referral import BY_THE_PUBLIC, FULL_REFERRAL
from tipline.codecs.exchange import chapters, context_of, dossier_of, report_of, without_answer
from tipline.domain.report import Reporter, Victim
from tipline.domain.sightings import Role


def test_what_is_of_one_subject_stands_together() -> None:
    found = [(one.report, one.role, one.subject) for one in chapters(FULL_REFERRAL)]
    assert found[0] == (None, None, "")
    assert found[1] == (17, None, "")
    assert (17, Role.REPORTER, "/reporter") in found
    assert found[-2:] == [
        (18, Role.INCIDENT, "/incidents/0"),
        (18, Role.REPORTED, "/reported/0"),
    ]
    assert len(found) == len(set(found))


def test_the_address_of_the_answer_goes_nowhere() -> None:
    lines = [line for one in chapters(FULL_REFERRAL) for line in one.lines]
    assert not [line for line in lines if "/answer" in line]


def test_an_empty_report_is_there_all_the_same() -> None:
    held = msgspec.structs.replace(FULL_REFERRAL.reports[1], report=type(BY_THE_PUBLIC)())
    dossier = msgspec.structs.replace(FULL_REFERRAL, reports=(held,), answer_at=None)
    assert dossier_of((one.report, one.lines) for one in chapters(dossier)) == dossier


def test_empty_subjects_are_there_all_the_same() -> None:
    report = type(BY_THE_PUBLIC)(reporter=Reporter(contact=None), victims=(Victim(), Victim()))
    held = msgspec.structs.replace(FULL_REFERRAL.reports[1], report=report)
    dossier = msgspec.structs.replace(FULL_REFERRAL, reports=(held,))
    told = [(one.report, one.lines) for one in chapters(dossier)]
    assert dossier_of(told) == without_answer(dossier)


@pytest.mark.parametrize("number", [None, 1, 10**12])
def test_a_context_names_its_report(number: int | None) -> None:
    assert report_of(context_of(number)) == number


def test_another_context_is_none_of_ours() -> None:
    with pytest.raises(ValueError, match="int"):
        report_of("case 17")
