"""A referral as STIX 2.1: a bundle that the `stix2` library reads strictly.

Facts only: the types that may occur are in a table (`terms`), and no file or artifact is.
"""

from tipline.codecs.stix.decode import decode_stix
from tipline.codecs.stix.encode import encode_stix
from tipline.codecs.stix.terms import ALLOWED_TYPES

__all__ = ["ALLOWED_TYPES", "decode_stix", "encode_stix"]
