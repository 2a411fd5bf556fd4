"""The rules in force: what an operator changed, the built-in ones otherwise."""

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS, DEFAULT_LIMITS, WEAK_CUT, MergeLimits
from tipline.domain.linking.grades import KIND_CODES, Grade
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules, decode_rules, encode_rules

CHANGED = LinkingRules(cuts={IdentifierKind.GROUP: 5}, limits=MergeLimits(largest=3_000, large=30))


def test_nothing_changed_is_what_is_built_in() -> None:
    assert {kind: BUILT_IN.cut(kind) for kind in IdentifierKind} == DEFAULT_CUTS
    assert BUILT_IN.limits == DEFAULT_LIMITS


def test_a_changed_cut_changes_no_other() -> None:
    assert {kind: CHANGED.cut(kind) for kind in IdentifierKind} == {
        **DEFAULT_CUTS,
        IdentifierKind.GROUP: 5,
    }
    assert CHANGED.by_code[KIND_CODES[IdentifierKind.GROUP]] == 5


def test_rules_are_stored_and_read_again() -> None:
    for rules in (BUILT_IN, CHANGED):
        assert decode_rules(encode_rules(rules)) == rules


def test_what_only_suggests_is_cut_low_whatever_its_kind() -> None:
    account = KIND_CODES[IdentifierKind.ACCOUNT]
    assert BUILT_IN.cut_of(account, Grade.STRONG) == BUILT_IN.cut(IdentifierKind.ACCOUNT)
    assert BUILT_IN.cut_of(account, Grade.WEAK) == WEAK_CUT
    group = KIND_CODES[IdentifierKind.GROUP]
    assert BUILT_IN.cut_of(group, Grade.WEAK) == BUILT_IN.cut(IdentifierKind.GROUP)
