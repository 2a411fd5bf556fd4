"""Account ids: what a service itself knows an account by; legal process is served on them."""

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.placeholders import NOBODY
from tipline.domain.identifiers.text.folding import fold
from tipline.domain.identifiers.text.service import service_scope


def normal_form(account_id: str, service: str | None) -> Identifier | None:
    """Return the id folded, within its service; None if it is empty."""
    value = fold(account_id)
    return Identifier(IdentifierKind.ACCOUNT, service_scope(service), value) if value else None


def display_form(identifier: Identifier) -> str:
    """Return the id; the service is its scope."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the id stands for none: `unknown`, `0`, `----`."""
    return is_placeholder(identifier.value)


def is_placeholder(value: str) -> bool:
    """Tell whether a folded text is one sign, many times or once, or a word for nobody."""
    return len(set(value)) == 1 or value.strip(" .,:;!?*#@()[]{}<>\"'_-") in NOBODY | {""}
