"""Names of packages, and numbers that nothing else is sealed under."""

from tipline.domain.referrals.naming import (
    MOST_VERSIONS,
    ciphertext_name,
    drop_name,
    note_seal,
    package_name,
    package_seal,
)


def test_packages_are_named_by_referral_and_version() -> None:
    assert package_name(7, 2) == "referral-7-v2.zip"
    assert ciphertext_name(7, 2) == "referral-7-v2.zip.age"


def test_files_in_drops_are_named_by_parcel_so_no_two_share_a_name() -> None:
    ours, another = "referral-7-v2-0123456789abcdef", "referral-7-v2-fedcba9876543210"
    assert drop_name(ours) == "referral-7-v2-0123456789abcdef.zip.age"
    assert drop_name(ours) != drop_name(another)


def test_no_two_things_are_sealed_under_one_number() -> None:
    places = [(referral, version) for referral in (1, 2, 2**40) for version in (1, MOST_VERSIONS)]
    numbers = [seal(*place) for seal in (package_seal, note_seal) for place in places]
    assert len(set(numbers)) == len(numbers)
    assert all(2**63 <= number < 2**64 for number in numbers)
