"""`tipline outbox run --hotline` and `tipline serve` deliver what a hotline has released."""

import os
import signal
import ssl
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tests.delivery.drops import Drop, Fault, https_drop
from tests.delivery.parcels import put
from tests.serving.certificates import Pair, make_pair
from tests.unit.cli.runs import ROOT, run_here, run_program

NAME = f"referral-1-v1-{sha256(b'synthetic age').hexdigest()[:16]}.zip.age"
PATIENCE = 60.0


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return make_pair(tmp_path)


@pytest.fixture
def context(pair: Pair) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(pair.certificate, pair.key)
    return found


def release(folder: Path, pair: Pair, *recipients: str) -> Path:
    """Release to channels and addresses, in turn."""
    command = (sys.executable, "-m", "tests.delivery.releasing", str(folder), *recipients)
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    put(folder / "keys", "agency-a", "synthetic-token")
    put(folder / "keys", "agency-a.ca", pair.certificate.read_bytes())
    return folder


def run(folder: Path, *more: str) -> tuple[int, str, str]:
    found = run_program("outbox", "run", "--hotline", "--data", str(folder), *more)
    return found.status, found.out, found.err


def test_what_is_due_is_delivered_once_and_what_has_no_way_is_told(
    tmp_path: Path, context: ssl.SSLContext, pair: Pair
) -> None:
    drop = Drop()
    with https_drop(drop, context) as address:
        email = ("email", "intake@agency-a.example.org")
        folder = release(tmp_path / "data", pair, "https", address, *email)
        status, out, err = run(folder, "--once")
        assert (status, out) == (0, "Referral 1, version 1: delivered\n")
        assert err.startswith("1 referral waits for a mail server: set smtp_host and mail_from")
        status, out, _ = run(folder, "--once")
        assert (status, out) == (0, "Nothing is due.\n")
    assert drop.files == {NAME: b"synthetic age"}
    assert drop.puts == 1


def test_what_is_not_taken_is_told_and_tried_later(
    tmp_path: Path, context: ssl.SSLContext, pair: Pair
) -> None:
    with https_drop(Drop(Fault.BUSY), context) as address:
        folder = release(tmp_path / "data", pair, "https", address)
        status, out, _ = run(folder, "--once")
        assert (status, out) == (
            1,
            "Referral 1, version 1: not delivered now; tried again later (not taken now)\n",
        )


def test_options_that_contradict_are_told() -> None:
    for arguments in (("--once",), ("--hotline", "--to", "https://hotline.example.org/")):
        found = run_here("outbox", "run", *arguments)
        assert found.status == 64
        assert "--hotline" in found.err


def test_the_post_of_a_hotline_that_runs_delivers_without_a_mail_server(
    tmp_path: Path, context: ssl.SSLContext, pair: Pair
) -> None:
    drop = Drop()
    with https_drop(drop, context) as address:
        folder = release(tmp_path / "data", pair, "https", address)
        command = (sys.executable, "-m", "tipline", "serve", "--data", str(folder), "--port", "0")
        plain = {name: text for name, text in os.environ.items() if "TIPLINE" not in name}
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=plain
        ) as served:
            try:
                until = time.monotonic() + PATIENCE
                while not drop.files and time.monotonic() < until:
                    time.sleep(0.1)
            finally:
                served.send_signal(signal.SIGTERM)
                assert served.wait(PATIENCE) == 0
    assert drop.files == {NAME: b"synthetic age"}
    assert drop.puts == 1
