"""The address of a PostgreSQL, taken apart; nothing is asked for here, and no message shows it."""

from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from tipline.domain.errors import TiplineError

_SCHEMES: Final = frozenset({"postgres", "postgresql"})


class DatabaseAddressError(TiplineError):
    """Expected postgresql://user:password@host:port/name, special characters as in %40 for @."""

    code = "database_address"


class DatabaseAddress(NamedTuple):
    """Where a database is and who asks; `options` are libpq's, such as `sslmode`."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


def parse_address(text: str) -> DatabaseAddress:
    """Return the parts of an address; what libpq takes as options may stand in its query.

    Raises:
        DatabaseAddressError: not a postgresql:// address with a database name.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise DatabaseAddressError from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in _SCHEMES or not name or parts.fragment:
        raise DatabaseAddressError
    options = dict(parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True))
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", unquote(parts.hostname or "")),
        port=options.pop("port", str(port or "")),
        options=options,
    )
