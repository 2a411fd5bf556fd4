"""What a report lacks to be useful to those who must act on it: facts present, never urgency."""

from tipline.domain.completeness.findings import Completeness, GroupFinding, NextFact, State
from tipline.domain.completeness.judge import completeness, group_states

__all__ = ["Completeness", "GroupFinding", "NextFact", "State", "completeness", "group_states"]
