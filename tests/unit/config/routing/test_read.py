from pathlib import Path

import pytest

from tipline.config.routing import FILE, read_rules
from tipline.config.settings import SettingsError
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.directory.index import Level
from tipline.domain.directory.territories import EU_STATES
from tipline.domain.routing.finding import Confidence, Ground
from tipline.domain.routing.rules import Rule, When
from tipline.domain.vocabulary import IncidentType

WHOLE = """
[[rule]]
id = "example"
grounds = ["victim", "host"]
min_confidence = "low"
kinds = ["hotline", "regulator"]
also = ["hoster"]
level = "country"
one_country = true
reason = "An example."
gate = "Example Act, section 17."
[rule.when]
danger_now = true
urgent = false
incident_types = ["sex_tourism"]
categories = ["page", "account"]
own_countries = ["GB", "EU"]
abroad = true
own_country = false
countries = ["CA"]
other_than = ["FR"]
"""
BARE = 'id = "{}"\ngrounds = ["host"]\nkinds = ["hotline"]\nreason = "An example."\n'


def _say(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, "utf-8")
    return folder


def _problems(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read_rules(_say(folder, text))
    assert {problem.code for problem in caught.value.problems} == {"routing_wrong"}
    return {problem.path: problem.message for problem in caught.value.problems}


def test_ours_have_one_name_each_and_end_with_fallbacks(tmp_path: Path) -> None:
    rules = read_rules(None)
    assert read_rules(tmp_path) == rules
    assert len({rule.id for rule in rules}) == len(rules)
    assert [rule.fallback for rule in rules] == sorted(rule.fallback for rule in rules)
    assert all(rule.reason.endswith(".") and rule.kinds for rule in rules)
    assert all(bool(rule.grounds) is not rule.fallback for rule in rules)
    # Whose permission it is, the operator knows.
    assert {rule.gate for rule in rules} == {None}


def test_a_rule_says_all_that_a_rule_can_say(tmp_path: Path) -> None:
    *ours, example = read_rules(_say(tmp_path, WHOLE))
    assert tuple(ours) == read_rules(None)
    assert example == Rule(
        id="example",
        grounds=(Ground.VICTIM, Ground.HOST),
        when=When(
            danger_now=True,
            urgent=False,
            incident_types=frozenset({IncidentType.SEX_TOURISM}),
            categories=frozenset({"page", "account"}),
            own_countries=frozenset({"GB", *EU_STATES}),
            abroad=True,
            own_country=False,
            countries=frozenset({"CA"}),
            other_than=frozenset({"FR"}),
        ),
        min_confidence=Confidence.LOW,
        kinds=(AgencyKind.HOTLINE, AgencyKind.REGULATOR),
        also=(AgencyKind.HOSTER,),
        level=Level.COUNTRY,
        one_country=True,
        reason="An example.",
        gate="Example Act, section 17.",
    )


def test_a_rule_of_the_operator_replaces_ours_in_its_place(tmp_path: Path) -> None:
    ours = read_rules(None)
    at = [rule.id for rule in ours].index("abroad")
    rules = read_rules(_say(tmp_path, "[[rule]]\n" + BARE.format("abroad")))
    assert [rule.id for rule in rules] == [rule.id for rule in ours]
    assert rules[at] == Rule(
        id="abroad", grounds=(Ground.HOST,), kinds=(AgencyKind.HOTLINE,), reason="An example."
    )


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    whole = "[[rule]]\n" + BARE.format("mine") + "enabled = false\n"
    text = '[[rule]]\nid = "abroad"\nenabled = false\n' + whole
    rules = read_rules(_say(tmp_path, text))
    assert [rule.id for rule in rules] == [
        rule.id for rule in read_rules(None) if rule.id != "abroad"
    ]


def test_a_fallback_can_be_said(tmp_path: Path) -> None:
    text = """
    [[rule]]
    id = "mine"
    fallback = true
    when = { own_countries = ["GB"] }
    kinds = ["regulator"]
    reason = "An example."
    """
    *_, mine = read_rules(_say(tmp_path, text))
    assert mine.fallback
    assert mine.grounds == ()


def test_everything_wrong_is_said_together(tmp_path: Path) -> None:
    text = """
    [[rule]]
    id = "Bad Id"
    grounds = ["nowhere"]
    kinds = []
    level = "street"
    reason = ""
    other = 1
    [rule.when]
    danger_now = "yes"
    countries = ["ZZ"]
    own_countries = []
    other_than = "GB"
    incident_types = ["none"]
    categories = []
    nothing = true
    [[rule]]
    enabled = "no"
    id = "twice"
    when = 17
    [[rule]]
    id = "twice"
    grounds = ["host"]
    fallback = true
    kinds = ["hotline"]
    reason = "An example."
    when = { own_country = true, countries = ["GB"] }
    [[rule]]
    id = "unknown"
    enabled = false
    """
    assert set(_problems(tmp_path, text)) == {
        "routing.toml: rule[1].id",
        "routing.toml: rule[1].grounds",
        "routing.toml: rule[1].kinds",
        "routing.toml: rule[1].level",
        "routing.toml: rule[1].reason",
        "routing.toml: rule[1].other",
        "routing.toml: rule[1].when.danger_now",
        "routing.toml: rule[1].when.countries",
        "routing.toml: rule[1].when.own_countries",
        "routing.toml: rule[1].when.other_than",
        "routing.toml: rule[1].when.incident_types",
        "routing.toml: rule[1].when.categories",
        "routing.toml: rule[1].when.nothing",
        "routing.toml: twice.enabled",
        "routing.toml: twice.grounds",
        "routing.toml: twice.kinds",
        "routing.toml: twice.reason",
        "routing.toml: twice.when",
        "routing.toml: twice.id",
        "routing.toml: twice.when.own_country",
        "routing.toml: twice.when.countries",
        "routing.toml: unknown.id",
    }


def test_a_file_that_is_no_toml_is_told_by_place_alone(tmp_path: Path) -> None:
    (message,) = _problems(tmp_path, "[[rule]]\nid = secret words").values()
    assert message == "this is no TOML: at line 2, column 6"
    (message,) = _problems(tmp_path, 'id = "').values()
    assert message.startswith("this is no TOML")


def test_a_file_that_is_no_text_and_unknown_tables_are_told(tmp_path: Path) -> None:
    assert _problems(tmp_path, "other = 1") == {
        "routing.toml: other": "this is not known here; known are: rule"
    }
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError) as caught:
        read_rules(tmp_path)
    assert [problem.path for problem in caught.value.problems] == [FILE]


@pytest.mark.parametrize("value", ["17", '"GB"', "[17]", '["gb"]'])
def test_countries_are_lists_of_codes(tmp_path: Path, value: str) -> None:
    rule = "[[rule]]\n" + BARE.format("mine") + f"when = {{ countries = {value} }}"
    assert [*_problems(tmp_path, rule)] == ["routing.toml: mine.when.countries"]
