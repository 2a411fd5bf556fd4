"""Every setting there is: how it is read, what it is when unsaid, and what it is for.

`docs/reference/settings.md` lists them; a test compares the two.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from tipline.config import mail, referring, values


class Setting(NamedTuple):
    """One setting; `load` reads the file that a path names, `keeps_path` leaves the path."""

    read: Callable[[object], Any]
    default: str
    purpose: str
    load: Callable[[Path], Any] | None = None
    keeps_path: bool = False


SETTINGS: Final[dict[str, Setting]] = {
    "mode": Setting(
        values.mode, "development", "`production` refuses to start while something is missing."
    ),
    "name": Setting(
        values.log_name,
        "hotline.example.org",
        "The hotline's own domain: checkpoints of the audit log are signed with it.",
    ),
    "host": Setting(values.text, "127.0.0.1", "The address to listen on."),
    "port": Setting(values.port, "8000", "The port to listen on; 0 takes any that is free."),
    "web_processes": Setting(
        values.processes,
        "one for each processor, at most 4",
        "How many processes serve the doors side by side; each takes about 65 MB.",
    ),
    "database_url": Setting(
        values.database_url,
        "SQLite in the data folder",
        "A postgresql:// address, to use PostgreSQL.",
    ),
    "requests_per_minute": Setting(
        values.rate,
        "60000",
        "How many requests a provider may send in a minute to each web process; then it gets 429.",
    ),
    "metrics_port": Setting(
        values.port,
        "no metrics",
        "The first port on 127.0.0.1 where Prometheus reads /metrics: one for each web process.",
    ),
    "tls_cert": Setting(
        values.path, "no TLS", "The certificate with its chain, in PEM; needs `tls_key`."
    ),
    "tls_key": Setting(values.path, "no TLS", "The private key of the certificate, in PEM."),
    "behind_proxy": Setting(
        values.switch,
        "false",
        "True if every request comes through a proxy of yours that does TLS.",
    ),
    "passphrase_file": Setting(
        values.path,
        "asked for",
        "A file with the passphrase of hotline.private, readable by its owner alone.",
    ),
    "retention_days": Setting(
        values.days,
        "none",
        "Days a closed report may be kept: the operator's own term. Production needs it. It is"
        " written down and nothing more: this version deletes nothing, a later one will by it.",
    ),
    "emergency_numbers": Setting(
        values.numbers_or_path,
        "none",
        "Numbers by country, or a TOML file with them; wins over the folder of the public form."
        " Production needs this or that.",
        load=values.load_numbers,
    ),
    "privacy_text": Setting(
        values.path,
        "none",
        "A text file that says how personal data is handled, for languages that have none in"
        " the folder of the public form. Production needs this or that.",
        load=values.load_text,
        keeps_path=True,
    ),
    "public_url": Setting(
        values.public_url,
        "none",
        "The public form's address as people open it, for `tipline public link`; agencies answer"
        " referrals at the same host.",
    ),
    "smtp_host": Setting(
        values.text, "no alert mails", "The mail server that sends alerts (decision 0019)."
    ),
    "smtp_port": Setting(values.port, "587, or 465 with tls, 25 with none", "Its port."),
    "smtp_security": Setting(
        mail.security, "starttls", "`none`, `starttls` or `tls`; certificates are checked."
    ),
    "smtp_username": Setting(values.text, "no log-in", "Who logs in at the mail server."),
    "smtp_password_file": Setting(
        values.path, "no log-in", "A file with the password, readable by its owner alone."
    ),
    "mail_from": Setting(mail.address, "none", "The sender of alerts; needs `smtp_host`."),
    "alert_to": Setting(
        mail.addresses, "nobody", "Who gets alerts: a list of addresses; needs `smtp_host`."
    ),
    "desk_url": Setting(
        mail.desk_url, "none", "The desk's address as people open it; stands in alerts."
    ),
    "country": Setting(
        referring.country,
        "none",
        "The hotline's own country (ISO 3166, two letters): routing goes there when no fact leads"
        " elsewhere.",
    ),
    "subdivision": Setting(
        referring.subdivision, "none", "The part of it the hotline is for, as in US-NV."
    ),
    "sender_name": Setting(
        referring.sender_name, "`name`", "The hotline's name, as agencies read it in packages."
    ),
    "sender_email": Setting(
        mail.address, "none", "Where agencies write to: a mailbox of a role, never a person's."
    ),
    "sender_phone": Setting(referring.phone, "none", "Where agencies call."),
    "sender_page": Setting(referring.page, "none", "The hotline's page, for agencies."),
    "legal_gate": Setting(
        referring.sentence,
        "none",
        "One sentence: by which law the hotline passes reports on. It stands in every package.",
    ),
    "ip_table": Setting(
        values.path,
        "none",
        "A table of IP addresses you have a licence for (MMDB), asked before the registries'.",
    ),
}
"""By the name in the file; the variable is `TIPLINE_` and its capitals."""

OTHER_VARIABLES: Final = {"database_url": "DATABASE_URL"}
"""Names that others gave a variable; `TIPLINE_...` wins over them."""
