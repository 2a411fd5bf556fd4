"""Who runs against whom on the typical document, and what exactly each one's time includes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from benchmarks.codec.documents import TYPICAL
from benchmarks.codec.race import Contender
from benchmarks.codec.rivals import pydantic_models, xsdata_models
from tipline.codecs import report_json
from tipline.codecs.cybertipline import decode_report, encode_report
from tipline.codecs.cybertipline.schema.xsd import compiled_schema
from tipline.domain.checks import check_report
from tipline.domain.completeness import completeness

YARDSTICK: Final = "lxml parse + XSD"
DECODE: Final = "Tipline decode_report"
NOW: Final = datetime(2026, 10, 3, tzinfo=UTC)
"""When the typical report is checked; after every time in it."""


def against_each_other() -> Sequence[Contender]:
    """Return those that read the typical document, the yardstick first."""
    _agree()
    parser = _secure_parser()
    schema = compiled_schema()

    def valid_tree() -> etree._Element:
        root = etree.fromstring(TYPICAL, parser)
        if not schema.validate(root):
            raise AssertionError(schema.error_log)
        return root

    return (
        Contender(
            YARDSTICK, "one parser and one compiled schema, reused; no value read", valid_tree
        ),
        Contender(
            DECODE, "hostile-input guard, parse, XSD, typed report", lambda: decode_report(TYPICAL)
        ),
        Contender(
            "pydantic-xml, validated",
            "the yardstick, then typed models from its tree; no guard",
            lambda: pydantic_models.read_tree(valid_tree()),
        ),
        Contender(
            "xsdata, validated",
            "the yardstick, then typed models from its tree; no guard",
            lambda: xsdata_models.read_tree(valid_tree()),
        ),
        Contender(
            "pydantic-xml alone",
            "parse, typed models; no XSD, no guard",
            lambda: pydantic_models.read(TYPICAL),
        ),
        Contender(
            "xsdata alone",
            "parse, typed models; no XSD, no guard",
            lambda: xsdata_models.read(TYPICAL),
        ),
    )


def on_their_own() -> Sequence[Contender]:
    """Return what is reported beside the comparison: writing, JSON, checks, completeness."""
    report = decode_report(TYPICAL)
    json = report_json.encode_report(report)
    if report_json.decode_report(json) != report:
        raise AssertionError("JSON does not give the report back")
    return (
        Contender("encode_report, XML", "every value checked, XML", lambda: encode_report(report)),
        Contender(
            "encode_report, JSON", "the same report", lambda: report_json.encode_report(report)
        ),
        Contender(
            "decode_report, JSON",
            f"guard and typed report, {len(json):,} bytes",
            lambda: report_json.decode_report(json),
        ),
        Contender(
            "check_report", "content rules of a typed report", lambda: check_report(report, NOW)
        ),
        Contender(
            "completeness", "which facts are there, which missing", lambda: completeness(report)
        ),
    )


def _secure_parser() -> etree.XMLParser:
    """Return a parser with the options the guard gives its own."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )


def _agree() -> None:
    """Make sure that all read the same facts: what the rivals write again is the same report."""
    report = decode_report(TYPICAL)
    if decode_report(encode_report(report)) != report:
        raise AssertionError("XML does not give the report back")
    for name, written in {
        "pydantic-xml": pydantic_models.write(pydantic_models.read(TYPICAL)),
        "xsdata": xsdata_models.write(xsdata_models.read(TYPICAL)),
    }.items():
        if decode_report(written) != report:
            raise AssertionError(f"{name} reads another report")
