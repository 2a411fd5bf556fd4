"""Parcels and key folders for tests of deliveries."""

import threading
from pathlib import Path

import msgspec

from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble

TAKEN = Handed(outcome=Delivery.TAKEN)
IN_DROPS = "referral-7-v1-0123456789abcdef.zip.age"
"""What the parcel below is called in a drop."""


class HangingResolver:
    """Looks up nothing until it is let go, or has waited far longer than a test may."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.asked: list[object] = []
        self.gave_up = False

    def __call__(self, host: object, *_: object) -> list[object]:
        self.asked.append(host)
        self.gave_up = not self.over.wait(20)
        raise OSError("let go")


def parcel(address: str, credential: str | None = None, data: bytes = b"age bytes") -> Parcel:
    return Parcel(
        id="referral-7-v1-0123456789abcdef",
        name="referral-7-v1.zip.age",
        referral=7,
        version=1,
        is_test=False,
        address=address,
        credential=credential,
        data=data,
    )


def elsewhere(one: Parcel, address: str) -> Parcel:
    return msgspec.structs.replace(one, address=address)


def put(folder: Path, name: str, data: bytes | str, mode: int = 0o600) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    path.chmod(mode)


def later(trouble: Trouble) -> Handed:
    return Handed(outcome=Delivery.LATER, trouble=trouble)


def refused(trouble: Trouble) -> Handed:
    return Handed(outcome=Delivery.REFUSED, trouble=trouble)


def unknown(trouble: Trouble) -> Handed:
    return Handed(outcome=Delivery.UNKNOWN, trouble=trouble)
