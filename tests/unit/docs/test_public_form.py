"""The operator's guide to the public form: its examples are read as they stand."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.unit.config.public.folders import read
from tipline.config.public import BUILT_IN, PublicSite

PAGE = (ROOT / "docs/public-form.md").read_text("utf-8")
FILES = ("form.toml", "categories.toml", "numbers.toml", "texts.toml", "colours.toml")


@pytest.fixture
def site(tmp_path: Path) -> PublicSite:
    examples = {name: example(name) for name in FILES}
    return read(tmp_path, examples)


def example(name: str) -> str:
    found = re.search(rf"### {re.escape(name)}\n.*?```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_every_example_is_read(site: PublicSite) -> None:
    assert site.name == "Hotline of Example Land"
    assert [one.key for one in site.categories] == ["asks", "club"]
    assert site.helplines["GB"][0].hours == "day and night"
    assert site.texts["en"] == {"Something else": "Anything else"}
    assert site.own_emergency == {"GB"}
    assert site.support[0].address == "service.example.org"


def test_every_thing_a_form_can_say_is_in_the_guide() -> None:
    for name in ("receipt_days", "proof_of_work", "phone_hours", *(one.key for one in BUILT_IN)):
        assert name in PAGE
    for name in (*FILES, "privacy.<language>.txt", "translations/<language>.po"):
        assert f"| `{name}` |" in PAGE


def test_the_arithmetic_of_guessing_is_right() -> None:
    assert f"{10**12 / 2**80:.1e}" == "8.3e-13"
    assert "8.3e-13" in PAGE
    assert f"{2**80:.4e}".replace("+", "") in PAGE
