"""The published JSON Schema of a report, generated from the types of the report itself."""

from functools import cache
from typing import Any, Final

import msgspec

from tipline.domain.report import Report
from tipline.domain.timestamp import TIMESTAMP_PATTERN, Timestamp

_ID: Final = "urn:tipline:schema:report:1"
_DECIMAL: Final = {"type": "string", "format": "decimal"}


@cache
def schema_document() -> bytes:
    """Return the JSON Schema (2020-12) of a report as UTF-8 text.

    It says what `decode_report` takes; names may not stand twice, which no schema can say.
    """
    schema = msgspec.json.schema(Report, schema_hook=_own_schema)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "Report of an online child-safety incident, facts only",
    }
    document = head | _with_numbers(schema)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _own_schema(kind: type[Any]) -> dict[str, Any]:
    """Return the schema of our own text types."""
    if kind is Timestamp:
        return {
            "type": "string",
            "pattern": f"^{TIMESTAMP_PATTERN}$",
            "description": (Timestamp.__doc__ or "").partition("\n")[0],
        }
    raise NotImplementedError(kind.__name__)


def _with_numbers(schema: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return the schema with decimals as what they are in a document: numbers."""
    if schema == _DECIMAL:
        return {"type": "number"}
    if isinstance(schema, dict):
        return {name: _with_numbers(inside) for name, inside in schema.items()}
    if isinstance(schema, list):
        return [_with_numbers(inside) for inside in schema]
    return schema
