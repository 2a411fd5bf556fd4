"""Folders of a public form for tests: a complete one, and ways to write and read them."""

from pathlib import Path

import pytest

from tipline.config import Settings, SettingsError
from tipline.config.public import PublicSite, read_site

FORM = """\
name = "Hotline 17"
languages = ["en", "fr"]
countries = ["GB"]
exit_to = "https://www.example.org/"
read_within_days = 3
"""
NUMBERS = """\
[GB.emergency]
numbers = ["999", "112"]
source = "https://www.example.org/numbers"
checked = 2026-11-22

[[GB.helplines]]
name = "Helpline 17"
for_whom = ["child", "witness"]
phone = "020 7946 0117"
source = "https://www.example.org/helplines"
checked = 2026-11-22
"""
COMPLETE = {
    "form.toml": FORM,
    "numbers.toml": NUMBERS,
    "privacy.en.txt": "Synthetic privacy text 17.\n",
    "privacy.fr.txt": "Synthetic privacy text 18.\n",
}


def write(data: Path, files: dict[str, str]) -> Settings:
    """Write a folder and return settings that a production needs with it."""
    for name, text in files.items():
        file = data / "public" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return Settings(data=data, retention_days=365)


def read(data: Path, files: dict[str, str]) -> PublicSite:
    """Return the form of a folder with these files."""
    return read_site(write(data, files))


def wrong(data: Path, files: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with such a folder: the message by place."""
    with pytest.raises(SettingsError) as caught:
        read(data, files)
    return {problem.path: problem.message for problem in caught.value.problems}
