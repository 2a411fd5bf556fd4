"""How long it takes to route one report: findings from its facts, then agencies by the rules."""

import statistics
import time
from dataclasses import dataclass
from typing import Final

from benchmarks.referral.packaged import everyday
from tests.places import DocumentationIpCountry
from tests.unit import reports as made
from tipline.config.agencies import read_directory
from tipline.config.routing import read_rules
from tipline.domain.directory.index import Directory
from tipline.domain.report import Report
from tipline.domain.routing.case_facts import facts_of_case
from tipline.domain.routing.find import find_findings
from tipline.domain.routing.route import route

_AT_ONCE: Final = 50


@dataclass(frozen=True)
class Routed:
    """Milliseconds to route one report, by round."""

    everyday: list[float]
    full: list[float]


def measure(rounds: int) -> Routed:
    """Route the everyday report and one with every field there is, with the whole directory."""
    directory, rules = Directory(read_directory(None)), read_rules(None)
    table = DocumentationIpCountry()

    def milliseconds(report: Report) -> float:
        began = time.perf_counter()
        for number in range(_AT_ONCE):
            found = find_findings([(number + 1, report)], table)
            route(found, facts_of_case([report]), rules, directory, "US")
        return (time.perf_counter() - began) / _AT_ONCE * 1e3

    typical, full = everyday(17), made.full_report()
    milliseconds(typical)
    return Routed(
        [milliseconds(typical) for _ in range(rounds)], [milliseconds(full) for _ in range(rounds)]
    )


def middle(times: list[float]) -> float:
    """Return the middle one."""
    return statistics.median(times)
