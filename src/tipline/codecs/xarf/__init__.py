"""Notices to hosting providers as XARF v4: one document for each web address of a report.

No evidence, no hash and no classification: only what the reporter declared.
"""

from tipline.codecs.xarf.decode import decode_xarf
from tipline.codecs.xarf.encode import encode_xarf
from tipline.codecs.xarf.notice import Exploitation, Notice, notices

__all__ = ["Exploitation", "Notice", "decode_xarf", "encode_xarf", "notices"]
