"""The addresses of links: name, address, views by method, and the right they take."""

from http import HTTPMethod
from typing import Final

from tipline.domain.desk import Right
from tipline.doors.desk.judging import deciding, held
from tipline.doors.desk.visit import View

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST
_OF_REPORT: Final = "reports/<report:number>/links/"

LINK_ROUTES: Final[tuple[tuple[str, str, dict[HTTPMethod, View], Right], ...]] = (
    ("link-join", f"{_OF_REPORT}join/", {_POST: deciding.join}, Right.READ_REPORTS),
    ("link-refuse", f"{_OF_REPORT}refuse/", {_POST: deciding.refuse}, Right.READ_REPORTS),
    ("link-apart", f"{_OF_REPORT}apart/", {_POST: deciding.set_apart}, Right.READ_REPORTS),
    ("link-undo", f"{_OF_REPORT}undo/", {_POST: deciding.undo}, Right.READ_REPORTS),
    ("link-stop", f"{_OF_REPORT}stop/", {_POST: deciding.stop}, Right.DECIDE_MERGES),
    ("held-merges", "held-merges/", {_GET: held.show_held}, Right.READ_REPORTS),
    (
        "held-approve",
        "held-merges/<report:number>/approve/",
        {_POST: held.approve},
        Right.DECIDE_MERGES,
    ),
    (
        "held-refuse",
        "held-merges/<report:number>/refuse/",
        {_POST: held.refuse},
        Right.READ_REPORTS,
    ),
    ("stop-list", "stop-list/", {_GET: held.show_stops}, Right.READ_REPORTS),
    ("unstop", "stop-list/remove/", {_POST: held.unstop}, Right.DECIDE_MERGES),
)
"""All of them."""
