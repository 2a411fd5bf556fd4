"""Device ids compare within their type, without separators."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, device


def device_of(kind: str, value: str) -> Identifier:
    return Identifier(IdentifierKind.DEVICE, kind, value)


@pytest.mark.parametrize(
    ("stated", "kind", "scope", "normal"),
    [
        ("000000000000017", "IMEI", "imei", "000000000000017"),
        ("00-000000-000001-7", "imei number", "imei", "000000000000017"),
        ("IMEI: 00 0000 17", "IMEI 1", "imei", "00000017"),
        ("\u0660\u0661\u0667", "IMEI", "imei", "017"),
        ("8900 0000 0000 0000 0017", "SIM", "iccid", "89000000000000000017"),
        ("02:00:5E:00:53:17", "MAC address", "mac", "02005e005317"),
        ("0200.5e00.5317", "Mac-Addr", "mac", "02005e005317"),
        ("{00000000-0000-0000-0000-000000000017}", "IDFA", "idfa", f"{17:032}"),
        ("abc_17", "Example Handset", "examplehandset", "abc17"),
        ("abc 17", "", "", "abc17"),
        ("Example Network", "SSID", "ssid", "examplenetwork"),
    ],
)
def test_normal_form(stated: str, kind: str, scope: str, normal: str) -> None:
    assert device.normal_form(stated, kind) == device_of(scope, normal)


@pytest.mark.parametrize(
    ("stated", "kind"), [("", "IMEI"), ("unknown", "IMEI"), (" -:- ", "MAC"), ("\u200b", "x")]
)
def test_no_device(stated: str, kind: str) -> None:
    assert device.normal_form(stated, kind) is None


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        (device_of("mac", "02005e005317"), "02:00:5e:00:53:17"),
        (device_of("mac", "02005e0053"), "02005e0053"),
        (device_of("imei", "02005005317017"), "02005005317017"),
    ],
)
def test_display_form(identifier: Identifier, shown: str) -> None:
    assert device.display_form(identifier) == shown
    assert device.normal_form(shown, identifier.scope) == identifier


@pytest.mark.parametrize(
    ("identifier", "common"),
    [
        (device_of("imei", "000000000000000"), True),
        (device_of("idfa", "0" * 32), True),
        (device_of("mac", "ffffffffffff"), True),
        (device_of("mac", "020000000000"), True),
        (device_of("serial", "unknown"), True),
        (device_of("imei", "123456789012345"), True),
        (device_of("imei", "000000000000017"), False),
    ],
)
def test_known_common(identifier: Identifier, common: bool) -> None:
    assert device.known_common(identifier) is common
