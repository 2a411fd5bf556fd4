"""Deliveries to a real SFTP drop that refuses, hangs, or cuts the connection."""

from collections.abc import Iterator
from pathlib import Path

import asyncssh
import msgspec
import pytest

from tests.delivery.drops import Drop, Fault, SftpPeer, sftp_drop
from tests.delivery.parcels import (
    IN_DROPS,
    TAKEN,
    HangingResolver,
    elsewhere,
    later,
    parcel,
    put,
    refused,
)
from tipline.gateways.delivery.credentials import Credentials
from tipline.gateways.delivery.sftp import SftpDrop
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Trouble

SHORT, LONG = 0.8, 10.0


@pytest.fixture
def drop() -> Drop:
    return Drop()


@pytest.fixture
def peer(drop: Drop, tmp_path: Path) -> Iterator[SftpPeer]:
    key = asyncssh.generate_private_key("ssh-ed25519")
    with sftp_drop(drop, tmp_path / "drop", key) as found:
        put(tmp_path / "keys", "agency-a", key.export_private_key())
        put(tmp_path / "keys", "agency-a.hosts", found.hosts)
        yield found


@pytest.fixture
def gateway(tmp_path: Path) -> SftpDrop:
    return SftpDrop(Credentials(tmp_path / "keys"), deadline=LONG)


def names(peer: SftpPeer) -> list[str]:
    return sorted(path.name for path in peer.folder.iterdir())


def test_a_parcel_appears_whole_under_its_name(peer: SftpPeer, gateway: SftpDrop) -> None:
    one = parcel(peer.address, "agency-a", bytes(2_000_000))
    assert gateway.look(one) is False
    assert gateway.deliver(one) == TAKEN
    assert (peer.folder / IN_DROPS).read_bytes() == one.data
    assert gateway.look(one) is True
    assert gateway.deliver(one) == TAKEN
    assert names(peer) == [IN_DROPS]


def test_another_referral_of_the_same_number_is_neither_overwritten_nor_taken_for_ours(
    peer: SftpPeer, gateway: SftpDrop
) -> None:
    ours = parcel(peer.address, "agency-a")
    theirs = msgspec.structs.replace(ours, id="referral-7-v1-fedcba9876543210")
    assert gateway.deliver(theirs) == TAKEN
    assert gateway.look(ours) is False
    assert gateway.deliver(ours) == TAKEN
    assert len(names(peer)) == 2


def test_a_drop_that_knows_the_oldest_renaming_only_is_looked_into_first(
    drop: Drop, peer: SftpPeer, gateway: SftpDrop
) -> None:
    drop.renames_plainly = True
    one = parcel(peer.address, "agency-a")
    assert gateway.deliver(one) == TAKEN
    assert gateway.look(one) is True
    assert gateway.deliver(one) == TAKEN  # it lies there: nothing is put over it
    assert drop.puts == 1
    assert names(peer) == [IN_DROPS]
    (peer.folder / IN_DROPS).write_bytes(b"another")
    assert gateway.deliver(one) == refused(Trouble.REFUSED)
    assert (peer.folder / IN_DROPS).read_bytes() == b"another"


@pytest.mark.parametrize(("fault", "there"), [(Fault.CUT_BEFORE, False), (Fault.CUT_AFTER, True)])
def test_what_may_have_left_by_the_oldest_renaming_is_told(
    drop: Drop, peer: SftpPeer, gateway: SftpDrop, fault: Fault, *, there: bool
) -> None:
    drop.renames_plainly = True
    drop.faults.append(fault)
    one = parcel(peer.address, "agency-a")
    assert gateway.deliver(one).outcome is Delivery.UNKNOWN
    assert gateway.look(one) is there


def test_a_folder_may_be_named(peer: SftpPeer, gateway: SftpDrop) -> None:
    (peer.folder / "in box").mkdir()
    one = parcel(f"{peer.address}in%20box/", "agency-a")
    assert gateway.deliver(one) == TAKEN
    assert (peer.folder / "in box" / IN_DROPS).exists()
    missing = elsewhere(one, f"{peer.address}nowhere")
    assert gateway.deliver(missing) == refused(Trouble.REFUSED)


@pytest.mark.parametrize(
    ("fault", "there"),
    [
        (Fault.REFUSE, False),
        (Fault.BUSY, False),
        (Fault.HANG, None),
        (Fault.CUT_BEFORE, False),
        (Fault.CUT_AFTER, True),
    ],
)
def test_what_may_have_left_is_told_and_can_be_looked_up(
    drop: Drop, peer: SftpPeer, tmp_path: Path, fault: Fault, *, there: bool | None
) -> None:
    drop.faults.append(fault)
    gateway = SftpDrop(
        Credentials(tmp_path / "keys"), deadline=SHORT if fault is Fault.HANG else LONG
    )
    one = parcel(peer.address, "agency-a")
    assert gateway.deliver(one).outcome is Delivery.UNKNOWN
    found = gateway.look(one)
    assert found is there or there is None


def test_half_a_file_is_not_there(peer: SftpPeer, gateway: SftpDrop) -> None:
    one = parcel(peer.address, "agency-a")
    (peer.folder / IN_DROPS).write_bytes(one.data[:-1])
    assert gateway.look(one) is False


def test_nothing_goes_to_whom_is_not_trusted(
    peer: SftpPeer, gateway: SftpDrop, tmp_path: Path
) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    put(tmp_path / "keys", "agency-a.hosts", f"[127.0.0.1]:{peer.port} {other}")
    one = parcel(peer.address, "agency-a")
    assert gateway.deliver(one) == later(Trouble.NOT_TRUSTED)
    assert gateway.look(one) is None
    put(tmp_path / "keys", "agency-a.hosts", "")  # never those of whoever runs this
    assert gateway.deliver(one) == later(Trouble.NOT_TRUSTED)
    put(tmp_path / "keys", "agency-a.hosts", b"\xff no host key")
    assert gateway.deliver(one) == later(Trouble.LOG_IN)
    (tmp_path / "keys" / "agency-a.hosts").unlink()
    assert gateway.deliver(one) == later(Trouble.LOG_IN)
    assert names(peer) == []


def test_a_key_that_is_not_let_in_waits_for_somebody(
    peer: SftpPeer, gateway: SftpDrop, tmp_path: Path
) -> None:
    another = asyncssh.generate_private_key("ssh-ed25519").export_private_key()
    put(tmp_path / "keys", "agency-a", another)
    one = parcel(peer.address, "agency-a")
    assert gateway.deliver(one) == later(Trouble.LOG_IN)
    put(tmp_path / "keys", "agency-a", "no key")
    assert gateway.deliver(one) == later(Trouble.LOG_IN)
    assert gateway.look(one) is None


def test_nobody_there_is_later(peer: SftpPeer, gateway: SftpDrop) -> None:
    one = parcel("sftp://hotline@127.0.0.1:9/", "agency-a")
    assert gateway.deliver(one) == later(Trouble.NO_CONNECTION)
    assert peer.port


@pytest.mark.parametrize(
    "address",
    [
        "sftp://127.0.0.1/",
        "sftp://hotline:word@127.0.0.1/",
        "sftp:///folder",
        "https://hotline@127.0.0.1/",
        "sftp://hotline@127.0.0.1:x/",
        "sftp://hotline@127.0.0.1/?a",
        "sftp://a%20b@127.0.0.1/",
        "sftp://@127.0.0.1/",
        "sftp://hotline@127.0.0.1:0/",
        "sftp://hotline@127.0.0.1:99999/",
        "sftp://hotline@[::1/",
        "sftp://hotline@a..example.org/",
        f"sftp://hotline@{'a' * 70}.example.org/",
        "sftp://hotline@127.0.0.1/a%00b",
    ],
)
def test_other_addresses_are_refused(gateway: SftpDrop, address: str) -> None:
    one = parcel(address, "agency-a")
    assert gateway.deliver(one) == refused(Trouble.BAD_ADDRESS)
    assert gateway.look(one) is None


def test_without_a_credential_there_is_no_way_in(gateway: SftpDrop) -> None:
    one = parcel("sftp://hotline@127.0.0.1/")
    assert gateway.deliver(one) == refused(Trouble.LOG_IN)
    assert gateway.look(one) is None


def test_a_name_that_nobody_can_look_up_ends_in_time(peer: SftpPeer, tmp_path: Path) -> None:
    resolver = HangingResolver()
    gateway = SftpDrop(Credentials(tmp_path / "keys"), deadline=0.2, resolve=resolver)
    one = parcel(f"sftp://hotline@drop.agency-a.example.org:{peer.port}/", "agency-a")
    assert gateway.deliver(one) == later(Trouble.TIMED_OUT)
    assert gateway.look(one) is None
    assert not resolver.gave_up
    resolver.over.set()
