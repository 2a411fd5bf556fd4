"""Short runs of the campaigns, so that a rotten one is noticed before it is needed.

The whole ones are `make faults`, `disk-faults`, `audit-campaign`, `api-fuzz`, `public-campaign`.
"""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT


def run(*words: str, web_processes: int = 1) -> str:
    """Run a campaign from the project's folder and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "TIPLINE_WEB_PROCESSES": str(web_processes)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def figure(printed: str, name: str) -> int:
    """Return one of the figures that were printed."""
    found = re.search(rf"^  {name} +([\d,]+)$", printed, re.MULTILINE)
    assert found is not None, printed
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_lost_or_doubled_when_processes_are_killed(database: str) -> None:
    words = ("--database", database, "--kills", "4", "--clients", "3")
    printed = run("campaigns.faults", *words, web_processes=2)
    assert f"faults-{database}: every law held" in printed
    assert figure(printed, "acknowledged") > 4
    assert figure(printed, "lost") == 0
    assert figure(printed, "doubled") == 0


def test_nothing_is_acknowledged_while_the_disk_fails() -> None:
    printed = run("campaigns.disk", "--rounds", "1", "--seconds", "0.3")
    assert "disk-faults: every law held" in printed
    tried = 5 if shutil.which("cc") else 1
    assert len(re.findall(r"^.+: \d+ refused, 0 taken$", printed, re.MULTILINE)) >= tried


def test_every_tampering_with_the_audit_log_is_found() -> None:
    printed = run("campaigns.audit", "--size", "300", "--trials", "40")
    assert "audit: every law held" in printed
    assert figure(printed, "found by tipline audit verify") == 40
    assert figure(printed, "found by verify audit py") == 40


def test_every_answer_of_the_provider_door_is_in_its_own_language() -> None:
    words = ("--examples", "8", "--phases", "fuzzing", "--requests", "400")
    printed = run("campaigns.api", *words)
    assert "api: every law held" in printed
    assert figure(printed, "schemathesis cases") > 15
    assert figure(printed, "requests over raw sockets") == 400


def test_no_answer_of_a_visitor_is_lost_when_processes_are_killed() -> None:
    database = "sqlite"  # the other one is for the whole campaign
    printed = run("campaigns.public.kills", "--database", database, "--short", web_processes=2)
    assert f"public-kills-{database}: every law held" in printed
    assert figure(printed, "acknowledged") > 6
    for law in ("answers lost", "lost", "doubled", "receipts lost"):
        assert figure(printed, law) == 0


def test_known_codes_look_like_unknown_ones() -> None:
    printed = run("campaigns.public.codes", "--short")
    assert "public-codes-sqlite: every law held" in printed
    assert figure(printed, "tries") == 60
