"""What people and programs write when they have nothing to say: names, mailboxes, device ids."""

from typing import Final

NOBODY: Final = frozenset(
    {
        "account", "account deleted", "admin", "administrator", "anon", "anonymous", "blocked",
        "bot", "default", "deleted", "deleted account", "deleted user", "deleted_user", "demo",
        "example", "facebook user", "false", "guest", "hidden", "instagram user",
        "instagramuser", "me", "moderator", "n a", "n/a", "na", "name", "nan", "nil", "no name",
        "nobody", "noname", "none", "not applicable", "not available", "not known",
        "not provided", "null", "official", "private", "redacted", "removed", "root",
        "screen name", "screenname", "staff", "suspended", "support", "system", "tbd", "test",
        "tester", "testuser", "true", "undefined", "unidentified", "unkn", "unknown",
        "unknown user", "unnamed", "user", "user name", "user not found", "username", "various",
    }
)  # fmt: skip
"""Names that stand for no one, folded, without signs at the ends."""

ROLE_MAILBOXES: Final = frozenset(
    {
        "abuse", "account", "accounts", "admin", "administrator", "alerts", "billing", "bounce",
        "bounces", "contact", "do-not-reply", "do_not_reply", "donotreply", "email", "enquiries",
        "hello", "help", "helpdesk", "hostmaster", "info", "legal", "mail", "mailer-daemon",
        "marketing", "news", "newsletter", "no-reply", "no.reply", "no_reply", "noreply",
        "notification", "notifications", "notify", "office", "postmaster", "privacy", "register",
        "reports", "root", "sales", "security", "service", "support", "team", "trust",
        "updates", "webmaster",
    }
)  # fmt: skip
"""Mailboxes of a role and not of a person. Source: RFC 2142, and common practice."""

DEVICES: Final = frozenset(
    {
        "004999010640000",  # IMEI of Android's emulator and of unset phones
        "012345678901234", "0123456789abcdef", "123456789012345", "1234567890abcdef",
        "020000000000",  # the hardware address that phones tell instead of theirs
        "9774d56d682e549c",  # Android ID that one maker gave to a whole series
        "310260000000000",  # IMSI of Android's emulator
        "89014103211118510720",  # ICCID of Android's emulator
        "android", "desktop", "emulator", "iphone", "mobile", "simulator", "web",
    }
)  # fmt: skip
"""Device ids that many devices tell, in normal form."""
