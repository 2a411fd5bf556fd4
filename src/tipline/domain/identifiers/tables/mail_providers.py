"""Mail providers that deliver several spellings of an address to one mailbox.

Only what the provider itself documents; at all others every spelling is a mailbox of its own.
"""

from typing import Final, NamedTuple


class MailProvider(NamedTuple):
    """A provider: the domains that share mailboxes, first the one they are compared by.

    `ignored` are the signs that do not count before the @; `tag` begins a part that does not.
    """

    domains: tuple[str, ...]
    ignored: str = ""
    tag: str = "+"


MAIL_PROVIDERS: Final = (
    MailProvider(("gmail.com", "googlemail.com"), ignored="."),
    MailProvider(("outlook.com",)),
    MailProvider(("hotmail.com",)),
    MailProvider(("live.com",)),
    MailProvider(("msn.com",)),
    MailProvider(("icloud.com", "me.com", "mac.com")),
    MailProvider(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), ignored=".-_"),
    MailProvider(("fastmail.com",)),
    MailProvider(("fastmail.fm",)),
    MailProvider(("yahoo.com",), tag="-"),
    MailProvider(("ymail.com",), tag="-"),
    MailProvider(("rocketmail.com",), tag="-"),
    MailProvider(("yandex.com", "yandex.ru", "ya.ru", "yandex.by", "yandex.kz")),
    MailProvider(("zoho.com",)),
    MailProvider(("hey.com",)),
    MailProvider(("mailbox.org",)),
    MailProvider(("posteo.de",)),
    MailProvider(("runbox.com",)),
    MailProvider(("pobox.com",)),
    MailProvider(("mailfence.com",)),
)
