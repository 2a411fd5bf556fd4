"""All facts of a dossier as one JSON document, in our own schema `tipline-referral/1`.

The same dossier gives the same bytes, and only these bytes are read back.
"""

from decimal import Decimal
from typing import Any, Final

import msgspec

from tipline.codecs.documents import InvalidDocumentError, UnwritableReportError, unreadable
from tipline.domain.problems import Problem
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.report.part import Part

SCHEMA: Final = "tipline-referral/1"
MOST_BYTES: Final = 256 << 20
"""A larger document is not read."""


class _Document(Part, frozen=True, kw_only=True, omit_defaults=False):
    """What stands in the file: the name of the schema, then the dossier."""

    schema: str
    dossier: Dossier


def _encode_own(value: object) -> str:
    """Return our own text types as plain text; the encoder knows all others."""
    return str.__str__(value)


def _decode_own(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 - the decoder's hook
    """Return one of our own text types; its refusal becomes the decoder's."""
    return kind(value if isinstance(value, str) else "")


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_encode_own, decimal_format="number")
_DECODER: Final = msgspec.json.Decoder(_Document, dec_hook=_decode_own)


def encode_facts(dossier: Dossier) -> bytes:
    """Return the JSON document of a dossier in UTF-8, indented for people.

    Raises:
        UnwritableReportError: text that is not Unicode, or a coordinate that is no number.
    """
    try:
        document = _Document(schema=SCHEMA, dossier=_settled(dossier))
        return msgspec.json.format(_ENCODER.encode(document), indent=2) + b"\n"
    except UnicodeEncodeError:
        raise _unwritable(code="not_unicode", message="A text holds a lone surrogate.") from None


def decode_facts(data: bytes) -> Dossier:
    """Return the dossier of a document, if it is letter by letter what `encode_facts` writes.

    Raises:
        UnreadableDocumentError: too large, or not well-formed JSON in UTF-8.
        InvalidDocumentError: not a dossier, of another schema, or written another way.
    """
    if len(data) > MOST_BYTES:
        raise unreadable("too_large", "A document of facts may have at most 256 MiB.")
    try:
        document = _DECODER.decode(data)
    except msgspec.ValidationError:
        raise _invalid("not_a_dossier", "The document does not hold a dossier.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise unreadable("not_well_formed", "The document is not well-formed JSON.") from None
    if document.schema != SCHEMA:
        raise _invalid("other_schema", f"The document must be of schema {SCHEMA}.")
    if encode_facts(document.dossier) != data:
        raise _invalid("not_canonical", "The document was changed, or written by another program.")
    return document.dossier


def _settled(value: Any) -> Any:  # noqa: ANN401 - any value of a dossier
    """Return a value with the very defaults in it, which the encoder knows by identity only."""
    if isinstance(value, tuple):
        return tuple(map(_settled, value))
    if isinstance(value, Decimal):
        return _number(value)
    if not isinstance(value, Part):
        return value
    fields = {field.name: field.default for field in msgspec.structs.fields(type(value))}
    settled = {}
    for name, default in fields.items():
        stated = getattr(value, name)
        settled[name] = default if stated == default else _settled(stated)
    return type(value)(**settled)


def _number(value: Decimal) -> Decimal:
    """Return a number as JSON has it: no infinity, and no zero with a sign and nothing else."""
    if not value.is_finite():
        raise _unwritable(
            code="not_a_number", message="A coordinate is a number of degrees, such as 51.5074."
        )
    return Decimal(0) if str(value) == "-0" else value


def _unwritable(*, code: str, message: str) -> UnwritableReportError:
    return UnwritableReportError([Problem(path="", code=code, message=message)])


def _invalid(code: str, message: str) -> InvalidDocumentError:
    return InvalidDocumentError([Problem(path="", code=code, message=message)])
