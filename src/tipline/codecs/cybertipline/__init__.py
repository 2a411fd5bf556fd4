"""The CyberTipline document: read, write, schema; every fact of the facts-only part.

Decoding is one pass for good documents; for the others `examine_report` tells everything.
"""

from tipline.codecs.cybertipline.decode import decode_report, examine_report
from tipline.codecs.cybertipline.encode import encode_report
from tipline.codecs.cybertipline.findings import Diagnosis
from tipline.codecs.cybertipline.responses import (
    ReportDoneResponse,
    ReportResponse,
    decode_response,
    encode_response,
)
from tipline.codecs.cybertipline.schema.xsd import xsd_document

__all__ = [
    "Diagnosis",
    "ReportDoneResponse",
    "ReportResponse",
    "decode_report",
    "decode_response",
    "encode_report",
    "encode_response",
    "examine_report",
    "xsd_document",
]
