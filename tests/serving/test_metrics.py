"""Metrics of a whole hotline: its figures are there, on this machine only, and tell on nobody."""

import json
from pathlib import Path

import httpx

from tests.doors.provider.papers import AS_JSON
from tests.serving.running import running, tipline


def test_figures_of_doors_desk_and_writer(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--metrics-port", "0") as hotline:
        username, password = hotline.credentials()
        folder = ("--data", str(tmp_path / "data"))
        person = json.loads(tipline("user", "add", "canary17", "--json", *folder).out)
        with httpx.Client(base_url=hotline.address, auth=(username, password)) as client:
            for _ in range(3):
                assert client.post("/api/v1/reports", content=AS_JSON).status_code == 201
            assert client.post("/api/v1/reports", content='{"canary17": 17}').status_code == 400
            client.get("/desk/reports/1748/", headers={"User-Agent": "canary17"})
        assert all(one.startswith("http://127.0.0.1:") for one in hotline.metrics)
        processes = len(hotline.metrics)
        found = hotline.counted()
    assert found['tipline_reports_accepted_total{format="json"}'] == 3
    shelves = [number for series, number in found.items() if "tipline_desk_reports{" in series]
    assert sum(shelves) == 3 * processes  # what is in the store is the same for each
    assert found["tipline_outbox_waiting"] >= 0
    assert found["tipline_links_largest_cluster"] == processes  # they share nothing
    assert round(found["tipline_links_largest_share"], 6) == round(processes / 3, 6)
    assert found["tipline_links_held"] == found["tipline_links_waiting"] == 0
    assert found["tipline_writer_operations"] >= 5 * processes
    assert processes <= found["tipline_writer_batches"] <= found["tipline_writer_operations"]
    assert found["tipline_writer_seconds"] > 0
    assert found["process_resident_memory_bytes"] > 0
    secrets = (username, password, "Example Chat", "canary17", "1748", person["secret"])
    assert [one for one in secrets if any(one in series for series in found)] == []


def test_there_are_none_unless_asked_for(tmp_path: Path) -> None:
    with running(tmp_path / "data") as hotline:
        assert hotline.metrics == []
        assert hotline.get("/metrics").status_code == 404
