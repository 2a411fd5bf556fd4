"""A referral as CASE/UCO: JSON-LD by CASE 1.5.0, for the systems of the police.

Facts only: the classes that may occur are in a table (`terms`), and no file, content or hash is.
"""

from tipline.codecs.case_uco.decode import decode_case
from tipline.codecs.case_uco.encode import encode_case
from tipline.codecs.case_uco.terms import ALLOWED_TYPES

__all__ = ["ALLOWED_TYPES", "decode_case", "encode_case"]
