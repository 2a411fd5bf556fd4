"""The addresses of cases: name, address, views by method, and the right they take."""

from http import HTTPMethod
from typing import Final

from tipline.domain.desk import Right
from tipline.doors.desk.cases import pages
from tipline.doors.desk.visit import View

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST
_ONE: Final = "cases/<report:number>/"

CASE_ROUTES: Final[tuple[tuple[str, str, dict[HTTPMethod, View], Right], ...]] = (
    ("cases", "cases/", {_GET: pages.show_cases}, Right.READ_REPORTS),
    ("case-open", "cases/open/", {_POST: pages.open_new}, Right.READ_REPORTS),
    ("case", _ONE, {_GET: pages.show_case}, Right.READ_REPORTS),
    ("case-add", f"{_ONE}add/", {_POST: pages.add}, Right.READ_REPORTS),
    ("case-remove", f"{_ONE}remove/", {_POST: pages.remove}, Right.READ_REPORTS),
    ("case-give", f"{_ONE}give/", {_POST: pages.give}, Right.READ_REPORTS),
    ("case-close", f"{_ONE}close/", {_POST: pages.close}, Right.READ_REPORTS),
    ("case-reopen", f"{_ONE}reopen/", {_POST: pages.reopen}, Right.READ_REPORTS),
)
"""All of them; `number` is the number of a case."""
