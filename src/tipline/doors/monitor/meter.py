"""Counts requests and times them; costs a few microseconds for each."""

from typing import Any, Final, NamedTuple

from prometheus_client import Counter, Histogram

from tipline.codecs.documents import DocumentError
from tipline.doors.monitor.figures import Figures
from tipline.doors.monitor.routes import OTHER, Routes

REFUSAL: Final = "tipline.refusal"
"""Where in the scope a door leaves the error with which it refused the request."""

_FORMATS: Final = {
    "/ispws/submit": "xml",
    "/api/v1/reports": "json",
    "/api/v1/reports/{number}/supplements": "json",
}
"""Routes whose POST brings a report or a supplement."""

_ANSWERED: Final = 2
_UNANSWERED: Final = "none"


class _Cell(NamedTuple):
    """The counters of one route and status class, found once."""

    requests: Counter
    seconds: Histogram


class Meter:
    """Notes what was answered, by route template; knows nothing else of a request."""

    def __init__(self, figures: Figures, routes: Routes) -> None:
        self._figures = figures
        self._routes = routes
        self._cells: dict[tuple[str, int], _Cell] = {}

    def note(self, scope: Any, status: int, seconds: float) -> None:  # noqa: ANN401 - ASGI's scope
        """Count one request; the status is 0 if it was not answered."""
        template = self._routes.template_of(scope["path"])
        kind = status // 100
        cell = self._cells.get((template, kind)) or self._cell(template, kind)
        cell.requests.inc()
        cell.seconds.observe(seconds)
        name = _FORMATS.get(template)
        if name is None or scope["method"] != "POST":
            return
        if kind == _ANSWERED:
            self._figures.accepted.labels(name).inc()
        else:
            for problem in _problems(scope.get(REFUSAL)):
                self._figures.refused.labels(name, problem).inc()

    def _cell(self, template: str, kind: int) -> _Cell:
        door = template.split("/")[1] if template != OTHER else OTHER
        status = f"{kind}xx" if kind else _UNANSWERED
        cell = self._cells[template, kind] = _Cell(
            self._figures.requests.labels(door, template, status),
            self._figures.seconds.labels(door, template),
        )
        return cell


def _problems(error: object) -> set[str]:
    """Return the codes of what was wrong, which are words of our code and never of the request."""
    if isinstance(error, DocumentError):
        return {problem.code for problem in error.problems} or {error.code}
    return {str(getattr(type(error), "code", "unknown"))}
