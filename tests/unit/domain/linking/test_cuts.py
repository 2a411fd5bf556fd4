"""Cuts and limits: what identifies an account is cut high, what strangers share low."""

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS, DEFAULT_LIMITS

K = IdentifierKind
ACCOUNTS = {K.EMAIL, K.PHONE, K.ACCOUNT, K.SCREEN_NAME, K.PROFILE_URL, K.DEVICE, K.PRIOR_REPORT}


def test_every_kind_has_a_cut() -> None:
    assert {*DEFAULT_CUTS} == {*IdentifierKind}


def test_what_identifies_an_account_is_cut_at_a_thousand_and_all_else_far_below() -> None:
    assert {DEFAULT_CUTS[kind] for kind in ACCOUNTS} == {1_000}
    assert max(cut for kind, cut in DEFAULT_CUTS.items() if kind not in ACCOUNTS) <= 200


def test_a_site_is_never_linked_by() -> None:
    assert DEFAULT_CUTS[K.DOMAIN] == 0


def test_a_large_cluster_is_smaller_than_the_largest() -> None:
    assert 1 < DEFAULT_LIMITS.large < max(DEFAULT_CUTS.values()) < DEFAULT_LIMITS.largest
