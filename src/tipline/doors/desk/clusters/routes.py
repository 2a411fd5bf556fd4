"""The addresses of clusters: name, address, views by method, and the right they take."""

from http import HTTPMethod
from typing import Final

from tipline.domain.desk import Right
from tipline.doors.desk.clusters import pages
from tipline.doors.desk.visit import View

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST
_ONE: Final = "clusters/<report:number>/"

CLUSTER_ROUTES: Final[tuple[tuple[str, str, dict[HTTPMethod, View], Right], ...]] = (
    ("clusters", "clusters/", {_GET: pages.show_clusters}, Right.READ_REPORTS),
    ("cluster", _ONE, {_GET: pages.show_cluster}, Right.READ_REPORTS),
    ("cluster-values", f"{_ONE}values/", {_POST: pages.show_values}, Right.READ_REPORTS),
    ("cluster-split", f"{_ONE}split/", {_POST: pages.split}, Right.READ_REPORTS),
    ("cluster-undo", f"{_ONE}undo/", {_POST: pages.undo}, Right.READ_REPORTS),
)
"""All of them; a cluster goes by the number of any of its reports."""
