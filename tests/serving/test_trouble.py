"""Commands meet what an operator gets wrong: each says in one sentence what to do."""

import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.serving.running import PROGRAM, Said, environment, running, tipline

SECRET = "canary17"
COMMANDS = (
    ["serve", "--port", "0"],
    ["provider", "list"],
    ["user", "list"],
    ["reports", "list"],
    ["audit", "verify"],
    ["backup", "copy.sealed"],
    ["demo"],
)


def said_with(address: str, data: Path, command: Sequence[str]) -> Said:
    """Run a command that is told of a database."""
    done = subprocess.run(
        [*PROGRAM, *command, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**environment(), "DATABASE_URL": address},
        cwd=data,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def silent_port() -> Iterator[int]:
    """Return a port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_database_that_is_not_there_gets_one_sentence(
    tmp_path: Path, command: list[str]
) -> None:
    said = said_with(f"postgresql://u:{SECRET}@127.0.0.1:1/hotline", tmp_path, command)
    assert said.status == 1
    assert said.err.startswith("tipline: PostgreSQL cannot be reached or refuses (")
    assert said.err.count("\n") == 1
    assert "DATABASE_URL" in said.err
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize(
    "query", ["", "?nonsense=1", "?sslmode=verify-full&sslrootcert=%2Fnowhere%2Froot.pem"]
)
def test_a_database_that_never_answers_is_given_up_on(
    tmp_path: Path, silent_port: int, query: str
) -> None:
    address = f"postgresql://u:{SECRET}@127.0.0.1:{silent_port}/hotline{query}"
    said = said_with(address, tmp_path, ["provider", "list"])
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert said.err.startswith("tipline: PostgreSQL cannot be reached or refuses (")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_address_that_is_none_is_told_with_the_other_problems(
    tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "tipline.toml").write_text('mode = "live"\n')
    said = said_with(f"postgresql://u:{SECRET}@h:abc/x", tmp_path, command)
    assert said.status == 1
    assert "DATABASE_URL: expected postgresql://" in said.err
    assert "mode: expected one of" in said.err
    assert SECRET not in said.out + said.err


def test_a_file_that_is_no_database_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tipline.sqlite3").write_bytes(b"Synthetic narrative 17. " * 400)
    for command in (["provider", "list"], ["serve", "--port", "0"]):
        said = tipline(*command, "--data", str(tmp_path))
        assert (said.status, said.err.count("\n")) == (1, 1)
        assert "tipline.sqlite3 cannot be used (DatabaseError)" in said.err


def test_a_long_path_is_as_good_as_a_short_one(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 20) / ("longer" * 20)
    data.parent.mkdir()
    with running(data) as hotline:
        hotline.credentials()
        assert hotline.get("/readyz").status_code == 200
        assert (data / "writer.sock").is_socket()
        assert hotline.end() == 0


def test_a_folder_that_cannot_be_made_is_no_lost_output() -> None:
    said = tipline("serve", "--port", "0", "--data", "/proc/tipline-data")
    assert said == (1, "", "tipline: /proc/tipline-data: no such file or directory\n")


def modes(data: Path) -> dict[str, int]:
    """Return who may what with each file."""
    return {
        str(file.relative_to(data)): file.stat().st_mode & 0o777
        for file in data.rglob("*")
        if not file.is_dir()
    }


def test_nothing_in_a_folder_that_others_enter_is_open_to_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    before = os.umask(0o022)
    try:
        with running(data) as hotline:
            hotline.credentials()
            found = modes(data)
            assert "tipline.sqlite3-wal" in found
            assert {name for name, mode in found.items() if mode & 0o077} == set()
        (data / "tipline.sqlite3").chmod(0o644)
        with running(data) as again:
            assert f"{data / 'tipline.sqlite3'} was open to others" in again.said
            again.credentials()
            assert {name for name, mode in modes(data).items() if mode & 0o077} == set()
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["hotline.private", "audit.private", "index.key"])
def test_a_key_that_others_can_read_keeps_it_from_starting(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    with running(data):
        pass
    (data / "keys" / name).chmod(0o644)
    said = tipline("serve", "--data", str(data), "--port", "0", "--door", "public")
    assert said.status == 1
    assert said.err.startswith(f"tipline: {data / 'keys' / name} is open to others. Run: chmod")
