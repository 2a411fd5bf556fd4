"""Lets an online service file reports, and stops it again."""

import base64
import hashlib
import re
from typing import Final

import msgspec

from tipline.domain.errors import TiplineError
from tipline.ports.operations import AddProvider, DisableProvider, Done, Request
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Writer

_PASSWORD_BYTES: Final = 30
_NAME_BYTES: Final = 3
_UNFIT: Final = re.compile("[^a-z0-9]+")
_LONGEST_STEM: Final = 40
_TRIES: Final = 5


class ProviderNameError(TiplineError):
    """A provider needs a name with at least one letter or digit, of at most 200 characters."""

    code = "provider_name"


class ProviderUnknownError(TiplineError):
    """There is no provider with this user name whose credentials still work."""

    code = "provider_unknown"


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What a service needs to file; the password is shown once and stored nowhere."""

    username: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(...)"


def secret_of(password: str) -> bytes:
    """Return what is stored of a password.

    A plain SHA-256 is enough: passwords are generated with 240 random bits, never chosen.
    """
    return hashlib.sha256(password.encode()).digest()


def admit_provider(
    name: str, writer: Writer, randomness: Randomness, *, actor: str, is_test: bool = False
) -> Credentials:
    """Return fresh credentials for a service; they work at once.

    Raises:
        ProviderNameError: the name is empty or too long.
        StoreUnavailableError: nobody knows whether it was stored.
    """
    stem = _UNFIT.sub("-", name.casefold()).strip("-")[:_LONGEST_STEM]
    if not stem or len(name) > 200:  # noqa: PLR2004 - the column's length
        raise ProviderNameError
    password = base64.urlsafe_b64encode(randomness.random_bytes(_PASSWORD_BYTES)).decode()
    for _ in range(_TRIES):
        username = f"{stem}-{randomness.random_bytes(_NAME_BYTES).hex()}"
        operation = AddProvider(
            name=name, username=username, secret=secret_of(password), is_test=is_test
        )
        result = writer.write(Request(operation=operation, actor=actor))
        if isinstance(result, Done):
            return Credentials(username=username, password=password)
    raise ProviderNameError("No free user name was found for this name; try again.")


def dismiss_provider(username: str, writer: Writer, *, actor: str) -> None:
    """Refuse a provider's credentials from now on; its reports stay.

    Raises:
        ProviderUnknownError: no such provider, or it is disabled already.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    if not username.isprintable():  # nobody has it, and not every database takes it
        raise ProviderUnknownError
    result = writer.write(Request(operation=DisableProvider(username=username), actor=actor))
    if not isinstance(result, Done):
        raise ProviderUnknownError
