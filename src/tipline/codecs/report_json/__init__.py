"""The report as JSON: the same facts as the CyberTipline document and the public answers.

Keys are our own words, spelled as the fields of the report; nothing unknown is passed over.
"""

from tipline.codecs.report_json.decode import decode_report, examine_report
from tipline.codecs.report_json.diagnose import Diagnosis
from tipline.codecs.report_json.encode import encode_report
from tipline.codecs.report_json.schema import schema_document

__all__ = [
    "Diagnosis",
    "decode_report",
    "encode_report",
    "examine_report",
    "schema_document",
]
