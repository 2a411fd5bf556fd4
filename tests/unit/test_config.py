"""Settings from file and environment; all that is wrong at once."""

from pathlib import Path

import pytest

from tipline.config import Mode, SettingsError, read_settings


def test_nothing_said_is_a_trial_on_this_machine(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {})
    assert (settings.mode, settings.host, settings.port) == (Mode.DEVELOPMENT, "127.0.0.1", 8000)
    assert settings.database_url is None
    assert settings.keys == tmp_path / "keys"
    assert settings.writer_socket.parent == tmp_path


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    text = 'mode = "production"\nname = "tips.example.org"\nport = 9000\n'
    (tmp_path / "tipline.toml").write_text(text)
    settings = read_settings(tmp_path, {"TIPLINE_PORT": "9001", "DATABASE_URL": "postgresql:///x"})
    assert settings.mode is Mode.PRODUCTION
    assert (settings.name, settings.port) == ("tips.example.org", 9001)
    assert settings.database_url == "postgresql:///x"
    assert "postgresql" not in repr(settings)


def test_the_folder_can_come_from_the_environment(tmp_path: Path) -> None:
    assert read_settings(None, {"TIPLINE_DATA": str(tmp_path)}).data == tmp_path
    assert read_settings(None, {}).data.name == "tipline-data"


def test_everything_wrong_is_said_together(tmp_path: Path) -> None:
    (tmp_path / "tipline.toml").write_text(
        'mode = "live"\nport = 70000\ncolour = "red"\nname = ""\n'
    )
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {"TIPLINE_HOST": " ", "DATABASE_URL": "postgresql://u:red@h:x/y"})
    found = {problem.path: problem.code for problem in caught.value.problems}
    assert found == {
        "mode": "setting_wrong",
        "port": "setting_wrong",
        "colour": "setting_unknown",
        "name": "setting_wrong",
        "TIPLINE_HOST": "setting_wrong",
        "DATABASE_URL": "setting_wrong",
    }
    assert "red" not in str(caught.value)


@pytest.mark.parametrize("data", [b"mode = ", b"\xff"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "tipline.toml").write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {})
    assert [problem.code for problem in caught.value.problems] == ["settings_unreadable"]


def test_how_often_a_provider_may_come_can_be_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).requests_per_minute == 60_000
    found = read_settings(tmp_path, {"TIPLINE_REQUESTS_PER_MINUTE": "120"})
    assert found.requests_per_minute == 120
    for wrong in ("0", "-1", "many", "100000001"):
        with pytest.raises(SettingsError):
            read_settings(tmp_path, {"TIPLINE_REQUESTS_PER_MINUTE": wrong})
