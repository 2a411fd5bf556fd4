"""The schema is what the grammar says, published as it stands, and lets nothing in by the back."""

import xmlschema
from lxml import etree

from tests.golden.rebuild import ROOT
from tests.laws.strategies import groups
from tests.unit.codecs.cybertipline.pieces import document
from tipline.codecs.cybertipline import xsd_document
from tipline.codecs.cybertipline.schema.grammar import Group
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import SCALARS
from tipline.codecs.cybertipline.schema.xsd import compiled_schema

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMA = etree.fromstring(xsd_document())


def test_the_published_schema_is_the_one_in_use() -> None:
    assert (ROOT / "docs/schema/cybertipline.xsd").read_bytes() == xsd_document()


def test_it_is_made_once() -> None:
    assert xsd_document() is xsd_document()
    assert compiled_schema() is compiled_schema()


def test_it_is_a_schema_by_the_book() -> None:
    assert xmlschema.XMLSchema10(xsd_document(), validation="lax").all_errors == []


def test_it_knows_three_documents() -> None:
    roots = [element.get("name") for element in SCHEMA.findall(f"{XS}element")]
    assert roots == ["report", "reportResponse", "reportDoneResponse"]
    assert SCHEMA.get("targetNamespace") is None


def test_every_group_and_every_simple_type_is_in_it_once() -> None:
    named = [group.get("name") for group in SCHEMA.findall(f"{XS}group")]
    wanted = {group.name for group in groups().values() if group.children}
    assert sorted(str(name) for name in named) == sorted(
        wanted | {"reportResponse", "reportDoneResponse"}
    )
    types = [simple.get("name") for simple in SCHEMA.findall(f"{XS}simpleType")]
    assert types == [scalar.name for scalar in SCALARS]


def test_groups_of_one_name_are_one_group() -> None:
    """Else the schema would keep the last and the decoder use each."""
    seen = {REPORT.name: REPORT}
    waiting = [REPORT]
    while waiting:
        for child in waiting.pop().children:
            if isinstance(child.holds, Group):
                assert seen.setdefault(child.holds.name, child.holds) is child.holds
                waiting.append(child.holds)


def test_no_document_can_point_at_a_type() -> None:
    """`xsi:type` could only name a global type; every element's own type is anonymous."""
    assert SCHEMA.findall(f"{XS}complexType") == []
    assert {element.get("type") for element in SCHEMA.iter(f"{XS}element")} == {None}
    assert {attribute.get("type") for attribute in SCHEMA.iter(f"{XS}attribute")} == {None}


def test_nothing_is_left_open() -> None:
    for wildcard in ("any", "anyAttribute", "import", "include", "redefine"):
        assert SCHEMA.find(f".//{XS}{wildcard}") is None
    assert SCHEMA.find(".//*[@nillable]") is None
    assert SCHEMA.find(".//*[@default]") is None
    assert SCHEMA.find(".//*[@substitutionGroup]") is None


def test_nothing_in_it_has_to_do_with_files() -> None:
    names = {str(element.get("name")).lower() for element in SCHEMA.iter()}
    found = {name for name in names if "file" in name and not name.startswith("profile")}
    assert found == {"files"}  # the empty list in the answer to finish


def test_the_compiled_schema_takes_a_report() -> None:
    assert compiled_schema().validate(etree.fromstring(document()))
