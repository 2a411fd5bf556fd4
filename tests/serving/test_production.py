"""Production does not start while something is missing, and names each lack with what to do."""

import tomllib
from pathlib import Path

import pytest

from tests.serving.running import Said, running, tipline

COMPLETE = """\
mode = "production"
name = "hotline.example.net"
retention_days = 365
emergency_numbers = { GB = "999", DE = "112" }
privacy_text = "privacy.txt"
"""
FORM = """\
name = "Hotline 17"
languages = ["en"]
countries = ["GB"]
exit_to = "https://www.example.org/"
read_within_days = 2
"""
NUMBERS = """\
[[GB.helplines]]
name = "Helpline 17"
for_whom = ["child"]
phone = "020 7946 0117"
source = "https://www.example.org/"
checked = 2026-11-22
"""
ANYWHERE = "0.0.0.0"  # noqa: S104 - refused, that is the point
LACKS = {
    "name": 'name = "hotline.example.net"\n',
    "retention_days": "retention_days = 365\n",
    "emergency_numbers": 'emergency_numbers = { GB = "999", DE = "112" }\n',
    "privacy_text": 'privacy_text = "privacy.txt"\n',
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "privacy.txt").write_text("Synthetic privacy text 17.\n")
    (folder / "public").mkdir()
    (folder / "public/form.toml").write_text(FORM)
    (folder / "public/numbers.toml").write_text(NUMBERS)
    return folder


def start(data: Path, text: str, *arguments: str) -> Said:
    (data / "tipline.toml").write_text(text)
    return tipline("serve", "--data", str(data), "--port", "0", *arguments)


def let_in(data: Path, name: str, role: str) -> None:
    said = tipline("user", "add", name, "--role", role, "--data", str(data))
    assert said.status == 0, said.err


def test_everything_that_is_missing_is_named_together(data: Path) -> None:
    said = start(data, 'mode = "production"\n', "--demo", "--host", ANYWHERE)
    assert said.status == 1
    for lack in (*LACKS, "second administrator", "--demo", "tls_cert"):
        assert f"{lack}: " in said.err
    assert "tipline user add NAME --role operator" in said.err
    lines = said.err.partition("tipline.toml:\n\n")[2]
    proposed = tomllib.loads(lines)
    assert {*proposed} == {*LACKS, "tls_cert", "tls_key"}


@pytest.mark.parametrize("lack", LACKS)
def test_each_lack_alone_keeps_it_from_starting(data: Path, lack: str) -> None:
    said = start(data, COMPLETE.replace(LACKS[lack], ""))
    assert said.status == 1
    assert f"{lack}: " in said.err
    assert [other for other in LACKS if f"{other}: " in said.err] == [lack]


def test_two_people_must_be_able_to_run_it(data: Path) -> None:
    said = start(data, COMPLETE)
    assert "second administrator: " in said.err
    assert "nobody can" in said.err
    let_in(data, "anna", "operator")
    let_in(data, "berta", "analyst")
    assert "one person can" in start(data, COMPLETE).err
    let_in(data, "carla", "supervisor")
    with running(data) as hotline:
        assert "for trial" not in hotline.said
        assert hotline.get("/readyz").status_code == 200
    assert tipline("user", "disable", "carla", "--data", str(data)).status == 0
    assert "one person can" in start(data, COMPLETE).err


@pytest.mark.parametrize(
    ("more", "arguments", "refused"),
    [
        ("", ["--host", ANYWHERE], True),
        ("", ["--host", "192.0.2.17"], True),
        ("behind_proxy = true\n", ["--host", ANYWHERE], False),
        ("", ["--host", "127.0.0.1"], False),
        ("", ["--host", "::1"], False),
        ("", ["--host", "localhost"], False),
    ],
)
def test_reports_never_travel_in_the_clear(
    data: Path, more: str, arguments: list[str], refused: bool
) -> None:
    said = start(data, COMPLETE + more, *arguments)
    assert said.status == 1  # nobody can run it yet
    assert ("in the clear" in said.err) is refused


def test_what_is_wrong_and_what_is_missing_are_both_told(data: Path) -> None:
    said = start(data, 'mode = "production"\nretention_days = -1\nprivacy_text = "none.txt"\n')
    assert said.status == 1
    assert "retention_days: expected a number of days" in said.err
    assert "privacy_text: there is no such file" in said.err
    assert "emergency_numbers: missing" in said.err
    assert not (data / "keys").exists()


@pytest.mark.parametrize(("door", "refused"), [("all", True), ("provider", False)])
def test_the_form_must_be_ready_where_it_is_open(data: Path, door: str, refused: bool) -> None:
    (data / "public/form.toml").unlink()
    said = start(data, COMPLETE, "--door", door)
    assert said.status == 1  # nobody can run it yet
    assert ("public/form.toml: exit_to: say where" in said.err) is refused
    assert ("tipline public init" in said.err) is refused


def test_the_folder_of_the_form_can_say_numbers_and_privacy(data: Path) -> None:
    emergency = '[GB.emergency]\nnumbers = ["999"]\nsource = "x"\nchecked = 2026-11-22\n'
    (data / "public/numbers.toml").write_text(emergency + NUMBERS)
    (data / "public/privacy.en.txt").write_text("Synthetic privacy text 18.\n")
    without = [LACKS["emergency_numbers"], LACKS["privacy_text"]]
    text = COMPLETE
    for line in without:
        text = text.replace(line, "")
    said = start(data, text)
    assert said.err.startswith("tipline: second administrator: ")


def test_a_trial_needs_nothing(data: Path) -> None:
    (data / "tipline.toml").unlink(missing_ok=True)
    with running(data) as hotline:
        assert "for trial and development" in hotline.said
