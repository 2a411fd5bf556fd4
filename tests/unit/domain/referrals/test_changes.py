"""What is new in a version: where, never what; and never too much of it."""

from tests.unit import reports as made
from tests.unit.domain.referrals.dossiers import dossier_of, full_dossier
from tipline.domain import report as r
from tipline.domain.referrals.changes import MOST_CHANGES, changes_between
from tipline.domain.referrals.dossier import Change


def page(*urls: str) -> r.Report:
    return r.Report(incidents=(r.WebPageIncident(urls=urls),))


def changes(old: r.Report, new: r.Report) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for one in changes_between(dossier_of(old), dossier_of(new))]


def test_equal_versions_have_no_changes() -> None:
    assert changes_between(full_dossier(), full_dossier()) == ()


def test_reports_that_are_new_or_gone_are_named_once() -> None:
    one, two = dossier_of(page("a")), dossier_of(page("a"), page("b"))
    assert changes_between(one, two) == (Change(kind="added", report=18),)
    assert changes_between(two, one) == (Change(kind="removed", report=18),)


def test_fields_are_named_by_their_places() -> None:
    assert changes(page("a", "b"), page("a", "c")) == [("changed", "/incidents/0/urls/1")]
    assert changes(page("a"), page("a", "c")) == [("added", "/incidents/0/urls/1")]
    assert changes(page("a", "c"), page("a")) == [("removed", "/incidents/0/urls/1")]
    assert changes(r.Report(), r.Report(additional_info="x")) == [("added", "/additional_info")]
    assert changes(r.Report(additional_info="x"), r.Report()) == [("removed", "/additional_info")]
    chat = r.Report(incidents=(r.ChatIncident(),))
    assert changes(page("a"), chat) == [("changed", "/incidents/0")]


def test_a_part_that_is_new_is_named_once() -> None:
    victims = made.full_report().victims
    assert changes(r.Report(), r.Report(victims=victims)) == [("added", "/victims/0")]


def test_too_many_changes_become_one_for_each_report() -> None:
    many = [str(number) for number in range(MOST_CHANGES + 1)]
    old = dossier_of(page(), page("a"), page("b"))
    new = dossier_of(page(*many), page("a"))
    assert changes_between(old, new) == (
        Change(kind="changed", report=17),
        Change(kind="removed", report=19),
    )
    assert changes_between(new, old)[-1] == Change(kind="added", report=19)
    assert len(changes_between(dossier_of(page()), dossier_of(page(*many[:-1])))) == MOST_CHANGES
