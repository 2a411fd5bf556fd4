"""What cannot be filed is seen at the platform, says nothing of the content, and blocks nobody."""

import json
import shutil

from tests.integrations.django_filing.running import Site, wait_until


def test_a_row_that_cannot_be_read(site: Site) -> None:
    bad, good = site.act("decide", "2")
    site.act("damage", bad)
    assert site.once() == 1
    rows = {row["key"]: row for row in site.act("rows")}
    assert rows[good]["state"] == "filed"
    assert (rows[bad]["state"], rows[bad]["item"]) == ("refused", None)
    assert rows[bad]["document"]  # nothing else has it
    assert rows[bad]["problems"]
    assert "secretName" not in json.dumps(rows[bad]["problems"])

    told = site.manage("tipline_filing", "status")
    assert told.returncode == 1
    assert bad in told.stdout
    assert "secretName" not in told.stdout + told.stderr

    site.act("mend", bad)
    assert site.manage("tipline_filing", "retry").returncode == 0
    assert site.once() == 0
    assert site.states() == ["filed", "filed"]
    assert len(site.filed()) == 2


def test_a_report_that_the_service_refuses(site: Site) -> None:
    assert site.sandbox is not None
    site.sandbox.fail("answer", call="submit", code=4100, status=400)
    site.act("decide")
    assert site.once() == 1
    (row,) = site.act("rows")
    assert (row["state"], row["document"], row["item"]) == ("refused", "", 1)
    (problem,) = row["problems"]
    assert problem["code"] == "report_refused"
    assert "4100" in problem["message"]
    assert site.filed() == []

    site.act("retry_items")
    assert site.act("settled") == [0, 0, 0]
    assert site.states() == ["taken"]
    wait_until(lambda: site.once() == 0)
    (row,) = site.act("rows")
    assert (row["state"], row["problems"]) == ("filed", [])
    assert len(site.filed()) == 1


def test_an_outbox_that_is_gone_is_said(light: Site) -> None:
    assert light.sandbox is not None
    light.sandbox.fail("answer", call="submit", code=1100, status=503, times=None)
    light.act("decide")
    assert light.once() == 75
    assert light.states() == ["taken"]
    shutil.rmtree(light.folder / "outbox")
    assert light.act("settled") == [0, 0, 1]
    ended = light.manage("tipline_filing", "once")
    assert ended.returncode == 1
    assert "not in this outbox" in ended.stderr


def test_unsettled_rows_come_page_by_page(site: Site) -> None:
    assert site.sandbox is not None
    site.sandbox.fail("answer", call="submit", code=1100, status=503, times=None)
    keys = sorted(site.act("decide", "5"))
    assert site.once() == 75
    assert site.act("unsettled", "", "2") == [[key, False] for key in keys[:2]]
    assert site.act("unsettled", keys[1], "9") == [[key, False] for key in keys[2:]]
    assert site.act("unsettled", keys[4], "9") == []
