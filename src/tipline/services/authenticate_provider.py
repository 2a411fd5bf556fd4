"""Tells whether someone is the provider they say they are."""

import hmac
from typing import Final

from tipline.ports.stores import ProviderRow
from tipline.services.admit_provider import Credentials, secret_of

_NOBODYS: Final = bytes(32)


def authenticate_provider(
    credentials: Credentials, known: ProviderRow | None
) -> ProviderRow | None:
    """Return the provider known by this user name, if the password is right and it may file.

    Secrets are compared in constant time, also when nobody has the user name.
    """
    expected = _NOBODYS if known is None else known.secret
    right = hmac.compare_digest(secret_of(credentials.password), expected)
    if known is None or known.disabled or not right:
        return None
    return known
