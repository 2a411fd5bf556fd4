"""What each kind of agency gets by default, and what it can never get."""

import pytest

from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.groups import FactGroup as G
from tipline.domain.referrals.release import default_groups, may_get, why_default


@pytest.mark.parametrize("kind", AgencyKind)
def test_every_kind_has_defaults_with_a_reason_and_within_bounds(kind: AgencyKind) -> None:
    assert default_groups(kind) <= may_get(kind)
    assert G.REPORTER_CONTACT not in default_groups(kind)
    assert why_default(kind).endswith(".")


def test_police_may_act_on_every_fact() -> None:
    for kind in (AgencyKind.TASK_FORCE, AgencyKind.LOCAL_POLICE, AgencyKind.ARTICLE_18):
        assert default_groups(kind) == frozenset(G) - {G.REPORTER_CONTACT}
        assert may_get(kind) == frozenset(G)


def test_nobody_but_police_learns_how_a_reporter_is_reached() -> None:
    for kind in (AgencyKind.HOTLINE, AgencyKind.HOSTER, AgencyKind.CLEARING_HOUSE):
        assert G.REPORTER_CONTACT not in may_get(kind)


def test_hosters_and_hotlines_get_addresses_and_no_people() -> None:
    assert default_groups(AgencyKind.HOSTER) == {G.WEB_ADDRESSES, G.CONNECTIONS}
    assert default_groups(AgencyKind.HOTLINE) == {G.SUMMARY, G.WEB_ADDRESSES}
