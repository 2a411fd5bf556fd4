"""The reference pages have every setting, every command and every option (see tests/golden)."""

import click
import msgspec

from tests.architecture.tree import ROOT
from tests.golden.reference import commands
from tipline.config import Settings
from tipline.config.table import SETTINGS

SETTINGS_PAGE = (ROOT / "docs/reference/settings.md").read_text("utf-8")
COMMANDS_PAGE = (ROOT / "docs/reference/commands.md").read_text("utf-8")
OPERATE = (ROOT / "docs/operate.md").read_text("utf-8")


def test_every_setting_has_its_row() -> None:
    for name in SETTINGS:
        assert f"| `{name}` | `TIPLINE_{name.upper()}`" in SETTINGS_PAGE


def test_every_setting_can_be_set() -> None:
    fields = {field.name for field in msgspec.structs.fields(Settings)}
    assert fields == {*SETTINGS, "data"}


def test_every_command_has_its_part_and_every_option_its_row() -> None:
    found = [*commands()]
    assert len(found) > 20
    parts = {part.partition("\n")[0]: part for part in COMMANDS_PAGE.split("\n## ")[1:]}
    for name, command in found:
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert f"`{option}`" in parts[name]
    assert {*parts} == {name for name, _ in found}


def test_the_operators_page_tells_what_production_needs() -> None:
    for name in ("retention_days", "emergency_numbers", "privacy_text", "name", "tls_cert"):
        assert f"`{name}`" in OPERATE
    for path in ("/healthz", "/readyz", "/metrics"):
        assert path in OPERATE
