"""The closed lists: as many words as the reference has, in our own spelling."""

import re

from tipline.domain import vocabulary as v

COUNTS = {
    v.IncidentType: 8,
    v.EventKind: 6,
    v.AddressType: 5,
    v.PhoneType: 7,
    v.EmailType: 4,
    v.AccountType: 6,
    v.Answer: 3,
    v.Relation: 4,
    v.ContactWish: 4,
}


def test_no_word_is_missing_or_too_many() -> None:
    assert {kind: len(kind) for kind in COUNTS} == COUNTS


def test_words_are_spelled_alike_inside_and_outside() -> None:
    for kind in COUNTS:
        for word in kind:
            assert word.value == word.name.lower()
            assert re.fullmatch("[a-z_]+", word.value)


def test_ranges() -> None:
    assert (min(v.AGE_RANGE), max(v.AGE_RANGE)) == (0, 150)
    assert (min(v.PORT_RANGE), max(v.PORT_RANGE)) == (1, 65_535)
    assert (v.PRIOR_REPORT_RANGE.start, v.PRIOR_REPORT_RANGE.stop) == (1, 10**18)
