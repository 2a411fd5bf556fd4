"""`tipline user`, as an operator runs it, and the desk as the program builds it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tipline.domain.errors import TiplineError
from tipline.doors.desk.answers import ANSWERS, answer_to

MAKE = (
    "import sys; from pathlib import Path; from tipline import bootstrap; "
    "from tipline.config import read_settings; from tipline.doors.desk.app import build_app; "
    "settings = read_settings(Path(sys.argv[1]), {}); bootstrap.create_hotline(settings); "
    "build_app(bootstrap.open_hotline(settings)); print('built')"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "data"
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)], check=True, capture_output=True, text=True
    )
    assert made.stdout == "built\n"
    return folder


def tipline(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tipline", "user", *words, "--data", str(data)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_people_are_added_listed_given_a_new_factor_and_disabled(data: Path) -> None:
    added = json.loads(tipline(data, "add", "Ada", "--role", "supervisor", "--json").stdout)
    assert set(added) == {"name", "role", "password", "secret", "uri"}
    assert (added["name"], added["role"]) == ("ada", "supervisor")
    assert added["uri"].startswith("otpauth://totp/")
    reset = json.loads(tipline(data, "reset-second-factor", "ada", "--json").stdout)
    assert reset["secret"] != added["secret"]
    forgotten = json.loads(tipline(data, "reset-password", "Ada", "--json").stdout)
    assert {*forgotten} == {"name", "password"}
    assert forgotten["password"] != added["password"]
    assert "for the next time only" in tipline(data, "reset-password", "ada").stdout
    plain = tipline(data, "add", "ben").stdout
    assert "for the first time only" in plain
    assert tipline(data, "disable", "ben").returncode == 0
    listed = json.loads(tipline(data, "list", "--json").stdout)
    assert [(one["name"], one["role"], one["disabled"]) for one in listed] == [
        ("ada", "supervisor", False),
        ("ben", "analyst", True),
    ]
    assert "disabled" in tipline(data, "list").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add", "two words"), 1, "A user name has letters"),
        (("add", "x" * 61), 1, "A user name has letters"),
        (("add", "eve", "--role", "king"), 64, "king"),
        (("disable", "nobody"), 1, "no user"),
        (("reset-second-factor", "nobody"), 1, "no user"),
        (("reset-password", "nobody"), 1, "no user"),
    ],
)
def test_what_is_wrong_is_said(data: Path, words: tuple[str, ...], status: int, said: str) -> None:
    done = tipline(data, *words)
    assert done.returncode == status
    assert said in done.stderr


def test_a_name_is_given_out_once(data: Path) -> None:
    assert tipline(data, "add", "cleo").returncode == 0
    again = tipline(data, "add", "Cleo")
    assert again.returncode == 1
    assert "taken" in again.stderr


def test_every_error_has_an_answer_and_every_answer_an_error() -> None:
    def below(kind: type[TiplineError]) -> list[type[TiplineError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in below(child))]

    codes = {kind.code for kind in below(TiplineError)}
    assert set(ANSWERS) <= codes
    assert answer_to(TiplineError()).status == 500
