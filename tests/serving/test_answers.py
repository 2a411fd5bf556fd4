"""The answer page is open with the public door, however it is run, and nothing tells of it."""

from pathlib import Path

import httpx
import pytest

from tests.serving.running import running
from tipline.gateways.delivery.links import answer_links
from tipline.gateways.key_files import load_index_key


def link(data: Path) -> str:
    """Return a link that is signed by this installation; its referral does not exist."""
    return answer_links(load_index_key(data / "keys")).token(17, 1) + "A" * 22


@pytest.mark.parametrize("doors", [(), ("--door", "public"), ("--door", "provider")])
def test_links_are_answered_where_the_public_door_is(
    tmp_path: Path, doors: tuple[str, ...]
) -> None:
    data = tmp_path / "data"
    with running(data, *doors, "--metrics-port", "0") as hotline:
        token = link(data)
        paths = (f"/answer/{token}/", f"/answer/{token}", "/answer/none/", "/answer/")
        found = [hotline.get(path) for path in paths]
        counted = hotline.counted()
    assert {one.status_code for one in found} == {404}
    is_there = doors != ("--door", "provider")
    for one in found:
        assert ("This link cannot be used" in one.text) == is_there
    if is_there:
        assert {one.headers["referrer-policy"] for one in found} == {"no-referrer"}
        assert all("set-cookie" not in one.headers for one in found)
    assert [series for series in counted if token in series] == []
    assert token not in hotline.log.read_text()
    assert token not in hotline.said


def test_the_look_is_there(tmp_path: Path) -> None:
    with running(tmp_path / "data") as hotline:
        page = httpx.get(f"{hotline.address}/answer/none/")
        sheet = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert sheet.startswith("/answer/assets/")
        assert httpx.get(hotline.address + sheet).status_code == 200
