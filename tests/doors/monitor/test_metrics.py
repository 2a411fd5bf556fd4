"""Metrics over the real provider door: what is counted, and that no label tells on anybody."""

import base64
import re
from collections.abc import Iterator

import httpx
import pytest

from tests.doors.provider.papers import AS_JSON, MINIMAL
from tests.doors.provider.wiring import BASE, Door
from tipline.domain.errors import StoreUnavailableError
from tipline.doors.monitor import Figures, Meter, Probes, Routes, Watch

CANARIES = ("canary17", "192.0.2.17", "198.51.100.17", "Synthetic narrative 17")
SERIES = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'(\w+)="([^"]*)"')


class Counted(Door):
    """The provider door with a meter around it."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = Figures()
        templates = [str(getattr(route, "path", "")) for route in self.app.routes]
        self.routes = Routes([*templates, "/desk/reports/<int:number>/"])
        self.watch = Watch(self.app, Probes({}), Meter(self.figures, self.routes))

    def client(self) -> httpx.AsyncClient:
        """Return a client of the watched application."""
        transport = httpx.ASGITransport(self.watch, client=("192.0.2.17", 51_217))
        return httpx.AsyncClient(transport=transport, base_url=BASE)

    def series(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        """Return all series of ours by name and labels."""
        found = {}
        for line in self.figures.text().decode().splitlines():
            match = SERIES.match(line)
            if match and match[1].startswith("tipline_"):
                found[match[1], frozenset(LABEL.findall(match[2] or ""))] = float(match[3])
        return found

    def value(self, name: str, **labels: str) -> float:
        return self.series().get((name, frozenset(labels.items())), 0.0)


@pytest.fixture
def door(store: None) -> Iterator[Counted]:  # noqa: ARG001 - it must be there
    with Counted() as opened:
        yield opened


def test_requests_are_counted_by_route_and_status(door: Counted) -> None:
    door.ask("GET", "/ispws/status")
    door.ask("GET", "/ispws/status")
    door.ask("GET", "/api/v1/reports/17")
    door.ask("GET", "/canary17")
    name = "tipline_requests_total"
    assert door.value(name, door="ispws", route="/ispws/status", status="2xx") == 2
    report = {"door": "api", "route": "/api/v1/reports/{number}"}
    assert door.value(name, **report, status="4xx") == 1
    assert door.value(name, door="other", route="other", status="4xx") == 1
    assert door.value("tipline_request_seconds_count", **report) == 1


def test_reports_are_counted_by_format_and_problem(door: Counted) -> None:
    door.post("/ispws/submit", MINIMAL)
    door.post("/api/v1/reports", AS_JSON)
    door.post("/api/v1/reports", AS_JSON)
    door.post("/ispws/submit", "<report>")
    door.post("/ispws/submit", MINIMAL.replace("incidentSummary", "canary17"))
    door.post("/api/v1/reports", "{}")
    door.writer.fails = True
    door.post("/api/v1/reports", AS_JSON)
    assert door.value("tipline_reports_accepted_total", format="xml") == 1
    assert door.value("tipline_reports_accepted_total", format="json") == 2
    refused = {
        (dict(labels)["format"], dict(labels)["problem"])
        for (name, labels), value in door.series().items()
        if name == "tipline_reports_refused_total" and value
    }
    assert ("json", StoreUnavailableError.code) in refused
    assert {name for name, _ in refused} == {"xml", "json"}
    assert ("xml", "unknown") not in refused


def hostile(door: Counted) -> None:
    """Send facts in every part of a request that could become a label."""
    name = door.credentials.username
    paths = (
        "/canary17",
        "/ispws/canary17",
        "/ispws/status?q=canary17",
        "/api/v1/reports/canary17",
        f"/api/v1/reports/{name}",
        f"/{name}/supplements",
        "/desk/reports/canary17/",
        "/healthz/canary17",
        '/ispws/x",canary17="1',
        "/ispws/status%0Acanary17",
    )
    basic = base64.b64encode(b"canary17:canary17").decode()
    for path in paths:
        for method in ("GET", "POST", "CANARY17"):
            for headers in ({}, {"Authorization": f"Basic {basic}", "X-Canary17": "canary17"}):
                door.ask(method, path, content=b"canary17", headers=headers)
    for document in (
        MINIMAL.replace("incidentSummary", "canary17"),
        "canary17",
        "<canary17>Synthetic narrative 17.</canary17>",
        f"{MINIMAL}<!-- canary17 -->",
    ):
        door.post("/ispws/submit", document)
        door.post("/ispws/submit", document, headers={"Idempotency-Key": "canary17"})
    for document in ('{"canary17": 1}', '"canary17"', '{"incident": {"canary17": "x"}}'):
        door.post("/api/v1/reports", document)


def test_no_label_tells_on_anybody(door: Counted) -> None:
    hostile(door)
    door.post("/api/v1/reports", AS_JSON)
    text = door.figures.text().decode()
    for canary in (*CANARIES, door.credentials.username, door.credentials.password):
        assert canary.lower() not in text.lower()


def test_every_label_is_from_a_list(door: Counted) -> None:
    hostile(door)
    allowed = {
        "door": {"ispws", "api", "desk", "other"},
        "route": door.routes.templates,
        "status": {"2xx", "3xx", "4xx", "5xx", "none"},
        "format": {"xml", "json"},
        "le": None,
    }
    for _, labels in door.series():
        for name, value in labels:
            if name == "problem":
                assert re.fullmatch(r"[a-z_]+", value)
            else:
                known = allowed[name]
                assert known is None or value in known


def test_metrics_are_not_at_the_door(door: Counted) -> None:
    assert door.ask("GET", "/metrics").status_code == 404


def test_a_request_that_breaks_off_is_counted(door: Counted) -> None:
    async def gone() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def nowhere(_message: object) -> None:
        """Nobody listens."""

    scope: dict[str, object] = {
        "type": "http",
        "method": "POST",
        "path": "/ispws/submit",
        "headers": [],
        "query_string": b"",
        "client": None,
    }

    async def silent(*_: object) -> None:
        """Answer nothing."""

    watch = Watch(silent, Probes({}), Meter(door.figures, door.routes))
    door.run(lambda: watch(scope, gone, nowhere))
    labels = {"door": "ispws", "route": "/ispws/submit", "status": "none"}
    assert door.value("tipline_requests_total", **labels) == 1
