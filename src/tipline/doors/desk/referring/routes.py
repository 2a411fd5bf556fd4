"""The addresses of the way from a case to its referrals: name, address, views, and the right.

Who reads reports refers them: what leaves is shown before it does, and recorded after.
"""

from http import HTTPMethod
from typing import Final

from tipline.domain.desk import Right
from tipline.doors.desk.referring import choosing, releasing
from tipline.doors.desk.visit import View

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST
_ONE: Final = "cases/<report:number>/refer/"

REFERRING_ROUTES: Final[tuple[tuple[str, str, dict[HTTPMethod, View], Right], ...]] = (
    (
        "refer-report",
        "reports/<report:number>/refer/",
        {_POST: choosing.refer_report},
        Right.READ_REPORTS,
    ),
    ("refer", _ONE, {_GET: choosing.show_refer}, Right.READ_REPORTS),
    ("refer-groups", f"{_ONE}groups/", {_POST: choosing.show_groups}, Right.READ_REPORTS),
    ("refer-check", f"{_ONE}check/", {_POST: releasing.check}, Right.READ_REPORTS),
    ("refer-release", f"{_ONE}release/", {_POST: releasing.release}, Right.READ_REPORTS),
)
"""All of them; `number` is the number of a case, and of a report only in the first."""
