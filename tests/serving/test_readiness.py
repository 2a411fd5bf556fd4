"""Readiness is about storing: a disk that takes nothing is told, and one that works again too."""

import resource
from pathlib import Path

from tests.serving.running import running, wait_until

SMALLEST = 4_096
"""Bytes: less than one page of the log with its head."""


def test_a_disk_that_takes_nothing_is_told_until_it_does(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "tipline.toml").write_text("web_processes = 1\n")
    with running(data) as hotline:
        wait_until(lambda: hotline.get("/readyz").status_code == 200)
        (writer,) = hotline.children()["writer"]
        _, most = resource.prlimit(writer, resource.RLIMIT_FSIZE)
        resource.prlimit(writer, resource.RLIMIT_FSIZE, (SMALLEST, most))
        wait_until(lambda: hotline.get("/readyz").status_code == 503)
        found = [hotline.get("/readyz") for _ in range(80)]
        assert {one.status_code for one in found} == {503}
        assert found[0].json() == {"ready": False, "missing": ["writer"]}
        assert hotline.get("/healthz").status_code == 200
        resource.prlimit(writer, resource.RLIMIT_FSIZE, (most, most))
        wait_until(lambda: hotline.get("/readyz").status_code == 200)
        assert hotline.children()["writer"] == {writer}
