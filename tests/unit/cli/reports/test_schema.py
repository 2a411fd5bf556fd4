"""`tipline schema`: prints exactly what the codecs publish."""

import json

import pytest
from lxml import etree

from tests.unit.cli.runs import run_here, run_program
from tipline.codecs import cybertipline, report_json


@pytest.mark.parametrize(
    ("kind", "document"),
    [("xsd", cybertipline.xsd_document()), ("json", report_json.schema_document())],
)
def test_the_schemas_are_printed(kind: str, document: bytes) -> None:
    run = run_here("schema", kind)
    assert (run.status, run.err) == (0, "")
    assert run.out.encode() == document
    assert run.out.endswith("\n")


def test_the_program_itself() -> None:
    etree.XMLSchema(etree.fromstring(run_program("schema", "xsd").out.encode()))
    assert json.loads(run_program("schema", "json").out)["$defs"]
