"""The command, the checks of the settings, and the admin."""

import json
import re
import signal
from pathlib import Path

from tests.integrations.django_filing.running import PATIENCE, Site, wait_until

NUMBERS = re.compile(r"tipline_filing\.[EW](\d{3})")


def checked(site: Site) -> list[str]:
    """Return the numbers of what `manage.py check` says."""
    ended = site.manage("check")
    return sorted(set(NUMBERS.findall(ended.stdout + ended.stderr)))


def test_good_settings(light: Site) -> None:
    assert checked(light) == []


def test_all_that_is_wrong_with_the_settings_is_said_at_once(light: Site) -> None:
    light.filing = None
    assert checked(light) == ["001"]
    light.filing = {"PASSWROD": "synthetic"}
    assert checked(light) == ["002", "003", "004"]
    light.filing = {
        "TO": "https://report.cybertip.org/ispws",
        "KIND": "test",
        "USERNAME": "a:b",
        "PASSWORD": "synthetic-password",
        "OUTBOX": str(light.folder / "media" / "outbox"),
        "DATABASES": ["default", "other"],
    }
    assert checked(light) == ["006", "007", "010", "012"]
    light.filing |= {"KIND": "real", "OUTBOX": "outbox", "DATABASES": "default"}
    assert checked(light) == ["005", "006", "007", "009", "011"]
    light.filing |= {"KIND": "production", "USERNAME": "example", "DATABASES": []}
    light.database["AUTOCOMMIT"] = False  # type: ignore[assignment]
    light.debug = True
    assert checked(light) == ["008", "009", "013"]
    ended = light.manage("tipline_filing", "run")
    assert ended.returncode == 1
    assert "synthetic-password" not in ended.stdout + ended.stderr


def test_without_a_password_only_the_relay_does_not_run(light: Site) -> None:
    assert light.filing is not None
    del light.filing["PASSWORD"]
    assert checked(light) == ["004"]
    assert light.manage("check").returncode == 0
    light.act("decide")
    ended = light.manage("tipline_filing", "once")
    assert ended.returncode == 1
    assert "no PASSWORD" in ended.stderr
    assert light.states() == ["waiting"]


def test_status(site: Site) -> None:
    ended = site.manage("tipline_filing", "status", "--json")
    assert ended.returncode == 0
    said = json.loads(ended.stdout)
    assert said["oldest_waits_seconds"] is None
    site.act("decide", "2")
    said = json.loads(site.manage("tipline_filing", "status", "--json").stdout)
    assert (said["waiting"], said["taken"], said["filed"], said["refused"]) == (2, 0, 0, 0)
    assert not said["needs_you"]
    site.act("age", "60")
    ended = site.manage("tipline_filing", "status")
    assert ended.returncode == 1
    assert "nothing takes them" in ended.stdout


def test_status_of_what_is_taken_and_not_filed(site: Site) -> None:
    site.act("decide", "2")
    site.act("race")  # into the outbox, and the service is never asked
    site.act("age", "50")
    ended = site.manage("tipline_filing", "status", "--json")
    assert ended.returncode == 0
    said = json.loads(ended.stdout)
    assert (said["waiting"], said["taken"], said["needs_you"]) == (0, 2, False)
    assert said["oldest_taken_seconds"] > 50 * 60 - 1
    site.act("age", "61")
    ended = site.manage("tipline_filing", "status")
    assert ended.returncode == 1
    assert "in the outbox for more than an hour" in ended.stdout
    assert "nothing takes them" not in ended.stdout
    assert site.once() == 0
    site.act("age", "61")
    ended = site.manage("tipline_filing", "status")
    assert (ended.returncode, "hour" in ended.stdout) == (0, False)


def test_run_files_what_comes_and_ends_cleanly(site: Site) -> None:
    process = site.start("tipline_filing", "run")
    try:
        site.act("decide", "3")
        wait_until(lambda: site.states() == ["filed"] * 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert "3 filed" in process.stdout.read()
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    assert len(site.filed()) == 3


def test_run_goes_on_when_the_database_cut_it_off(heavy: Site) -> None:
    process = heavy.start("tipline_filing", "run")
    try:
        heavy.act("decide")
        wait_until(lambda: heavy.states() == ["filed"])
        assert heavy.act("cut_off") == 1
        heavy.act("decide")
        wait_until(lambda: heavy.states() == ["filed"] * 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    assert len(heavy.filed()) == 2


def test_a_table_that_is_missing(light: Site, tmp_path: Path) -> None:
    light.database = {**light.database, "NAME": str(tmp_path / "empty.sqlite3")}
    ended = light.manage("tipline_filing", "status")
    assert ended.returncode == 1
    assert "migrate" in ended.stderr


def test_models_and_migrations_agree(light: Site) -> None:
    ended = light.manage("makemigrations", "--check", "--dry-run", "tipline_filing")
    assert ended.returncode == 0, ended.stdout


def test_the_admin_shows_states_and_changes_nothing(light: Site) -> None:
    light.act("decide")
    assert light.act("admin") == {
        "statuses": [200, 200],
        "key_shown": True,
        "content_shown": False,
        "tries": [403, 403, 403],
    }
    assert light.states() == ["waiting"]
