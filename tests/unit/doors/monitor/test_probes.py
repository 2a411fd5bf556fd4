"""Health and readiness: which part is missing, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tipline.doors.monitor import Probes, Routes, Watch

Check = Callable[[], Awaitable[object]]


class Part:
    """A part that works, breaks or hangs, and counts how often it was asked."""

    def __init__(self, state: str = "works") -> None:
        self.state = state
        self.asked = 0

    async def __call__(self) -> object:
        self.asked += 1
        if self.state == "breaks":
            raise OSError("canary17")
        if self.state == "hangs":
            await asyncio.Event().wait()
        return "canary17"


async def inner(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"inner"})


def ask(path: str, probes: Probes, method: str = "GET") -> httpx.Response:
    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(Watch(inner, probes))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.request(method, path)

    return asyncio.run(asking())


@pytest.mark.parametrize(
    ("store", "writer", "status", "missing"),
    [
        ("works", "works", 200, []),
        ("breaks", "works", 503, ["store"]),
        ("works", "hangs", 503, ["writer"]),
        ("breaks", "breaks", 503, ["store", "writer"]),
    ],
)
def test_readiness_names_the_part(store: str, writer: str, status: int, missing: object) -> None:
    probes = Probes({"store": Part(store), "writer": Part(writer)}, patience=0.01)
    answer = ask("/readyz", probes)
    assert answer.status_code == status
    assert answer.json() == {"ready": not missing, "missing": missing}
    assert answer.headers["cache-control"] == "no-store"
    assert "canary17" not in answer.text


def test_health_asks_nobody() -> None:
    part = Part("breaks")
    answer = ask("/healthz", Probes({"store": part}))
    assert (answer.status_code, answer.json(), part.asked) == (200, {"healthy": True}, 0)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_look(path: str) -> None:
    assert ask(path, Probes({}), "HEAD").status_code == 200
    refused = ask(path, Probes({}), "POST")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/healthz/", "/readyz/x", "/HEALTHZ"])
def test_other_paths_are_for_the_doors(path: str) -> None:
    assert ask(path, Probes({})).status_code == 418


def test_many_who_ask_together_cause_one_check() -> None:
    part = Part()
    probes = Probes({"store": part})

    async def all_at_once() -> None:
        await asyncio.gather(*(probes.missing() for _ in range(50)))
        await probes.missing()

    asyncio.run(all_at_once())
    assert part.asked == 1


def test_who_stops_asking_does_not_stop_the_others() -> None:
    probes = Probes({"store": Part("hangs")}, patience=0.05)

    async def one_leaves() -> list[str]:
        leaving = asyncio.create_task(probes.missing())
        staying = asyncio.create_task(probes.missing())
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    assert asyncio.run(one_leaves()) == ["store"]


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/ispws/status", "/ispws/status"),
        ("/ispws/status/", "other"),
        ("/api/v1/reports/17", "/api/v1/reports/{number}"),
        ("/api/v1/reports/x/supplements", "/api/v1/reports/{number}/supplements"),
        ("/api/v1/reports/17/x", "other"),
        ("/desk/reports/17/text/", "/desk/reports/<int:number>/text/"),
        ("/desk/reports//text/", "other"),
        ("", "other"),
    ],
)
def test_a_path_becomes_its_template(path: str, template: str) -> None:
    routes = Routes(
        [
            "/ispws/status",
            "/api/v1/reports/{number}",
            "/api/v1/reports/{number}/supplements",
            "/desk/reports/<int:number>/text/",
        ]
    )
    assert routes.template_of(path) == template
    assert template in routes.templates
