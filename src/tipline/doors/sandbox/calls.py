"""The calls of the provider door by name: what a fault can be tied to, and what is shown."""

import re
from typing import Final, NamedTuple

ANY: Final = "any"
OTHER: Final = "other"

CALLS: Final = {
    "status": "GET /ispws/status",
    "xsd": "GET /ispws/xsd",
    "submit": "POST /ispws/submit, POST /api/v1/reports",
    "finish": "POST /ispws/finish",
    "retract": "POST /ispws/retract",
    "supplement": "POST /api/v1/reports/{number}/supplements",
    "show": "GET /api/v1/reports/{number}",
    "links": "GET /api/v1/reports/{number}/links",
}
"""Each call and where it goes."""

_XML: Final = {
    ("GET", "/ispws/status"): "status",
    ("GET", "/ispws/xsd"): "xsd",
    ("POST", "/ispws/submit"): "submit",
    ("POST", "/ispws/finish"): "finish",
    ("POST", "/ispws/retract"): "retract",
}
_REPORT: Final = re.compile(r"/api/v1/reports/([1-9][0-9]{0,17})(/links|/supplements)?")
_OF_REPORT: Final = {
    ("GET", None): "show",
    ("GET", "/links"): "links",
    ("POST", "/supplements"): "supplement",
}


class Call(NamedTuple):
    """A request by name, the format of its answer, and the report in its path if there is one."""

    name: str
    format: str
    report: int | None = None


def call_of(method: str, path: str) -> Call:
    """Return which call a request is; one that is none of them is `other`, and never quoted."""
    if path == "/ispws" or path.startswith("/ispws/"):
        return Call(_XML.get((method, path), OTHER), "xml")
    if (method, path) == ("POST", "/api/v1/reports"):
        return Call("submit", "json")
    match = _REPORT.fullmatch(path)
    if match is None:
        return Call(OTHER, "json")
    return Call(_OF_REPORT.get((method, match[2]), OTHER), "json", int(match[1]))
