"""The Makefile explains itself, and the README names the two commands a newcomer needs."""

import re
import subprocess

from tests.architecture.tree import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
RULES = re.findall(r"^([a-z][\w-]*):(?!=)(.*)$", MAKEFILE, re.MULTILINE)
TARGETS = [name for name, _ in RULES]


def test_the_targets_are_found() -> None:
    assert {"help", "setup", "serve", "test", "test-full", "check", "lint", "fix"} <= {*TARGETS}


def test_every_target_has_help() -> None:
    assert [name for name, rest in RULES if not re.search(r"## \S", rest)] == []


def test_every_target_is_phony() -> None:
    phony = " ".join(re.findall(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)).split()
    assert sorted(phony) == sorted(TARGETS)


def test_make_alone_lists_every_target() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    listed = re.findall(r"^  make ([\w-]+) +\S", shown, re.MULTILINE)
    assert listed == TARGETS


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make serve" in readme
    assert "make test" in readme


def test_continuous_integration_runs_lint_and_then_every_test() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"^make .*$", script, re.MULTILINE) == ["make lint", "make test-full"]
