"""A protected private key: asked for once, handed to the desk's process alone, seen nowhere."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.serving.running import PROGRAM, Running, environment, running, tipline
from tipline.gateways.key_files import create_keys

PHRASE = "seventeen quiet words"
WRONG = "eighteen quiet words"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of a hotline whose private key is protected."""
    folder = tmp_path / "data"
    create_keys(folder / "keys", PHRASE)
    return folder


def pipe_with(text: str) -> int:
    """Return the reading end of a pipe with a text in it."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


def seen_of(pid: int) -> bytes:
    """Return what others can see of a process: arguments and environment."""
    here = Path("/proc", str(pid))
    return (here / "cmdline").read_bytes() + (here / "environ").read_bytes()


def check_hidden(hotline: Running) -> None:
    for pid in {hotline.process.pid}.union(*hotline.children().values()):
        assert PHRASE.encode() not in seen_of(pid)
    assert PHRASE not in hotline.said + hotline.log.read_text()


def test_it_comes_through_a_pipe_and_is_handed_on_again(data: Path) -> None:
    fd = pipe_with(f"{PHRASE}\n")
    with running(data, "--passphrase-fd", str(fd), pass_fds=[fd]) as hotline:
        os.close(fd)
        assert hotline.get("/desk/log-in/").status_code == 200
        check_hidden(hotline)
        children = hotline.children()
        assert all(b"--passphrase-fd" in seen_of(pid) for pid in children["web"])
        assert not any(b"--passphrase-fd" in seen_of(pid) for pid in children["writer"])
        for _ in children["web"]:
            hotline.kill_one("web")
        assert hotline.get("/desk/log-in/").status_code == 200
        check_hidden(hotline)


def test_it_comes_from_a_file(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "phrase"
    file.write_text(f"{PHRASE}\n")
    file.chmod(0o600)
    (data / "tipline.toml").write_text(f'passphrase_file = "{file}"\n')
    with running(data) as hotline:
        assert hotline.get("/desk/log-in/").status_code == 200
        check_hidden(hotline)
    file.chmod(0o644)
    said = tipline("serve", "--data", str(data), "--port", "0")
    assert (said.status, "is open to others. Run: chmod 600" in said.err) == (1, True)


def test_a_door_without_the_desk_needs_none(data: Path) -> None:
    with running(data, "--door", "provider") as hotline:
        assert hotline.get("/ispws/status").status_code == 401
        webs = hotline.children()["web"]
        assert not any(b"--passphrase-fd" in seen_of(pid) for pid in webs)


def test_a_wrong_one_is_told(data: Path) -> None:
    fd = pipe_with(WRONG)
    arguments = ("--data", str(data), "--port", "0", "--passphrase-fd", str(fd))
    said = tipline("serve", *arguments, pass_fds=[fd])
    os.close(fd)
    assert said.status == 1
    assert "hotline.private does not open. Check the passphrase" in said.err
    assert said.err.count("\n") == 1
    assert WRONG not in said.out + said.err


def test_without_a_terminal_it_says_how(data: Path) -> None:
    said = tipline("serve", "--data", str(data), "--port", "0")
    assert said.status == 1
    assert "--passphrase-fd" in said.err
    assert "TIPLINE_PASSPHRASE_FILE" in said.err


def on_terminal(arguments: list[str], typed: list[tuple[bytes, str]]) -> tuple[int, bytes]:
    """Run a command at a terminal, typing each answer after its question; status and screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment()
    )
    os.close(theirs)
    shown = b""
    waiting = [*typed]
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # how Linux tells the end of a terminal
            break
        if not piece:
            break
        shown += piece
        if waiting and shown.count(waiting[0][0]) > 0:
            question, answer = waiting.pop(0)
            shown = shown.replace(question, b"", 1)
            os.write(ours, answer.encode() + b"\n")
        if b"Ctrl-C stops it." in shown:
            process.send_signal(signal.SIGTERM)
    os.close(ours)
    return process.wait(30), shown


def test_at_a_terminal_it_is_asked_for(data: Path) -> None:
    status, shown = on_terminal(
        ["serve", "--data", str(data), "--port", "0"],
        [(b"Passphrase of hotline.private:", PHRASE)],
    )
    assert status == 0
    assert b"The hotline runs" in shown
    assert PHRASE.encode() not in shown


def test_at_a_terminal_there_are_three_tries(data: Path) -> None:
    question = b"Passphrase of hotline.private:"
    serve = ["serve", "--data", str(data), "--port", "0"]
    status, shown = on_terminal(serve, [(question, WRONG), (question, WRONG), (question, PHRASE)])
    assert (status, b"The hotline runs" in shown) == (0, True)
    assert shown.count(b"Try again.") == 2
    status, shown = on_terminal(serve, [(question, WRONG)] * 3)
    assert (status, b"The hotline runs" in shown) == (1, False)
    assert shown.count(b"does not open. Check the passphrase") == 3


def test_a_short_one_is_not_taken(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.keys"
    words = ["keys", "export", str(copy), "--data", str(data)]
    status, shown = on_terminal(words, [(b"Passphrase:", "fourteen words")] * 3)
    assert (status, copy.exists()) == (1, False)
    assert shown.count(b"at least 15 characters") == 4
    once = [(b"Passphrase:", "fourteen words"), (b"Passphrase:", PHRASE)]
    again = [(b"Repeat for confirmation:", WRONG), (b"Passphrase:", PHRASE)]
    end = [(b"Repeat for confirmation:", PHRASE)]
    status, shown = on_terminal(words, once + again + end)
    assert (status, copy.exists(), b"are not the same" in shown) == (0, True, True)


@pytest.mark.parametrize("words", [["export", "x"], ["import", "/dev/null"], ["protect"]])
def test_without_a_terminal_no_keys_are_locked(tmp_path: Path, words: list[str]) -> None:
    create_keys(tmp_path / "keys")
    said = tipline("keys", *words, "--data", str(tmp_path))
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("tipline: There is no terminal to ask for a passphrase.")
    assert said.err.count("\n") == 1


def test_it_is_set_and_removed_at_a_terminal(tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys"
    create_keys(keys)
    folder = ["--data", str(tmp_path / "data")]
    status, shown = on_terminal(
        ["keys", "protect", *folder],
        [(b"New passphrase:", PHRASE), (b"Repeat for confirmation:", PHRASE)],
    )
    assert (status, b"has the new passphrase" in shown) == (0, True)
    assert b"LOCKED" in (keys / "hotline.private").read_bytes()
    status, shown = on_terminal(
        ["keys", "protect", "--remove", *folder], [(b"Passphrase of hotline.private:", PHRASE)]
    )
    assert (status, b"has no passphrase any more" in shown) == (0, True)
    assert b"LOCKED" not in (keys / "hotline.private").read_bytes()


def test_restore_opens_with_it(data: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy.sealed", tmp_path / "other"
    with running(data, "--door", "provider") as hotline:
        hotline.credentials()
        assert tipline("backup", str(copy), "--data", str(data)).status == 0
    other.mkdir(mode=0o700)
    (data / "keys").rename(other / "keys")
    for phrase, status in ((WRONG, 1), (PHRASE, 0)):
        fd = pipe_with(phrase)
        arguments = ("--data", str(other), "--passphrase-fd", str(fd))
        assert tipline("restore", str(copy), *arguments, pass_fds=[fd]).status == status
        os.close(fd)
    assert "Example Chat" in tipline("provider", "list", "--data", str(other)).out
