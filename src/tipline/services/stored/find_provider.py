"""Finds a provider by what people call it."""

from tipline.ports.stores import ProviderRow, Reader
from tipline.services.admit_provider import ProviderUnknownError


def find_provider(called: str, reader: Reader) -> ProviderRow:
    """Return the provider with this user name or, if only one has it, this name.

    Raises:
        ProviderUnknownError: there is none, or several have the name.
    """
    exact = reader.provider(called) if called.isprintable() else None
    if exact is not None:
        return exact
    wanted = called.strip().casefold()
    named = [one for one in reader.providers() if one.name.strip().casefold() == wanted]
    if len(named) > 1:
        raise ProviderUnknownError(
            "Several providers have this name; give the user name: tipline provider list"
        )
    if not named:
        raise ProviderUnknownError(
            "There is no provider with this name or user name; see: tipline provider list"
        )
    return named[0]
