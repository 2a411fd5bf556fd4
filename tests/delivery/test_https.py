"""Deliveries to a real HTTPS drop that refuses, hangs, or cuts the connection."""

import base64
import hashlib
import ssl
from pathlib import Path

import msgspec
import pytest

from tests.delivery.drops import Drop, Fault, Says, damaged_after_the_body, https_drop
from tests.delivery.parcels import (
    IN_DROPS,
    TAKEN,
    HangingResolver,
    later,
    parcel,
    put,
    refused,
    unknown,
)
from tests.serving.certificates import Pair, make_pair
from tipline.gateways.delivery.credentials import Credentials
from tipline.gateways.delivery.https import HttpsDrop
from tipline.ports.referrals.delivery import Handed, Trouble

SHORT = 0.5


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def context(pair: Pair) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(pair.certificate, pair.key)
    return found


@pytest.fixture
def keys(tmp_path: Path, pair: Pair) -> Path:
    folder = tmp_path / "keys"
    put(folder, "agency-a", "synthetic-token\n")
    put(folder, "agency-a.ca", pair.certificate.read_bytes())
    return folder


def test_a_parcel_is_put_once_with_its_id_its_digest_and_the_token(
    context: ssl.SSLContext, keys: Path
) -> None:
    drop, gateway = Drop(), HttpsDrop(Credentials(keys))
    with https_drop(drop, context) as address:
        one = parcel(address, "agency-a", bytes(3_000_000))
        assert gateway.look(one) is False
        assert gateway.deliver(one) == TAKEN
        assert gateway.look(one) is True
    assert drop.files == {IN_DROPS: one.data}
    (headers,) = drop.headers
    digest = base64.b64encode(hashlib.sha256(one.data).digest()).decode()
    assert headers["content-digest"] == f"sha-256=:{digest}:"
    assert headers["idempotency-key"] == f'"{one.id}"'
    assert headers["authorization"] == "Bearer synthetic-token"


@pytest.mark.parametrize(
    ("fault", "expected", "there"),
    [
        (Fault.REFUSE, refused(Trouble.REFUSED), False),
        (Fault.BUSY, later(Trouble.NOT_NOW), False),
        (Fault.HANG, unknown(Trouble.TIMED_OUT), False),
        (Fault.CUT_BEFORE, unknown(Trouble.BROKE_OFF), False),
        (Fault.CUT_AFTER, unknown(Trouble.BROKE_OFF), True),
        (Fault.CUT_MIDDLE, unknown(Trouble.BROKE_OFF), False),
    ],
)
def test_what_came_of_it_is_told_and_can_be_looked_up(
    context: ssl.SSLContext, keys: Path, fault: Fault, expected: Handed, *, there: bool
) -> None:
    drop, gateway = Drop(fault), HttpsDrop(Credentials(keys), deadline=SHORT)
    with https_drop(drop, context) as address:
        one = parcel(address, "agency-a")
        found = gateway.deliver(one)
        assert found.outcome is expected.outcome
        assert found.trouble in {expected.trouble, Trouble.TIMED_OUT, Trouble.BROKE_OFF}
        assert gateway.look(one) is there


@pytest.mark.parametrize(
    ("says", "lies_there", "found"),
    [
        (Says.LENGTH, b"age bytes", True),
        (Says.LENGTH, b"age by", False),
        (Says.DIGEST, b"age bytes", True),
        (Says.DIGEST, b"AGE BYTES", False),
        (Says.PACKED, b"age bytes", None),
        (Says.NOTHING, b"age bytes", None),
    ],
)
def test_a_parcel_is_there_only_if_it_is_whole(
    context: ssl.SSLContext, keys: Path, says: Says, lies_there: bytes, *, found: bool | None
) -> None:
    drop = Drop(says=says)
    drop.files[IN_DROPS] = lies_there
    with https_drop(drop, context) as address:
        assert HttpsDrop(Credentials(keys)).look(parcel(address, "agency-a")) is found


def test_another_referral_of_the_same_number_is_neither_overwritten_nor_taken_for_ours(
    context: ssl.SSLContext, keys: Path
) -> None:
    drop, gateway = Drop(), HttpsDrop(Credentials(keys))
    with https_drop(drop, context) as address:
        ours = parcel(address, "agency-a")
        theirs = msgspec.structs.replace(ours, id="referral-7-v1-fedcba9876543210")
        assert gateway.deliver(theirs) == TAKEN
        assert gateway.look(ours) is False
        assert gateway.deliver(ours) == TAKEN
    assert len(drop.files) == 2


def test_whatever_fails_after_the_body_may_have_left(context: ssl.SSLContext, keys: Path) -> None:
    with damaged_after_the_body(context) as (address, took):
        one = parcel(address, "agency-a", bytes(200_000))
        found = HttpsDrop(Credentials(keys)).deliver(one)
    assert took == [200_000]
    assert found == unknown(Trouble.BROKE_OFF)


def test_a_name_that_nobody_can_look_up_ends_in_time(keys: Path) -> None:
    resolver = HangingResolver()
    gateway = HttpsDrop(Credentials(keys), deadline=0.1, resolve=resolver)
    one = parcel("https://drop.agency-a.example.org/in", "agency-a")
    assert gateway.deliver(one) == later(Trouble.TIMED_OUT)
    assert gateway.look(one) is None
    assert len(resolver.asked) == 2
    assert not resolver.gave_up
    resolver.over.set()


def test_nothing_goes_to_whom_is_not_trusted(context: ssl.SSLContext, keys: Path) -> None:
    drop, gateway = Drop(), HttpsDrop(Credentials(keys))
    (keys / "agency-a.ca").unlink()
    with https_drop(drop, context) as address:
        one = parcel(address, "agency-a")
        assert gateway.deliver(one) == later(Trouble.NOT_TRUSTED)
        assert gateway.look(one) is None
    assert drop.puts == 0


def test_nobody_there_is_later(keys: Path) -> None:
    gateway = HttpsDrop(Credentials(keys))
    one = parcel("https://127.0.0.1:9/drop", "agency-a")
    assert gateway.deliver(one) == later(Trouble.NO_CONNECTION)
    assert gateway.look(one) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/drop",
        "http://drop.agency-a.example.org/",
        "https:///drop",
        "https://user@127.0.0.1/",
        "https://127.0.0.1/?a",
        "https://127.0.0.1:x/",
        "ftp://127.0.0.1/",
        "nothing",
        "https://:word@127.0.0.1/",
        "https://127.0.0.1:0/",
        "https://[::1/in",
        "https://drop\u00ad.example.org/in",
        "https://a..example.org/in",
        "https://exa%mple.org/in",
        "https://x_\x00y.example.org/in",
        "https://xn--a.example.org/",
        f"https://{'a' * 70}.example.org/in",
    ],
)
def test_other_addresses_are_refused_before_anything_is_sent(keys: Path, address: str) -> None:
    gateway = HttpsDrop(Credentials(keys))
    assert gateway.deliver(parcel(address)) == refused(Trouble.BAD_ADDRESS)
    assert gateway.look(parcel(address)) is None


def test_plain_http_is_for_this_machine_only() -> None:
    gateway = HttpsDrop(Credentials(Path("nowhere")), plain_loopback=True)
    away = parcel("http://drop.agency-a.example.org/")
    assert gateway.deliver(away) == refused(Trouble.BAD_ADDRESS)
    assert gateway.deliver(parcel("http://127.0.0.1:9/")) == later(Trouble.NO_CONNECTION)


def test_redirects_are_not_followed(context: ssl.SSLContext, keys: Path) -> None:
    drop, gateway = Drop(Fault.BUSY), HttpsDrop(Credentials(keys))
    with https_drop(drop, context, {"Location": "https://127.0.0.1:9/"}) as address:
        assert gateway.deliver(parcel(address, "agency-a")) == later(Trouble.NOT_NOW)
    assert drop.puts == 0


def test_proxies_of_the_surroundings_are_not_used(
    context: ssl.SSLContext, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with https_drop(Drop(), context) as address:
        assert HttpsDrop(Credentials(keys)).deliver(parcel(address, "agency-a")) == TAKEN


def test_a_credential_that_cannot_be_used_waits_for_somebody(
    context: ssl.SSLContext, keys: Path
) -> None:
    with https_drop(Drop(), context) as address:
        gateway = HttpsDrop(Credentials(keys))
        assert gateway.deliver(parcel(address, "agency-b")) == later(Trouble.LOG_IN)
        assert gateway.look(parcel(address, "agency-b")) is None
        for text in ("no certificate", "", "t\u00f6ken"):
            put(keys, "agency-a.ca", text)
            assert gateway.deliver(parcel(address, "agency-a")) == later(Trouble.LOG_IN)


@pytest.mark.parametrize("token", ["t\u00f6ken", "two\nlines", "  \n"])
def test_a_token_that_no_header_can_carry_waits_for_somebody(
    context: ssl.SSLContext, keys: Path, token: str
) -> None:
    drop, gateway = Drop(), HttpsDrop(Credentials(keys))
    put(keys, "agency-a", token)
    with https_drop(drop, context) as address:
        assert gateway.deliver(parcel(address, "agency-a")) == later(Trouble.LOG_IN)
        assert gateway.look(parcel(address, "agency-a")) is None
    assert drop.puts == 0
