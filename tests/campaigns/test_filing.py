"""Short runs of the campaigns of filing: the fault matrix, and one scenario with every service.

Each fault comes once here and at some lines; `make filing-faults` has them twice and at all lines.
"""

import shutil

from tests.campaigns.test_campaigns import figure, run


def test_nothing_is_lost_or_filed_twice_whatever_fails() -> None:
    words = ("--courses", "4", "--every", "250", "--once", "--peer", "sqlite")
    printed = run("campaigns.filing", *words)
    assert "filing-sqlite: every law held" in printed
    cases = figure(printed, "cases")
    assert cases > (50 if shutil.which("cc") else 40)
    assert figure(printed, "finished at the service") == figure(printed, "filed by the outboxes")
    assert figure(printed, "faults met") > 35


def test_every_service_answers_one_scenario_the_same() -> None:
    assert "with sandbox, sqlite, postgresql: 0 differ" in run("campaigns.filing.scenario")
