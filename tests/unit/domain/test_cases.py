"""What the store keeps of cases does not change its meaning."""

from tipline.domain.cases import MOST_IN_CASE, CaseCloseReason, CaseState


def test_states_have_the_numbers_that_are_stored() -> None:
    assert {state.name: state.value for state in CaseState} == {"OPEN": 1, "CLOSED": 2}


def test_reasons_have_the_words_that_are_stored() -> None:
    assert [reason.value for reason in CaseCloseReason] == [
        *("referred", "no_further_action", "other_case", "not_related", "opened_by_mistake"),
    ]


def test_a_case_has_a_largest_size() -> None:
    assert MOST_IN_CASE == 1_000
