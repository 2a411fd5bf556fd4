"""Notices to hosting providers as XARF v4: one document for each web address of a report.

No evidence, no hash and no classification: only what the reporter declared.
"""

from tipline.codecs.xarf.decode import decode_xarf
from tipline.codecs.xarf.encode import encode_xarf
from tipline.codecs.xarf.notice import (
    MOST_NOTICES,
    Exploitation,
    Notice,
    has_more_notices,
    notices,
)

__all__ = [
    "MOST_NOTICES",
    "Exploitation",
    "Notice",
    "decode_xarf",
    "encode_xarf",
    "has_more_notices",
    "notices",
]
