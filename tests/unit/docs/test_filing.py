"""docs/filing.md says what the program does: variables, exit statuses, commands."""

from tests.architecture.tree import ROOT
from tipline.cli.exits import LATER
from tipline.config.filing import VARIABLES

PAGE = (ROOT / "docs" / "filing.md").read_text("utf-8")


def test_every_variable_is_there_with_its_purpose() -> None:
    for name, purpose in VARIABLES.items():
        assert f"| `{name}` | {purpose} |" in PAGE


def test_the_status_of_what_is_safe_but_not_filed_is_there() -> None:
    assert f"| {LATER} | safe in the outbox, not filed yet |" in PAGE
