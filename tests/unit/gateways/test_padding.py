"""Lengths become few lengths, and back."""

import pytest

from tipline.gateways.padding import bucket_of, pad, unpad


def test_short_things_look_alike() -> None:
    assert {len(pad(bytes(length))) for length in range(64)} == {64}
    assert len(pad(bytes(64))) == 72


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(64, 64), (65, 72), (127, 128), (128, 128), (129, 144), (1000, 1024), (2501, 2560)],
)
def test_longer_ones_get_the_published_buckets(length: int, bucket: int) -> None:
    assert bucket_of(length) == bucket


def test_buckets_are_few_and_never_much_longer() -> None:
    buckets = [bucket_of(length) for length in range(1, 20_000)]
    assert buckets == sorted(buckets)
    assert all(bucket_of(bucket) == bucket for bucket in buckets)
    assert all(0 <= got - need < need * 0.12 for need, got in enumerate(buckets, 1) if need > 64)
    assert len({*buckets}) < 130


@pytest.mark.parametrize("data", [b"", b"\0", b"\x80", b"\x80\0\0", b"x" * 63, b"x" * 64 + b"\0"])
def test_what_was_padded_comes_back(data: bytes) -> None:
    assert unpad(pad(data)) == data


@pytest.mark.parametrize("padded", [b"", b"\0" * 64, b"x" * 64])
def test_without_an_end_mark_it_was_not_padded(padded: bytes) -> None:
    with pytest.raises(ValueError, match="no end mark"):
        unpad(padded)
