"""The two answers of the service as groups, for the schema; `fileId` and `hash` are not ours.

Source: CyberTipline API reference, section 3.
"""

from typing import Final

from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema.grammar import Group, must, one

RESPONSE: Final = Group(
    name="reportResponse",
    model=None,
    children=(
        must("responseCode", "code", s.INT),
        must("responseDescription", "description", s.TEXT),
        one("reportId", "report_id", s.LONG),
    ),
)

DONE_RESPONSE: Final = Group(
    name="reportDoneResponse",
    model=None,
    children=(
        must("responseCode", "code", s.INT),
        must("reportId", "report_id", s.LONG),
        must("files", "", Group(name="files", model=None)),
    ),
)
