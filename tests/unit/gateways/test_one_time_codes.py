"""One-time codes: which are right, when, and for whom."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tipline.gateways.one_time_codes import OneTimeCodes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODES = OneTimeCodes(bytes(32), "hotline.example.org")
STEP = int(NOON.timestamp()) // 30


@pytest.mark.parametrize(("late", "right"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_code_is_good_for_one_step_more_on_either_side(late: int, right: int) -> None:
    sealed, secret, _ = CODES.enrol("ada")
    code = pyotp.TOTP(secret).at(NOON + timedelta(seconds=30 * late))
    expected = STEP + late if right else None
    assert CODES.step_of(code, "ada", sealed, NOON) == expected


def test_blanks_in_a_code_do_not_count() -> None:
    sealed, secret, _ = CODES.enrol("ada")
    code = pyotp.TOTP(secret).at(NOON)
    assert CODES.step_of(f" {code[:3]}\u00a0{code[3:]}\n", "ada", sealed, NOON) == STEP


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\ud800", "\uff11" * 6])
def test_what_is_no_code_is_wrong(code: str) -> None:
    sealed, _, _ = CODES.enrol("ada")
    assert CODES.step_of(code, "ada", sealed, NOON) is None


def test_a_secret_is_sealed_for_one_user_and_one_desk() -> None:
    sealed, secret, uri = CODES.enrol("ada")
    code = pyotp.TOTP(secret).at(NOON)
    assert secret.encode() not in sealed
    assert secret in uri
    assert CODES.step_of(code, "ben", sealed, NOON) is None
    assert OneTimeCodes(b"\1" * 32, "x").step_of(code, "ada", sealed, NOON) is None
    assert CODES.step_of(code, "ada", b"", NOON) is None


def test_nobody_has_no_code() -> None:
    nobodys = pyotp.TOTP("A" * 32).at(NOON)
    assert CODES.step_of(nobodys, "nobody", None, NOON) is None
