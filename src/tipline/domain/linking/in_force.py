"""The cuts and limits that are in force: the built-in ones, but for what an operator changed."""

from functools import cached_property
from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS, DEFAULT_LIMITS, WEAK_CUT, MergeLimits
from tipline.domain.linking.grades import KIND_CODES, Grade


class LinkingRules(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What was changed: cuts by kind, and when a merge waits for a person."""

    cuts: dict[IdentifierKind, int] = {}
    limits: MergeLimits = DEFAULT_LIMITS

    @cached_property
    def by_code(self) -> dict[int, int]:
        """The cut of every kind, by the number that the store keeps of it."""
        return {code: self.cuts.get(kind, DEFAULT_CUTS[kind]) for kind, code in KIND_CODES.items()}

    def cut(self, kind: IdentifierKind) -> int:
        """Return in how many reports an identifier of a kind may be and still link."""
        return self.by_code[KIND_CODES[kind]]

    def cut_of(self, code: int, grade: Grade) -> int:
        """Return the cut of an identifier, its kind by number; what only suggests is cut low.

        An account name without its service is an account, and still nobody's in particular.
        """
        cut = self.by_code[code]
        return min(cut, WEAK_CUT) if grade <= Grade.WEAK else cut


BUILT_IN: Final = LinkingRules()
"""Nothing was changed."""


def encode_rules(rules: LinkingRules) -> bytes:
    """Return the rules as JSON, as the store keeps them."""
    return msgspec.json.encode(rules)


def decode_rules(data: bytes) -> LinkingRules:
    """Return the rules that were stored."""
    return msgspec.json.decode(data, type=LinkingRules)
