"""The library's public names, loaded when first used; nothing inside imports from here.

`decode_report` and `encode_report` speak the CyberTipline document; the JSON form has its own pair
in `tipline.codecs.report_json`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tipline.codecs.cybertipline import decode_report, encode_report
    from tipline.codecs.documents import DocumentError
    from tipline.domain.checks import check_report
    from tipline.domain.completeness import completeness
    from tipline.domain.errors import TiplineError
    from tipline.domain.problems import Problem
    from tipline.domain.report import Report
    from tipline.domain.timestamp import Timestamp

__all__ = [
    "DocumentError",
    "Problem",
    "Report",
    "Timestamp",
    "TiplineError",
    "check_report",
    "completeness",
    "decode_report",
    "encode_report",
]

_HOMES: Final = {
    "DocumentError": "tipline.codecs.documents",
    "Problem": "tipline.domain.problems",
    "Report": "tipline.domain.report",
    "Timestamp": "tipline.domain.timestamp",
    "TiplineError": "tipline.domain.errors",
    "check_report": "tipline.domain.checks",
    "completeness": "tipline.domain.completeness",
    "decode_report": "tipline.codecs.cybertipline",
    "encode_report": "tipline.codecs.cybertipline",
}


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    """Return a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tipline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
