"""The types of device identifier: what they are called, and of which characters they consist.

Types are in the form that device.py makes: lower case, letters and digits only.
"""

from typing import Final

DEVICE_TYPES: Final = {
    "android_id": ("androidid", "ssaid"),
    "device_id": ("deviceid", "did", "deviceidentifier", "uniquedeviceid", "device"),
    "eid": ("eid", "euiccid"),
    "esn": ("esn", "electronicserialnumber"),
    "fingerprint": ("fingerprint", "devicefingerprint", "browserfingerprint"),
    "gaid": ("gaid", "aaid", "googleadvertisingid", "androidadvertisingid", "adid"),
    "iccid": ("iccid", "sim", "simnumber", "simserialnumber", "simid"),
    "idfa": ("idfa", "iosadvertisingid", "advertisingidentifier", "appleadvertisingid"),
    "idfv": ("idfv", "identifierforvendor", "vendorid"),
    "imei": ("imei", "imei1", "imei2", "imeinumber", "imeisv"),
    "imsi": ("imsi",),
    "mac": ("mac", "macaddress", "macaddr", "wifimac", "hardwareaddress", "ethernetaddress"),
    "meid": ("meid",),
    "serial": ("serial", "serialnumber", "serialno", "sn", "deviceserial"),
    "udid": ("udid", "uuid", "uniquedeviceidentifier"),
    "ssid": ("ssid", "wifi", "wifiname", "networkname"),
    "user_agent": ("useragent", "ua", "browser"),
    "model": ("model", "devicemodel", "devicename", "devicetype", "type"),
    "os": ("os", "operatingsystem", "platform", "osversion"),
}
"""The type that is compared, and how it is written."""

DIGITS_ONLY: Final = frozenset({"eid", "iccid", "imei", "imsi"})
"""Types that consist of decimal digits. Source: 3GPP TS 23.003; ITU-T E.118."""

TRAITS: Final = frozenset({"model", "os", "ssid", "user_agent"})
"""Types that say what a device is like or where it is, and not which one it is."""
