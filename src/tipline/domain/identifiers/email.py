"""E-mail addresses: one mailbox each. Whether an address is well formed is for the checks."""

import re
from functools import cache
from typing import Final

import ada_url

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.mail_providers import MAIL_PROVIDERS, MailProvider
from tipline.domain.identifiers.tables.placeholders import NOBODY, ROLE_MAILBOXES
from tipline.domain.identifiers.text.folding import fold, settled, tidy
from tipline.domain.identifiers.text.refang import refang_at

_PLAIN: Final = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(?:[.][a-z0-9-]+)+")
"""Nothing to do but lower the case; spares the thorough walk."""
_SCHEME: Final = re.compile(r"^(?:mailto|e-?mail|smtp):", re.IGNORECASE)
_IN_ANGLES: Final = re.compile(r"<([^<>]*)>$")
_AFTER: Final = ">);,'\""
"""What may follow an address and can be in no domain; so can a question mark and the rest."""
_OPENED_BY: Final = {">": "<", ")": "(", "'": "'", '"': '"'}
_BLANK: Final = re.compile(r"\s")
_QUOTED_FOR_NOTHING: Final = re.compile(r'"([^\s"@\\()<>\[\]:;,]+)"')


def normal_form(text: str) -> Identifier | None:
    """Return the address folded, with its domain in ASCII (UTS #46); None without both parts.

    The part before the @ is folded too: the standard lets case count there, no provider does.
    """
    plain = text.lower() if text.isascii() else ""
    value = plain if _PLAIN.fullmatch(plain) else settled(_normalised_once, text)
    return None if value is None else Identifier(IdentifierKind.EMAIL, "", value)


def display_form(identifier: Identifier) -> str:
    """Return the address; an international domain stays in ASCII, where nothing looks alike."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the mailbox belongs to a role or to nobody: noreply@, info@, unknown@."""
    local = identifier.value.rpartition("@")[0].partition("+")[0]
    return local in ROLE_MAILBOXES or local in NOBODY


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return what is left of the address where the provider ignores dots, tags or domains."""
    local, _, domain = identifier.value.rpartition("@")
    provider = _providers().get(domain)
    if provider is None:
        return ()
    mailbox = local.partition(provider.tag)[0]
    for sign in provider.ignored:
        mailbox = mailbox.replace(sign, "")
    if not mailbox:
        return ()
    return (Identifier(IdentifierKind.EMAIL_VARIANT, "", f"{mailbox}@{provider.domains[0]}"),)


def _normalised_once(text: str) -> str:
    text = _SCHEME.sub("", refang_at(tidy(text)))
    in_angles = _IN_ANGLES.search(text)
    local, _, domain = (in_angles[1] if in_angles else text).rpartition("@")
    bare = domain.partition("?")[0].rstrip(_AFTER)
    local = local.lstrip("".join(_OPENED_BY.get(sign, "") for sign in {*domain[len(bare) :]}))
    local, domain = fold(local), _domain(bare)
    if not local or not domain or (_BLANK.search(local) and not local.startswith('"')):
        return ""
    unquoted = _QUOTED_FOR_NOTHING.fullmatch(local)
    return f"{unquoted[1] if unquoted else local}@{domain}"


def _domain(text: str) -> str:
    """Return a domain in ASCII and lower case, without the dot at its end; empty if it is none."""
    domain = tidy(text).rstrip(".")
    if not domain.isascii():
        # Not case-folded before: that would spell the German sharp s in two letters.
        domain = ada_url.idna_to_ascii(domain).decode() or fold(domain)
    return "" if _BLANK.search(domain) else domain.lower()


@cache
def _providers() -> dict[str, MailProvider]:
    return {domain: provider for provider in MAIL_PROVIDERS for domain in provider.domains}
