"""The settings of operation: files, tables, switches, pairs, and options that win."""

from pathlib import Path

import pytest

from tipline.config import (
    ADMINISTRATORS,
    Mode,
    Settings,
    SettingsError,
    check_production,
    read_settings,
)


def wrong(folder: Path, text: str, **environ: str) -> dict[str, str]:
    """Return the problems of a settings file by path."""
    (folder / "tipline.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_settings(folder, environ)
    return {problem.path: problem.message for problem in caught.value.problems}


def test_files_are_looked_for_in_the_data_folder_and_read(tmp_path: Path) -> None:
    (tmp_path / "numbers.toml").write_text('GB = "999"\nDE = "112"\n')
    (tmp_path / "privacy.txt").write_text("Synthetic privacy text 17.")
    (tmp_path / "tipline.toml").write_text(
        'emergency_numbers = "numbers.toml"\nprivacy_text = "privacy.txt"\n'
        'tls_cert = "cert.pem"\ntls_key = "/etc/key.pem"\nbehind_proxy = true\n'
    )
    found = read_settings(tmp_path, {})
    assert found.emergency_numbers == {"GB": "999", "DE": "112"}
    assert found.privacy_text == tmp_path / "privacy.txt"
    assert (found.tls_cert, found.tls_key) == (tmp_path / "cert.pem", Path("/etc/key.pem"))
    assert found.behind_proxy is True


@pytest.mark.parametrize("name", ["hotline.example.org", "hotline.your-domain"])
def test_production_takes_no_name_of_an_example(tmp_path: Path, name: str) -> None:
    settings = Settings(data=tmp_path, mode=Mode.PRODUCTION, name=name)
    with pytest.raises(SettingsError) as caught:
        check_production(settings, ADMINISTRATORS)
    assert "name" in {problem.path for problem in caught.value.problems}


def test_an_option_wins_over_all(tmp_path: Path) -> None:
    (tmp_path / "tipline.toml").write_text("port = 1\nmetrics_port = 2\n")
    environ = {"TIPLINE_PORT": "3", "TIPLINE_METRICS_PORT": "4", "TIPLINE_BEHIND_PROXY": "yes"}
    found = read_settings(tmp_path, environ, {"port": "5", "metrics_port": None})
    assert (found.port, found.metrics_port, found.behind_proxy) == (5, 4, True)


def test_a_wrong_option_is_named_as_it_was_typed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {}, {"metrics_port": "canary17"})
    assert "--metrics-port: expected a port number" in str(caught.value)
    assert "canary17" not in str(caught.value)


@pytest.mark.parametrize("one", ["tls_cert", "tls_key"])
def test_a_certificate_and_its_key_go_together(tmp_path: Path, one: str) -> None:
    (other,) = {"tls_cert", "tls_key"} - {one}
    assert other in wrong(tmp_path, f'{one} = "x.pem"\n')[one]


@pytest.mark.parametrize(
    "text",
    [
        "emergency_numbers = {}",
        "emergency_numbers = 999",
        "emergency_numbers = { GB = 999 }",
        'emergency_numbers = { gb = "999" }',
        'emergency_numbers = { GB = "call us" }',
        'emergency_numbers = ""',
        'emergency_numbers = "none.toml"',
        'emergency_numbers = "broken.toml"',
        'emergency_numbers = "empty.toml"',
        'privacy_text = "empty.toml"',
        'privacy_text = "binary"',
        'privacy_text = "none.txt"',
        "privacy_text = 17",
        "retention_days = 0",
        'retention_days = "long"',
        "retention_days = true",
        "retention_days = 36501",
        'behind_proxy = "perhaps"',
        "behind_proxy = 17",
        "metrics_port = -1",
    ],
)
def test_what_cannot_be_is_told_without_its_value(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.toml").write_text("GB = ")
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert [*wrong(tmp_path, text)] == [text.partition(" ")[0]]


def test_development_lacks_nothing(tmp_path: Path) -> None:
    check_production(Settings(data=tmp_path), 0, demo=True)


def test_a_complete_hotline_starts(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path,
        mode=Mode.PRODUCTION,
        name="hotline.example.net",
        retention_days=365,
        emergency_numbers={"GB": "999"},
        privacy_text=tmp_path / "privacy.txt",
    )
    check_production(settings, ADMINISTRATORS)
    with pytest.raises(SettingsError) as caught:
        check_production(settings, ADMINISTRATORS - 1)
    assert [problem.path for problem in caught.value.problems] == ["second administrator"]
    assert "tipline.toml" not in str(caught.value)
