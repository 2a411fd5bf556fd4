"""The settings of the alert mail, alone and together."""

from pathlib import Path

import pytest

from tipline.config import SettingsError, read_settings
from tipline.config.mail import Security
from tipline.config.passwords import read_password

GOOD = {
    "TIPLINE_SMTP_HOST": "mail.example.org",
    "TIPLINE_MAIL_FROM": "hotline@example.org",
    "TIPLINE_ALERT_TO": "desk@example.org, other@example.org",
}


def test_what_it_takes_to_send(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, GOOD)
    assert settings.smtp_security is Security.STARTTLS
    assert settings.alert_to == ("desk@example.org", "other@example.org")


def test_a_list_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "tipline.toml").write_text('alert_to = ["desk@example.org"]\n')
    rest = {name: value for name, value in GOOD.items() if name != "TIPLINE_ALERT_TO"}
    assert read_settings(tmp_path, rest).alert_to == ("desk@example.org",)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"TIPLINE_ALERT_TO": "desk@example.org"}, ["TIPLINE_ALERT_TO"]),
        ({"TIPLINE_SMTP_HOST": "mail.example.org"}, ["TIPLINE_SMTP_HOST"] * 2),
        ({**GOOD, "TIPLINE_SMTP_USERNAME": "desk"}, ["TIPLINE_SMTP_USERNAME"]),
        ({**GOOD, "TIPLINE_SMTP_PASSWORD_FILE": "secret"}, ["TIPLINE_SMTP_PASSWORD_FILE"]),
        ({**GOOD, "TIPLINE_SMTP_SECURITY": "ssl"}, ["TIPLINE_SMTP_SECURITY"]),
        ({**GOOD, "TIPLINE_MAIL_FROM": "a@b\r\nBcc: c@d"}, ["TIPLINE_MAIL_FROM"]),
        ({**GOOD, "TIPLINE_ALERT_TO": "desk@example.org,"}, ["TIPLINE_ALERT_TO"]),
        ({**GOOD, "TIPLINE_DESK_URL": "ftp://example.org"}, ["TIPLINE_DESK_URL"]),
        (
            {
                **GOOD,
                "TIPLINE_SMTP_SECURITY": "none",
                "TIPLINE_SMTP_USERNAME": "desk",
                "TIPLINE_SMTP_PASSWORD_FILE": "secret",
            },
            ["TIPLINE_SMTP_SECURITY"],
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, said: dict[str, str], where: list[str]) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(tmp_path, said)
    assert [problem.path for problem in raised.value.problems] == where


@pytest.mark.parametrize(("mode", "words"), [(0o644, "chmod 600"), (0o600, "empty")])
def test_a_password_file_for_its_owner_alone(tmp_path: Path, mode: int, words: str) -> None:
    file = tmp_path / "password"
    file.write_text("\n" if mode == 0o600 else "secret\n")
    file.chmod(mode)
    with pytest.raises(SettingsError, match=words):
        read_password(file)
    file.chmod(0o600)
    file.write_text("secret\n")
    assert read_password(file) == "secret"
    with pytest.raises(SettingsError, match="no such file"):
        read_password(tmp_path / "none")
